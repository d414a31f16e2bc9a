package io.tlsfloor.capture.names;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.dns.DnsMessageView;
import io.tlsfloor.parser.dns.DnsType;
import io.tlsfloor.parser.dns.NetbiosDatagramView;
import io.tlsfloor.parser.dns.NetbiosNames;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.packet.PacketView;
import java.nio.ByteBuffer;

/**
 * Names by NetBIOS over TCP/IP: a machine that registers or refreshes its own name (RFC 1002 §4.2),
 * or sends a datagram under it (§4.4). Counted only for the address that the packet comes from.
 */
final class NetbiosNaming {
  private static final int REGISTRATION = 5;
  private static final int REFRESH = 8; // 9 by an old misprint (RFC 1002 §4.2.1.1)
  private static final int ADDRESS_ENTRY_BYTES = 6;
  private static final int GROUP = 0x8000;

  private final ClientNames clients;
  private final DnsMessageView message;
  private final NetbiosDatagramView datagram = new NetbiosDatagramView();

  NetbiosNaming(ClientNames clients, DnsMessageView message) {
    this.clients = clients;
    this.message = message;
  }

  /** Reads a packet of the name service; whether it is one. */
  boolean service(PacketView packet, FrameMark mark) {
    if (!message.wrap(packet.buffer(), packet.payloadStart(), packet.payloadLength())) {
      return false;
    }
    int opcode = message.opcode();
    boolean own = opcode == REGISTRATION || opcode == REFRESH || opcode == REFRESH + 1;
    if (own && !message.isResponse()) {
      for (int i = 0; i < message.recordCount(); i++) {
        registered(i, packet, mark);
      }
    }
    return !message.isEmpty();
  }

  private void registered(int record, PacketView packet, FrameMark mark) {
    boolean address =
        message.type(record) == DnsType.NB && message.dataLength(record) == ADDRESS_ENTRY_BYTES;
    int at = message.dataStart(record);
    int owner = message.netbiosOwner(record);
    if (address && owner >= 0 && (Bytes.u16(message.buffer(), at) & GROUP) == 0) {
      named(packet, Bytes.i32(message.buffer(), at + 2), message.buffer(), owner, mark);
    }
  }

  /** Reads a packet of the datagram service; whether it is one with a source name. */
  boolean datagram(PacketView packet, FrameMark mark) {
    if (!datagram.wrap(packet.buffer(), packet.payloadStart(), packet.payloadLength())) {
      return false;
    }
    named(packet, datagram.sourceAddress(), datagram.buffer(), datagram.sourceName(), mark);
    return true;
  }

  private void named(PacketView packet, int address, ByteBuffer buffer, int name, FrameMark mark) {
    if (packet.v4()
        && (int) packet.sourceLow() == address
        && NetbiosNames.suffix(buffer, name) == NetbiosNames.WORKSTATION) {
      NetbiosNames.text(buffer, name)
          .ifPresent(
              text -> clients.add(IpAddress.v4(address), text, ClientNameSource.NETBIOS, mark));
    }
  }
}
