package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.record.Recorder;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.packet.PacketView;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows TCP connections: gives each segment to the one between its ends whose expected numbers it
 * is nearest to, and takes it in there. A SYN with other numbers, or a ClientHello far from all of
 * them, begins another connection and changes no other one.
 */
final class TcpTracker {
  /** Numbers of one direction that are in flight are no further apart. */
  static final int WINDOW = 1 << 17;

  static final int FAR = 1 << 20; // numbers so far apart are of two connections
  private static final int MAX_CONNECTIONS = 4; // between two ends at a time
  private static final int MAX_PADDING = 6; // of a frame of 60 bytes with an empty segment

  private final TcpSegment segment;
  private final Flows flows;
  private final FlowTable table;
  private final Deadlines deadlines;
  private final LossCounter losses;
  private final Recorder recorder;

  TcpTracker(
      Flows flows, Deadlines deadlines, LossCounter losses, FrameMark frame, Recorder recorder) {
    this.segment = new TcpSegment(frame);
    this.deadlines = deadlines;
    this.losses = losses;
    this.recorder = recorder;
    this.flows = flows;
    this.table = flows.table;
  }

  /** Takes a frame in the common form; false for any other. */
  boolean plain(Frame frame, String source) {
    if (!segment.plain(frame)) {
      return false;
    }
    int place = table.find(segment.key);
    if (isOfNoInterest(place)) {
      return true;
    }
    segment.frame.set(source, frame.number(), frame.timeNanos());
    segment.timeKnown = frame.timeKnown();
    recorder.look(frame, source);
    take(place);
    return true;
  }

  /** Takes a segment; which frame it is of was said. */
  void segment(PacketView packet, int interfaceNumber, boolean timeKnown, boolean conflict) {
    segment.of(packet, interfaceNumber, conflict);
    int place = table.find(segment.key);
    if (!isOfNoInterest(place)) {
      segment.timeKnown = timeKnown;
      take(place);
    }
  }

  private boolean isOfNoInterest(int place) {
    return place >= 0
        && (segment.flags & TcpSegment.SYN) == 0
        && !segment.beginsHandshake() // before the next one, which notes the packet
        && table.isQuiet(place, segment.networkBit);
  }

  private void take(int place) {
    Connection connection;
    if (place < 0) {
      if (segment.bytes() == 0
          && (segment.flags & (TcpSegment.SYN | TcpSegment.FIN | TcpSegment.RST)) == 0) {
        return;
      }
      connection = begin(flows.add(segment.key));
    } else {
      int row = table.row(place);
      Connection latest = table.latest(row);
      if (latest == null) {
        connection = again(row);
      } else if (latest.next() == null
          && !segment.isSyn()
          && !table.isFinished(row)
          && isNear(latest)) {
        connection = latest;
      } else {
        connection = choose(row, latest);
      }
    }
    if (connection != null && isBehindText(connection)) {
      connection.facts.contradicts(Contradiction.HELLO_IN_MAIL);
      connection = append(connection.row());
      connection.facts.foundInText(segment.direction);
    }
    if (connection != null) {
      track(connection);
    }
  }

  /** Returns whether a hello begins where mail in clear goes on, of which nothing more is read. */
  private boolean isBehindText(Connection connection) {
    return connection.reader(segment.direction).isIgnored()
        && connection.dialogues.mail()
        && !connection.facts.handshakeSeen()
        && segment.mayBeginHello();
  }

  // Which connection.

  /** A SYN or what begins like a hello, of ends whose connections are finished. */
  private @Nullable Connection again(int row) {
    long now = segment.frame.timeNanos();
    int behind = table.expected(row, segment.direction) - segment.sequence;
    boolean far = Math.abs((long) behind) >= FAR;
    if (segment.isSyn()) {
      return isCopyOfSyn(row) ? null : begin(row);
    }
    if (!segment.mayBeginHello()) {
      boolean begins =
          segment.beginsHandshake()
              || segment.bytes() > 0 && !segment.isReset() && !table.isOf(row, segment.networkBit);
      return begins && far ? append(row) : null;
    }
    int mark = segment.helloMark();
    boolean near = behind >= 0 && behind < WINDOW;
    boolean same =
        mark == 0
            ? table.mark(row) != 0 && table.isRecent(row, now, Wait.COPY.nanos)
            : mark == table.mark(row);
    if (near && same) {
      return null; // a copy
    }
    if (table.mark(row) != 0
        && Math.abs((long) behind) < WINDOW
        && (table.isRecent(row, now, Wait.REUSE.nanos) || behind <= 0 && table.isUsed(row))) {
      losses.addConflict(
          Set.of(Contradiction.HELLO_AMID_TLS)); // amid a connection that speaks TLS already
      return null;
    }
    Connection connection = append(row);
    if (connection.next() != null || connection.isNeighbourAnswered()) {
      connection.besideAnother();
    }
    return connection;
  }

  /** Returns whether a SYN is a late one of the connection that finished. */
  private boolean isCopyOfSyn(int row) {
    int behind = table.expected(row, segment.direction) - segment.sequence;
    return table.isRecent(row, segment.frame.timeNanos(), Wait.COPY.nanos)
        && behind > 0
        && behind < WINDOW;
  }

  private boolean isNear(Connection connection) {
    TcpSide side = connection.side(segment.direction);
    return side.isKnown()
        ? Math.abs((long) (segment.sequence - side.next())) < WINDOW
            && !isBeforeStart(connection, side)
        : distance(connection) < FAR;
  }

  /** What a connection began with is not captured so much later than what followed it. */
  private boolean isBeforeStart(Connection connection, TcpSide side) {
    return segment.sequence - side.base() < -1
        && side.isPayloadSeen()
        && segment.frame.timeNanos() - connection.lastNanos() > Wait.COPY.nanos;
  }

  /** How far a segment is from what a connection expects: by its own number, if that is known. */
  private long distance(Connection connection) {
    TcpSide side = connection.side(segment.direction);
    TcpSide other = connection.side(1 - segment.direction);
    if (side.isKnown()) {
      return Math.abs((long) (segment.sequence - side.next()));
    }
    if (other.hasAcknowledged()) {
      return Math.abs((long) (segment.sequence - other.acknowledgmentNumber()));
    }
    return distanceOfAcknowledgment(connection);
  }

  private long distanceOfAcknowledgment(Connection connection) {
    TcpSide other = connection.side(1 - segment.direction);
    if (!other.isKnown() || (segment.flags & TcpSegment.ACK) == 0) {
      return WINDOW;
    }
    long distance = Math.abs((long) (segment.acknowledgment - other.next()));
    return distance <= WINDOW ? distance + WINDOW / 2 : FAR; // its own number says more
  }

  private @Nullable Connection choose(int row, Connection latest) {
    if (segment.isSyn()) {
      return ofSyn(row, latest);
    }
    Connection nearest = latest;
    long least = Long.MAX_VALUE;
    long now = segment.frame.timeNanos();
    for (Connection each = latest; each != null; each = each.next()) {
      long distance = distance(each);
      if (now - each.lastNanos() > Wait.REUSE.nanos) {
        distance += WINDOW; // the numbers may be used again
      }
      if (distance < FAR && isBeforeStart(each, each.side(segment.direction))) {
        distance = Long.MAX_VALUE;
      }
      if (distance < least || distance == least && isNearer(each, nearest)) {
        least = distance;
        nearest = each;
      }
    }
    boolean finished =
        least < FAR
            ? isOfFinished(row, nearest, least)
            : table.isFinished(row)
                && Math.abs((long) (segment.sequence - table.expected(row, segment.direction)))
                    < FAR;
    if (finished) {
      return again(row);
    }
    if (least < FAR) {
      return nearest;
    }
    if (segment.bytes() == 0 || segment.isReset()) {
      return null;
    }
    Connection connection = append(row);
    if (latest.path.isIn(segment.network)) {
      connection.besideAnother();
    }
    return connection;
  }

  /**
   * Chooses of two that are as near: by its own number, by what the segment acknowledges, and by
   * the network it is of.
   */
  private boolean isNearer(Connection one, Connection other) {
    boolean known = one.side(segment.direction).isKnown();
    if (known != other.side(segment.direction).isKnown()) {
      return known;
    }
    long difference = distanceOfAcknowledgment(one) - distanceOfAcknowledgment(other);
    long network = segment.network;
    return difference < 0 || difference == 0 && one.path.isIn(network) && !other.path.isIn(network);
  }

  /** Returns whether a segment is nearer to where the latest connection that finished stood. */
  private boolean isOfFinished(int row, Connection nearest, long least) {
    if (!table.isRecent(row, segment.frame.timeNanos(), Wait.REUSE.nanos)) {
      return false;
    }
    int direction = segment.direction;
    long own = Math.abs((long) (segment.sequence - table.expected(row, direction)));
    if (nearest.side(direction).isKnown()) {
      return own < least;
    }
    int number = segment.acknowledgment;
    long answered = Math.abs((long) (number - table.expected(row, 1 - direction)));
    return (segment.flags & TcpSegment.ACK) != 0
        && (own + answered <= 1 // an end has a number
            || answered < Math.abs((long) (number - nearest.side(1 - direction).next())));
  }

  private @Nullable Connection ofSyn(int row, Connection latest) {
    int direction = segment.direction;
    int first = segment.sequence + 1;
    boolean answer = (segment.flags & TcpSegment.ACK) != 0;
    long now = segment.frame.timeNanos();
    Connection about = null; // whose SYN is not quite what is acknowledged
    for (Connection each = latest; each != null; each = each.next()) {
      TcpSide side = each.side(direction);
      TcpSide other = each.side(1 - direction);
      int late = side.base() - first;
      boolean stale =
          now - each.lastNanos() > (side.isPayloadSeen() ? Wait.COPY.nanos : Wait.OTHER_SIDE.nanos);
      boolean otherPlace = late > 0 && side.isSeen() && now - each.lastNanos() > Wait.COPY.nanos;
      boolean same = side.isFromSyn() && late == 0 && !stale;
      boolean before =
          side.isKnown()
              && !side.isFromSyn()
              && late >= 0
              && late < WINDOW
              && !stale
              && !otherPlace;
      if (answer) {
        int acknowledged = segment.acknowledgment - other.base();
        int least = other.mayBeginEarlier() ? -WINDOW : 0;
        boolean fits = !other.isKnown() || acknowledged >= least && acknowledged < WINDOW;
        if (fits && (same || before || !side.isKnown())) {
          if (acknowledged == 0 || acknowledged == other.bytes.have()) {
            return each;
          }
          boolean ofItsBytes = acknowledged > 0 && acknowledged < other.bytes.have();
          boolean soon = now - each.lastNanos() <= Wait.REUSE.nanos;
          about = about == null && (ofItsBytes || soon) ? each : about;
        }
      } else if (same
          || before
          || !side.isKnown()
              && other.isFromSyn()
              && each.facts.initiator() == direction
              && now - each.first().timeNanos() < Wait.OTHER_SIDE.nanos) {
        return each;
      }
    }
    if (about != null) {
      return about;
    }
    return isCopyOfSyn(row) ? null : append(row);
  }

  private Connection append(int row) {
    int count = 0;
    Connection victim = null;
    for (Connection each = table.latest(row); each != null; each = each.next()) {
      count++;
      if (!each.side(0).isFromSyn() && !each.side(1).isFromSyn()) {
        each.besideAnother();
      }
      victim = each;
    }
    if (count >= MAX_CONNECTIONS && victim != null) {
      deadlines.conclude(victim, EndedHow.TIMEOUT);
    }
    return begin(row);
  }

  private Connection begin(int row) {
    Connection connection = flows.begin(row, segment.direction, segment.timeKnown, segment.network);
    if (table.isAnswered(row)
        && table.isRecent(row, segment.frame.timeNanos(), Wait.NEIGHBOUR.nanos)) {
      connection.besideAnswered();
    }
    return connection;
  }

  // What a segment does.

  private void track(Connection connection) {
    TcpSide side = connection.side(segment.direction);
    boolean reset = segment.isReset();
    long now = segment.frame.timeNanos();
    connection.seen(
        segment.network, reset ? connection.lastNanos() : flows.timeOf(connection, now));
    if (!reset) {
      side.seen(segment);
    }
    int bytes = reset || isNone(side) ? 0 : segment.bytes();
    record(connection, bytes);
    int before = connection.facts.changes();
    boolean read = connection.take(segment, bytes);
    if (read && connection.isNamesRead()) {
      recorder.answer(connection.verdict());
    }
    boolean progress = connection.facts.changes() != before;
    deadlines.progressed(connection, progress || bytes > 0);
    if (!connection.isOver() && (bytes > 0 || !connection.isCounted())) { // else it holds no more
      flows.account(connection);
    }
  }

  private void record(Connection connection, int bytes) {
    connection
        .facts
        .recorder()
        .packet(
            segment.direction,
            segment.flags,
            segment.start,
            segment.length,
            segment.missing,
            segment.packet);
    boolean event = (segment.flags & (TcpSegment.SYN | TcpSegment.FIN | TcpSegment.RST)) != 0;
    if (event || !connection.reader(0).isIgnored() || !connection.reader(1).isIgnored()) {
      recorder.keep(connection.verdict(), bytes, event);
    }
  }

  /**
   * Returns whether bytes are none of the stream: the padding of a short frame, which some senders
   * count in the length of the IP packet, or what keeps a connection alive that was not seen
   * before.
   */
  private boolean isNone(TcpSide side) {
    if (segment.bytes() > MAX_PADDING) {
      return false;
    }
    boolean alive = segment.length == 1 && !side.isKnown();
    boolean padding =
        segment.length > 1
            && (segment.flags & (TcpSegment.PSH | TcpSegment.SYN | TcpSegment.FIN)) == 0
            && side.bytes.available() <= 0
            && !side.bytes.isWaiting();
    return (alive || padding) && segment.isZero();
  }
}
