package io.tlsfloor.capture.names;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.dhcp.DhcpMessageView;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names by DHCP, and what shows a client's make: one that has an address says so with it; what one
 * says that has none yet is kept by its hardware address, until the server's consent gives it one.
 */
final class DhcpNames {
  static final int MAX_WAITING = 1 << 12;

  private static final List<ClientNameSource> IN_ORDER =
      List.of(
          ClientNameSource.DHCP_PARAMETERS,
          ClientNameSource.DHCP_VENDOR_CLASS,
          ClientNameSource.DHCP);

  /** What a client said of itself in a frame. */
  private record Said(String text, FrameRef frame) {}

  private final ClientNames clients;
  private final DhcpMessageView message = new DhcpMessageView();
  private final Map<Long, Map<ClientNameSource, Said>> waiting =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Map<ClientNameSource, Said>> eldest) {
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
      said(mark);
    } else if (message.messageType() == DhcpMessageView.ACK && message.yourAddress() != 0) {
      Map<ClientNameSource, Said> client = waiting.get(message.hardwareAddress());
      if (client != null) {
        add(message.yourAddress(), client);
      }
    }
    return true;
  }

  private void said(FrameMark mark) {
    FrameRef frame = mark.toRef();
    Map<ClientNameSource, Said> said = new EnumMap<>(ClientNameSource.class);
    message.name().ifPresent(text -> said.put(ClientNameSource.DHCP, new Said(text, frame)));
    message
        .vendorClass()
        .ifPresent(text -> said.put(ClientNameSource.DHCP_VENDOR_CLASS, new Said(text, frame)));
    message
        .parameters()
        .ifPresent(text -> said.put(ClientNameSource.DHCP_PARAMETERS, new Said(text, frame)));
    if (said.isEmpty()) {
      return;
    }
    if (message.clientAddress() != 0) {
      add(message.clientAddress(), said);
    }
    if (message.hardwareAddress() != DhcpMessageView.NO_HARDWARE_ADDRESS) {
      waiting.merge(message.hardwareAddress(), said, DhcpNames::later);
    }
  }

  /** What a later message leaves out, an earlier one said. */
  private static Map<ClientNameSource, Said> later(
      Map<ClientNameSource, Said> earlier, Map<ClientNameSource, Said> more) {
    earlier.putAll(more);
    return earlier;
  }

  /** The name comes last, as the latest is shown first. */
  private void add(int address, Map<ClientNameSource, Said> client) {
    IpAddress of = IpAddress.v4(address);
    for (ClientNameSource from : IN_ORDER) {
      Said said = client.get(from);
      if (said != null) {
        clients.add(of, said.text(), from, said.frame());
      }
    }
  }
}
