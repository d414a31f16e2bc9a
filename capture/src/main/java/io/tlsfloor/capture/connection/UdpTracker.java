package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.record.ConnectionRecorder;
import io.tlsfloor.capture.record.Recorder;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.packet.InnerPacket;
import io.tlsfloor.parser.packet.PacketView;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Follows DTLS and QUIC over UDP. A flow is made only for datagrams that begin one of the two, by
 * their bytes and on any port; all others cost a look at the first bytes.
 */
final class UdpTracker {
  private static final int MAX_CONNECTIONS = 4; // between two ends at a time

  private final LossCounter losses;
  private final Deadlines deadlines;
  private final FrameMark frame;
  private final Views views;
  private final FlowKey key = new FlowKey();
  private final Flows flows;
  private final DatagramOpening opening = new DatagramOpening();
  private final Recorder recorder;
  private long network; // the datagram's

  UdpTracker(
      Flows flows,
      Deadlines deadlines,
      LossCounter losses,
      FrameMark frame,
      Views views,
      Recorder recorder) {
    this.recorder = recorder;
    this.losses = losses;
    this.deadlines = deadlines;
    this.frame = frame;
    this.views = views;
    this.flows = flows;
  }

  /** Takes a datagram. */
  void datagram(PacketView packet, int interfaceNumber, boolean timeKnown, boolean conflict) {
    network = TcpSegment.network(packet, interfaceNumber);
    ByteBuffer buffer = packet.buffer();
    DatagramOpening.DatagramKind kind =
        opening.look(
            buffer, packet.payloadStart(), packet.payloadLength(), packet.missing(), views);
    switch (kind) {
      case OTHER -> other(packet);
      case CUT -> losses.add(Loss.TRUNCATED_PACKETS);
      case QUIC_UNREADABLE -> losses.add(Loss.QUIC_UNDECRYPTED);
      case GOOGLE_QUIC -> losses.add(Loss.GOOGLE_QUIC);
      default -> follow(kind, packet, timeKnown, conflict);
    }
  }

  /** Nothing that is read: perhaps a tunnel of an unknown kind, or on an unusual port. */
  private void other(PacketView packet) {
    int length = packet.payloadLength();
    if (InnerPacket.isBehindHeader(
        packet.buffer(), packet.payloadStart(), length, length + packet.missing())) {
      losses.addUnsupported(Loss.UNSUPPORTED_TUNNELS, "udp-port", packet.destinationPort());
    }
  }

  private void follow(
      DatagramOpening.DatagramKind kind, PacketView packet, boolean timeKnown, boolean conflict) {
    key.of(kind.isQuic() ? FlowKey.QUIC : FlowKey.DTLS, packet);
    int place = flows.table.find(key);
    int row;
    if (place >= 0) {
      row = flows.table.row(place);
    } else if (kind.beginsFlow()) {
      row = flows.add(key);
    } else {
      other(packet);
      return;
    }
    Connection connection = connection(row, kind, timeKnown);
    if (connection == null) {
      if (flows.table.isQuiet(place, FlowTable.bit(network))) {
        flows.table.use(place); // it goes on
      }
      return;
    }
    read(connection, packet, conflict);
    deadlines.progressed(connection, true);
    if (!connection.isOver()) {
      flows.account(connection);
    }
  }

  /** The connection that a datagram is of; null for one that is finished. */
  private @Nullable Connection connection(
      int row, DatagramOpening.DatagramKind kind, boolean timeKnown) {
    int mark = kind == DatagramOpening.DatagramKind.DTLS_CLIENT_HELLO ? opening.helloMark() : 0;
    Connection connection = nearest(flows.table.latest(row), kind, mark);
    if (connection != null
        && isOther(mark, connection.mark())
        && connection.facts.helloSeen()
        && (connection.facts.isVersionAgreed() || connection.facts.isRefused())) {
      deadlines.conclude(connection, EndedHow.TIMEOUT); // another association (RFC 6347 §4.2.8)
      connection = null;
    }
    if (connection == null) {
      if (flows.table.isFinished(row)
          && !isOther(mark, flows.table.mark(row))
          && (flows.table.isOf(row, FlowTable.bit(network)) || !kind.beginsFlow())) {
        return null;
      }
      connection = flows.begin(row, key.direction(), timeKnown, network);
      connection.reads(
          kind.isQuic()
              ? new QuicReader(views, connection.facts, frame, losses)
              : new DtlsReader(views, connection.facts, frame));
    }
    connection.facts.hello.begins(mark);
    return connection;
  }

  /**
   * Chooses of connections between the same ends that of the same network. A hello of another
   * network begins another connection, unless it is a copy; what else comes there is of the latest,
   * of which each end may send in a network of its own.
   */
  private @Nullable Connection nearest(
      @Nullable Connection latest, DatagramOpening.DatagramKind kind, int mark) {
    int count = 0;
    for (Connection each = latest; each != null; each = each.next()) {
      if (each.path.isIn(network)) {
        return each;
      }
      count++;
    }
    boolean begins =
        kind.isQuic()
            ? kind.beginsFlow() && latest != null && latest.facts.isServer(1 - key.direction())
            : latest != null && isOther(mark, latest.mark());
    return begins && count < MAX_CONNECTIONS ? null : latest;
  }

  /** Returns whether a hello's mark is another one. */
  private static boolean isOther(int mark, int known) {
    return mark != 0 && mark != known;
  }

  private void read(Connection connection, PacketView packet, boolean conflict) {
    int direction = key.direction();
    connection.seen(network, flows.timeOf(connection, frame.timeNanos()));
    int start = packet.payloadStart();
    int length = packet.payloadLength();
    recorder.keep(connection.verdict(), length + packet.missing(), false);
    ConnectionRecorder its = connection.facts.recorder();
    its.packet(direction, 0, start, length, packet.missing(), packet);
    its.datagram(direction, packet.buffer(), start, length, opening.start());
    connection.datagram(packet, direction, conflict, opening.start(), opening.length());
  }
}
