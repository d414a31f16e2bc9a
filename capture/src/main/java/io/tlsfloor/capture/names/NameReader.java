package io.tlsfloor.capture.names;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.dns.DnsAnswers;
import io.tlsfloor.parser.dns.DnsMessageView;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.KeyedHash;
import io.tlsfloor.parser.packet.PacketView;
import java.nio.ByteBuffer;

/**
 * Reads what names servers and clients, and has it remembered. Any other datagram costs a look at
 * its port. Confined to one thread.
 */
public final class NameReader {
  /** The port of DNS servers, whose answers name servers. */
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
  private final Questions questions = new Questions();
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
      default -> {
        if (packet.destinationPort() == DNS_PORT) {
          questions.asked(packet, mark.timeNanos());
        }
        yield false;
      }
    };
  }

  /** Of a message that the snap length cut, the records that are whole are taken. */
  private boolean answer(PacketView packet, FrameMark mark) {
    boolean whole = message.wrap(packet.buffer(), packet.payloadStart(), packet.payloadLength());
    if ((whole || packet.missing() > 0) && tells()) {
      boolean solicited = questions.isAnswer(packet, mark.timeNanos());
      servers.answered(packet.destination(), answers, solicited, mark);
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
    if (message.wrap(buffer, start, length) && tells()) {
      servers.answered(client, answers, true, mark);
    }
  }

  private boolean tells() {
    return answers.find() || !answers.alias().isEmpty();
  }

  /** Names of servers' addresses. */
  public ServerNames servers() {
    return servers;
  }

  /** Names that clients gave themselves. */
  public ClientNames clients() {
    return clients;
  }

  /**
   * Questions over UDP of the last seconds, by hashes of who asked whom, from which port, with
   * which id: in a table of fixed size, where the later of two that meet counts.
   */
  private static final class Questions {
    private static final int SLOTS = 1 << 13;
    private static final long WAIT_NANOS = 30_000_000_000L; // resolvers give up earlier

    private final long[] hashes = new long[SLOTS];
    private final long[] times = new long[SLOTS];

    void asked(PacketView packet, long nanos) {
      if (packet.payloadLength() >= DnsMessageView.HEADER_BYTES) {
        long hash =
            hash(
                packet,
                packet.sourceHigh(),
                packet.sourceLow(),
                packet.destinationHigh(),
                packet.destinationLow(),
                packet.sourcePort());
        hashes[slot(hash)] = hash;
        times[slot(hash)] = nanos;
      }
    }

    boolean isAnswer(PacketView packet, long nanos) {
      long hash =
          hash(
              packet,
              packet.destinationHigh(),
              packet.destinationLow(),
              packet.sourceHigh(),
              packet.sourceLow(),
              packet.destinationPort());
      return hashes[slot(hash)] == hash && Math.abs(nanos - times[slot(hash)]) <= WAIT_NANOS;
    }

    private static long hash(
        PacketView packet, long askerHigh, long askerLow, long high, long low, int port) {
      int id = Bytes.u16(packet.buffer(), packet.payloadStart());
      return KeyedHash.of(askerHigh, askerLow, high, low, port << 16 | id);
    }

    private static int slot(long hash) {
      return (int) (hash >>> 32) & SLOTS - 1;
    }
  }
}
