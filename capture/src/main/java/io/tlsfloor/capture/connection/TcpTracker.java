package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.record.Recorder;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.packet.PacketView;
import org.jspecify.annotations.Nullable;

/**
 * Follows TCP connections: gives each segment to the one between its ends whose expected numbers it
 * is nearest to ({@link SegmentDistance}), and takes it in there. A SYN with other numbers, or what
 * TLS or a dialogue before it begins with, far from all of them, begins another connection and
 * changes no other one.
 */
final class TcpTracker {
  private static final int WINDOW = SegmentDistance.WINDOW;
  private static final int MAX_CONNECTIONS = 4; // between two ends at a time
  private static final int MAX_PADDING = 6; // of a frame of 60 bytes with an empty segment

  private final TcpSegment segment;
  private final SegmentDistance distance;
  private final Flows flows;
  private final FlowTable table;
  private final Deadlines deadlines;
  private final Recorder recorder;

  TcpTracker(Flows flows, Deadlines deadlines, FrameMark frame, Recorder recorder) {
    this.segment = new TcpSegment(frame);
    this.deadlines = deadlines;
    this.recorder = recorder;
    this.flows = flows;
    this.table = flows.table;
    this.distance = new SegmentDistance(segment, table);
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
    recorder.look(frame, source);
    take(place);
    return true;
  }

  /** Takes a segment; which frame it is of was said. */
  void segment(PacketView packet, int interfaceNumber, boolean timeKnown, boolean conflict) {
    segment.of(packet, interfaceNumber, timeKnown, conflict);
    int place = table.find(segment.key);
    if (!isOfNoInterest(place)) {
      take(place);
    }
  }

  private boolean isOfNoInterest(int place) {
    boolean none =
        place >= 0
            && (segment.flags() & TcpSegment.SYN) == 0
            && table.isQuiet(place, segment.networkBit())
            && !segment.mayBegin();
    if (none) {
      table.use(place);
    }
    return none;
  }

  private void take(int place) {
    Connection connection = null;
    if (place >= 0) {
      connection = owner(table.row(place));
    } else if (segment.bytes() > 0 || segment.isEvent()) {
      connection = begin(flows.add(segment.key));
    }
    if (connection != null && connection.reader(segment.direction()).isIgnored()) {
      connection = behindIgnored(connection);
    }
    if (connection != null) {
      track(connection);
    }
  }

  // Which connection.

  /** The connection between its ends that a segment is nearest to, or that it begins; or null. */
  private @Nullable Connection owner(int row) {
    Connection nearest = null;
    int least = SegmentDistance.NONE;
    for (Connection each = table.latest(row); each != null; each = each.next()) {
      int away = distance.from(each);
      if (away < least || nearest != null && away == least && isRather(each, nearest)) {
        least = away;
        nearest = each;
      }
    }
    if (nearest != null && least == 0) {
      return nearest; // as most are: none is nearer
    }
    int finished = distance.fromFinished(row);
    if (nearest != null && finished >= least) {
      return nearest;
    }
    boolean near = finished != SegmentDistance.NONE;
    if (segment.isSyn()) {
      return near ? null : append(row); // near: a late copy
    }
    if (isBeginning(row, near)) {
      return appendNeighbour(row);
    }
    if (near) {
      table.goesOn(row, segment.direction(), segment.sequence() + segment.bytes());
    }
    return null;
  }

  /**
   * Returns whether it is rather that of an earlier connection than of a later one, of two as near:
   * the one of its network, to which its own number is nearer, or whose beginning was seen.
   */
  private boolean isRather(Connection earlier, Connection later) {
    boolean here = earlier.path.isIn(segment.network());
    if (here != later.path.isIn(segment.network())) {
      return here;
    }
    if (segment.isSyn()) {
      return false; // it begins what came last, whatever was before a set-up
    }
    TcpSide side = earlier.side(segment.direction());
    TcpSide other = later.side(segment.direction());
    long nearer = distance.ofOwn(other) - distance.ofOwn(side);
    return nearer > 0 || nearer == 0 && side.beginning().compareTo(other.beginning()) > 0;
  }

  /** Returns whether bytes begin a connection: behind one that finished only what looks so does. */
  private boolean isBeginning(int row, boolean near) {
    if (segment.bytes() == 0 || segment.isReset()) {
      return false;
    }
    if (!table.isFinished(row)) {
      return true;
    }
    if (segment.mayBeginHello()) {
      return !isCopyOfHello(row);
    }
    if (segment.beginsDialogue()) {
      boolean goesOn = near || distance.answersFinished(row);
      return !goesOn || table.mark(row) == 0 && segment.beginsTunnel();
    }
    return !near && (segment.beginsHandshake() || !table.isOf(row, segment.networkBit()));
  }

  private boolean isCopyOfHello(int row) {
    int behind = table.expected(row, segment.direction()) - segment.sequence();
    int mark = segment.helloMark();
    boolean same =
        mark == 0
            ? table.mark(row) != 0
                && table.isRecent(row, segment.frame.timeNanos(), Wait.COPY.nanos)
            : mark == table.mark(row);
    return same && behind >= 0 && behind < WINDOW;
  }

  /** Begins a connection without a SYN, next to others. */
  private Connection appendNeighbour(int row) {
    Connection latest = table.latest(row);
    Connection connection = append(row);
    if (connection.hasAnsweredNeighbour()
        || latest != null && latest.path.isIn(segment.network())) {
      connection.noteNeighbour();
    }
    if (isAmid(row)) {
      connection.noteAmidAnother();
    }
    return connection;
  }

  /** Returns whether its numbers are amid those of a connection that speaks TLS already. */
  private boolean isAmid(int row) {
    int behind = table.expected(row, segment.direction()) - segment.sequence();
    return table.isFinished(row)
        && table.mark(row) != 0
        && Math.abs((long) behind) < WINDOW
        && (table.isRecent(row, segment.frame.timeNanos(), Wait.REUSE.nanos)
            || behind <= 0 && table.isUsed(row));
  }

  /**
   * Where nothing more is read of a direction, what begins there is another connection's: a hello
   * where mail in clear goes on, and a proxy's that is used again.
   */
  private Connection behindIgnored(Connection connection) {
    boolean mail = connection.dialogues.mail();
    boolean hello = segment.mayBeginHello();
    boolean begins = hello || !mail && segment.beginsTunnel();
    if (!begins || connection.facts.handshakeSeen()) {
      return connection;
    }
    int row = connection.row();
    if (mail) {
      connection.facts.contradicts(Contradiction.HELLO_IN_MAIL);
    } else {
      deadlines.conclude(connection, EndedHow.TIMEOUT);
    }
    Connection behind = append(row);
    if (hello) {
      behind.facts.foundInText(segment.direction());
    }
    return behind;
  }

  private Connection append(int row) {
    int count = 0;
    Connection victim = null;
    for (Connection each = table.latest(row); each != null; each = each.next()) {
      count++;
      if (!each.side(0).isFromSyn() && !each.side(1).isFromSyn()) {
        each.noteNeighbour();
      }
      victim = each;
    }
    if (count >= MAX_CONNECTIONS && victim != null) {
      deadlines.conclude(victim, EndedHow.TIMEOUT);
    }
    return begin(row);
  }

  private Connection begin(int row) {
    Connection connection =
        flows.begin(row, segment.direction(), segment.isTimeKnown(), segment.network());
    if (table.isAnswered(row)
        && table.isRecent(row, segment.frame.timeNanos(), Wait.NEIGHBOUR.nanos)) {
      connection.noteAnsweredNeighbour();
    }
    return connection;
  }

  // What a segment does.

  private void track(Connection connection) {
    TcpSide side = connection.side(segment.direction());
    boolean reset = segment.isReset();
    long now = segment.frame.timeNanos();
    connection.seen(
        segment.network(), reset ? connection.lastNanos() : flows.timeOf(connection, now));
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
            segment.direction(),
            segment.flags(),
            segment.start(),
            segment.length(),
            segment.missing(),
            segment.packet());
    boolean event = (segment.flags() & (TcpSegment.SYN | TcpSegment.FIN | TcpSegment.RST)) != 0;
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
    boolean alive = segment.length() == 1 && !side.isKnown();
    boolean padding =
        segment.length() > 1
            && (segment.flags() & (TcpSegment.PSH | TcpSegment.SYN | TcpSegment.FIN)) == 0
            && side.bytes.available() <= 0
            && !side.bytes.isWaiting();
    return (alive || padding) && segment.isZero();
  }
}
