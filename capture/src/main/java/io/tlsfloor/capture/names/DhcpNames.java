package io.tlsfloor.capture.names;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.dhcp.DhcpMessageView;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names by DHCP: a client that has an address names it itself; one that has none yet is named by
 * its hardware address, until the server's consent says which address it got.
 */
final class DhcpNames {
  static final int MAX_WAITING = 1 << 12;

  private record RequestedName(String name, FrameRef frame) {}

  private final ClientNames clients;
  private final DhcpMessageView message = new DhcpMessageView();
  private final Map<Long, RequestedName> waiting =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, RequestedName> eldest) {
          return size() > MAX_WAITING;
        }
      };

  DhcpNames(ClientNames clients) {
    this.clients = clients;
  }

  /** Reads a message; whether it is one. */
  boolean read(ByteBuffer buffer, int start, int length, FrameMark mark) {
    if (!message.wrap(buffer, start, length)) {
      return false;
    }
    if (message.fromClient()) {
      if (message.hasName()) {
        message.name().ifPresent(name -> named(name, mark));
      }
    } else if (message.messageType() == DhcpMessageView.ACK && message.yourAddress() != 0) {
      RequestedName client = waiting.get(message.hardwareAddress());
      if (client != null) {
        IpAddress address = IpAddress.v4(message.yourAddress());
        clients.add(address, client.name(), ClientNameSource.DHCP, client.frame());
      }
    }
    return true;
  }

  private void named(String name, FrameMark mark) {
    if (message.clientAddress() != 0) {
      IpAddress address = IpAddress.v4(message.clientAddress());
      clients.add(address, name, ClientNameSource.DHCP, mark);
    }
    if (message.hardwareAddress() != DhcpMessageView.NO_HARDWARE_ADDRESS) {
      waiting.put(message.hardwareAddress(), new RequestedName(name, mark.toRef()));
    }
  }
}
