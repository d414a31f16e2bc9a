package io.tlsfloor.capture.names;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.dhcp.DhcpMessageView;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Names by DHCP, and what shows a client's make: one that has an address says so with it; what one
 * says that has none yet is kept by its hardware address, until the server's consent gives it one.
 */
final class DhcpNames {
  static final int MAX_WAITING = 1 << 12;

  /** What a client said of itself in a frame. */
  private record Said(
      Optional<String> name,
      Optional<String> vendorClass,
      Optional<String> parameters,
      FrameRef frame) {}

  private final ClientNames clients;
  private final DhcpMessageView message = new DhcpMessageView();
  private final Map<Long, Said> waiting =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Said> eldest) {
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
      Said client = waiting.get(message.hardwareAddress());
      if (client != null) {
        add(message.yourAddress(), client);
      }
    }
    return true;
  }

  private void said(FrameMark mark) {
    Optional<String> name = message.name();
    Optional<String> vendorClass = message.vendorClass();
    Optional<String> parameters = message.parameters();
    if (name.isEmpty() && vendorClass.isEmpty() && parameters.isEmpty()) {
      return;
    }
    Said said = new Said(name, vendorClass, parameters, mark.toRef());
    if (message.clientAddress() != 0) {
      add(message.clientAddress(), said);
    }
    if (message.hardwareAddress() != DhcpMessageView.NO_HARDWARE_ADDRESS) {
      waiting.put(message.hardwareAddress(), said);
    }
  }

  /** The name comes last, as the latest is shown first. */
  private void add(int address, Said said) {
    IpAddress client = IpAddress.v4(address);
    said.parameters()
        .ifPresent(
            each -> clients.add(client, each, ClientNameSource.DHCP_PARAMETERS, said.frame()));
    said.vendorClass()
        .ifPresent(
            each -> clients.add(client, each, ClientNameSource.DHCP_VENDOR_CLASS, said.frame()));
    said.name().ifPresent(each -> clients.add(client, each, ClientNameSource.DHCP, said.frame()));
  }
}
