package io.tlsfloor.capture.names;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.dns.DnsAnswers;
import io.tlsfloor.parser.dns.DnsMessageView;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.packet.PacketView;
import java.nio.ByteBuffer;

/**
 * Reads what names servers and clients, and has it remembered. Any other datagram costs a look at
 * its port. Confined to one thread.
 */
public final class NameReader {
  /** Of DNS servers, whose answers name servers. */
  public static final int DNS_PORT = 53;

  private static final int DHCP_SERVER_PORT = 67;
  private static final int DHCP_CLIENT_PORT = 68;
  private static final int NETBIOS_NAME_PORT = 137;
  private static final int NETBIOS_DATAGRAM_PORT = 138;
  private static final int MULTICAST_DNS_PORT = 5353;

  private final ServerNames servers = new ServerNames();
  private final ClientNames clients = new ClientNames();
  private final DnsMessageView message = new DnsMessageView();
  private final DnsAnswers answers = new DnsAnswers(message);
  private final DhcpNames dhcp = new DhcpNames(clients);
  private final NetbiosNaming netbios = new NetbiosNaming(clients, message);
  private final MulticastNames multicast = new MulticastNames(clients, message);

  /**
   * Reads a datagram, if it comes from a port of those that name.
   *
   * @param mark the frame that it came in
   * @return whether it was such a message, and is nothing else
   */
  public boolean datagram(PacketView packet, FrameMark mark) {
    return switch (packet.sourcePort()) {
      case DNS_PORT -> answer(packet, mark);
      case DHCP_SERVER_PORT, DHCP_CLIENT_PORT ->
          dhcp.read(packet.buffer(), packet.payloadStart(), packet.payloadLength(), mark);
      case NETBIOS_NAME_PORT -> netbios.service(packet, mark);
      case NETBIOS_DATAGRAM_PORT -> netbios.datagram(packet, mark);
      case MULTICAST_DNS_PORT -> multicast.read(packet, mark);
      default -> false;
    };
  }

  /** Of a message that the snap length cut, the records that are whole are taken. */
  private boolean answer(PacketView packet, FrameMark mark) {
    boolean whole = message.wrap(packet.buffer(), packet.payloadStart(), packet.payloadLength());
    if ((whole || packet.missing() > 0) && answers.find()) {
      servers.answered(packet.destination(), answers, mark);
    }
    return whole && !message.isEmpty();
  }

  /**
   * Reads a DNS message that came over TCP to {@code client}.
   *
   * @param start index of its id, after the length
   * @param mark the frame that made it whole
   */
  public void message(ByteBuffer buffer, int start, int length, IpAddress client, FrameMark mark) {
    if (message.wrap(buffer, start, length) && answers.find()) {
      servers.answered(client, answers, mark);
    }
  }

  /** Names of servers' addresses. */
  public ServerNames servers() {
    return servers;
  }

  /** Names that clients gave themselves. */
  public ClientNames clients() {
    return clients;
  }
}
