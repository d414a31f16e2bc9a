package io.tlsfloor.capture.names;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.dns.DnsMessageView;
import io.tlsfloor.parser.dns.DnsType;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.packet.PacketView;

/**
 * Names by multicast DNS (RFC 6762): a response that gives the sender's own address names the
 * sender, and by the same name his other addresses in it.
 */
final class MulticastNames {
  /** Addresses that a device gives at once; who gives more names others, or means harm. */
  static final int MAX_ADDRESSES = 16;

  private final ClientNames clients;
  private final DnsMessageView message;

  MulticastNames(ClientNames clients, DnsMessageView message) {
    this.clients = clients;
    this.message = message;
  }

  /** Reads a datagram; whether it is a DNS message. */
  boolean read(PacketView packet, FrameMark mark) {
    if (!message.wrap(packet.buffer(), packet.payloadStart(), packet.payloadLength())) {
      return false;
    }
    if (message.isResponse()) {
      int own = ownAddress(packet);
      if (own >= 0) {
        named(own, mark);
      }
    }
    return !message.isEmpty();
  }

  private void named(int own, FrameMark mark) {
    String name = message.owner(own);
    clients.add(address(own), name, ClientNameSource.MDNS, mark);
    int others = 0;
    for (int i = 0; i < message.recordCount(); i++) {
      if (i != own && isAddress(i) && message.sameOwner(own, i)) {
        if (++others < MAX_ADDRESSES) {
          clients.add(address(i), name, ClientNameSource.MDNS, mark);
        } else {
          clients.leftOut();
        }
      }
    }
  }

  private int ownAddress(PacketView packet) {
    for (int i = 0; i < message.recordCount(); i++) {
      int at = message.dataStart(i);
      boolean own =
          packet.v4()
              ? message.type(i) == DnsType.A
                  && Bytes.i32(message.buffer(), at) == (int) packet.sourceLow()
              : message.type(i) == DnsType.AAAA
                  && Bytes.i64(message.buffer(), at) == packet.sourceHigh()
                  && Bytes.i64(message.buffer(), at + 8) == packet.sourceLow();
      if (own) {
        return i;
      }
    }
    return -1;
  }

  private boolean isAddress(int record) {
    return message.type(record) == DnsType.A || message.type(record) == DnsType.AAAA;
  }

  private IpAddress address(int record) {
    int at = message.dataStart(record);
    return message.type(record) == DnsType.A
        ? IpAddress.v4(Bytes.i32(message.buffer(), at))
        : IpAddress.v6(Bytes.i64(message.buffer(), at), Bytes.i64(message.buffer(), at + 8));
  }
}
