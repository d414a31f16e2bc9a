package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.record.Recorder;
import io.tlsfloor.capture.record.Recording;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.packet.PacketView;
import java.util.List;
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
  private static final long AGAIN_NANOS = 2_000_000_000L; // numbers may be used again after it
  private static final long COPY_NANOS = 1_000_000_000L; // within it a SYN may be a late copy
  private static final int MAX_PADDING = 6; // of a frame of 60 bytes with an empty segment

  private final TcpSegment segment;
  private final Flows flows;
  private final FlowTable table;
  private final Views views;
  private final Teller teller;
  private final LossCounter losses;
  private final @Nullable Recorder recorder;

  TcpTracker(
      Flows flows,
      Teller teller,
      LossCounter losses,
      FrameMark frame,
      Views views,
      @Nullable Recorder recorder) {
    this.segment = new TcpSegment(frame);
    this.views = views;
    this.teller = teller;
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
    if (recorder != null) {
      recorder.look(frame, source);
    }
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
      } else if (latest.next == null
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
      connection = append(connection.row);
      connection.facts.helloInText(segment.direction);
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
            ? table.mark(row) != 0 && table.isRecent(row, now, COPY_NANOS)
            : mark == table.mark(row);
    if (near && same) {
      return null; // a copy
    }
    if (table.mark(row) != 0
        && Math.abs((long) behind) < WINDOW
        && (table.isRecent(row, now, AGAIN_NANOS) || behind <= 0 && table.isUsed(row))) {
      losses.addConflict(Set.of(Contradiction.HELLO_AMID_TLS));
      return null;
    }
    Connection connection = append(row);
    connection.besides = connection.next != null || connection.besideAnswered;
    return connection;
  }

  /** Returns whether a SYN is a late one of the connection that finished. */
  private boolean isCopyOfSyn(int row) {
    int behind = table.expected(row, segment.direction) - segment.sequence;
    return table.isRecent(row, segment.frame.timeNanos(), COPY_NANOS)
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
    return segment.sequence - side.base < -1
        && side.payloadSeen
        && segment.frame.timeNanos() - connection.lastNanos > COPY_NANOS;
  }

  /** How far a segment is from what a connection expects: by its own number, if that is known. */
  private long distance(Connection connection) {
    TcpSide side = connection.side(segment.direction);
    TcpSide other = connection.side(1 - segment.direction);
    if (side.isKnown()) {
      return Math.abs((long) (segment.sequence - side.next()));
    }
    if (other.acknowledges) {
      return Math.abs((long) (segment.sequence - other.acknowledgment));
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
    for (Connection each = latest; each != null; each = each.next) {
      long distance = distance(each);
      if (now - each.lastNanos > AGAIN_NANOS) {
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
    connection.besides = latest.isIn(segment.network);
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
    return difference < 0 || difference == 0 && one.isIn(network) && !other.isIn(network);
  }

  /** Returns whether a segment is nearer to where the latest connection that finished stood. */
  private boolean isOfFinished(int row, Connection nearest, long least) {
    if (!table.isRecent(row, segment.frame.timeNanos(), AGAIN_NANOS)) {
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
    for (Connection each = latest; each != null; each = each.next) {
      TcpSide side = each.side(direction);
      TcpSide other = each.side(1 - direction);
      int late = side.base - first;
      boolean stale = now - each.lastNanos > (side.payloadSeen ? COPY_NANOS : Teller.APART_NANOS);
      boolean otherPlace = late > 0 && side.seen && now - each.lastNanos > COPY_NANOS;
      boolean same = side.isFromSyn() && late == 0 && !stale;
      boolean before =
          (side.start == TcpSide.ACKNOWLEDGED || side.start == TcpSide.PAYLOAD)
              && late >= 0
              && late < WINDOW
              && !stale
              && !otherPlace;
      if (answer) {
        int acknowledged = segment.acknowledgment - other.base;
        int least = other.mayBeginEarlier() ? -WINDOW : 0;
        boolean fits = !other.isKnown() || acknowledged >= least && acknowledged < WINDOW;
        if (fits && (same || before || !side.isKnown())) {
          if (acknowledged == 0 || acknowledged == other.bytes.have()) {
            return each;
          }
          boolean ofItsBytes = acknowledged > 0 && acknowledged < other.bytes.have();
          boolean soon = now - each.lastNanos <= AGAIN_NANOS;
          about = about == null && (ofItsBytes || soon) ? each : about;
        }
      } else if (same
          || before
          || !side.isKnown()
              && other.isFromSyn()
              && each.facts.initiator() == direction
              && now - each.first.timeNanos() < Teller.APART_NANOS) {
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
    for (Connection each = table.latest(row); each != null; each = each.next) {
      count++;
      each.besides |= !each.side(0).isFromSyn() && !each.side(1).isFromSyn();
      victim = each;
    }
    if (count >= MAX_CONNECTIONS && victim != null) {
      teller.conclude(victim, EndedHow.TIMEOUT);
    }
    return begin(row);
  }

  private Connection begin(int row) {
    Connection connection = flows.begin(row, segment.direction, segment.timeKnown);
    connection.facts.recording = recorder == null ? null : recorder.begin();
    connection.beginIn(segment.network);
    connection.besideAnswered =
        table.isAnswered(row) && table.isRecent(row, segment.frame.timeNanos(), Flows.BESIDE_NANOS);
    return connection;
  }

  // What a segment does.

  private void track(Connection connection) {
    int direction = segment.direction;
    TcpSide side = connection.side(direction);
    TcpSide other = connection.side(1 - direction);
    long now = segment.frame.timeNanos();
    connection.last.set(segment.frame);
    connection.seenIn(segment.network);
    if (!segment.isReset()) {
      flows.goesOn(connection, now);
    }
    if (!side.seen && !segment.isReset()) {
      side.seen = true;
      side.mac = segment.mac();
    }
    int bytes = segment.isReset() ? 0 : segment.bytes();
    if (bytes > 0 && bytes <= MAX_PADDING && isNone(side)) {
      bytes = 0;
    }
    if (recorder != null) {
      record(recorder, connection, bytes);
    }
    int sequence = segment.sequence;
    if (segment.isSyn()) {
      syn(connection, direction, side, sequence + 1);
      sequence++;
    }
    if (segment.acknowledges()) {
      acknowledge(connection, side, other);
    }
    int before = connection.facts.changes();
    if (bytes > 0) {
      payload(connection, direction, sequence, bytes);
    }
    if ((segment.flags & (TcpSegment.FIN | TcpSegment.RST)) != 0) {
      end(side, other, sequence + bytes);
    } else if (bytes == 0 && side.isBeginningKnown() && !side.payloadSeen) {
      int ahead = sequence - side.base;
      side.bytesMissed |= ahead > 0 && ahead < WINDOW;
    }
    connection.gaps();
    boolean progress = connection.facts.changes() != before;
    teller.progressed(connection, progress || bytes > 0);
    if (!connection.over && (bytes > 0 || connection.share == 0)) { // else it holds no more
      teller.account(connection);
      flows.limit(connection);
    }
  }

  private void record(Recorder frames, Connection connection, int bytes) {
    Recording recording = connection.facts.recording;
    if (recording != null) {
      recording.packet(
          segment.direction,
          segment.flags,
          segment.start,
          segment.length,
          segment.missing,
          segment.packet == null ? List.of() : segment.packet.tunnels());
    }
    boolean event = (segment.flags & (TcpSegment.SYN | TcpSegment.FIN | TcpSegment.RST)) != 0;
    if (event || !connection.reader(0).isIgnored() || !connection.reader(1).isIgnored()) {
      frames.keep(connection.verdict, bytes, event);
    }
  }

  /**
   * Returns whether bytes are none of the stream: the padding of a short frame, which some senders
   * count in the length of the IP packet, or what keeps a connection alive that was not seen
   * before.
   */
  private boolean isNone(TcpSide side) {
    boolean alive = segment.length == 1 && !side.isKnown();
    boolean padding =
        segment.length > 1
            && (segment.flags & (TcpSegment.PSH | TcpSegment.SYN | TcpSegment.FIN)) == 0
            && side.bytes.available() <= 0
            && !side.bytes.isWaiting();
    return (alive || padding) && segment.isZero();
  }

  private void syn(Connection connection, int direction, TcpSide side, int first) {
    if (!side.isFromSyn()) {
      if (!side.payloadSeen) {
        side.beginAt(first);
      } else if (side.base != first && !beginEarlier(connection, side, side.base - first)) {
        side.restart(views, first); // what came before the set-up was none of it
        if (connection.facts.recording != null) {
          connection.facts.recording.restart(direction);
        }
        connection.facts.contradicts(Contradiction.SYN_ELSEWHERE);
      }
      side.start = TcpSide.SYN;
    }
    boolean answer = (segment.flags & TcpSegment.ACK) != 0;
    connection.facts.initiator(answer ? 1 - direction : direction, answer);
  }

  private boolean beginEarlier(Connection connection, TcpSide side, int by) {
    if (by < 0 || !side.bytes.beginEarlier(views.buffers, by)) {
      return false;
    }
    side.base -= by;
    side.endAt += by;
    side.reader.begin();
    if (connection.facts.recording != null) {
      connection.facts.recording.beginEarlier(side == connection.side(0) ? 0 : 1, by);
    }
    connection.readAgain();
    return true;
  }

  private void acknowledge(Connection connection, TcpSide side, TcpSide other) {
    int number = segment.acknowledgment;
    int earlier = other.base - number;
    if (earlier > 0 && earlier < WINDOW) {
      if (other.start == TcpSide.ACKNOWLEDGED && !other.payloadSeen) {
        other.beginAt(number);
      } else if (other.start == TcpSide.PAYLOAD && (segment.isSyn() || segment.mayBeginHello())) {
        beginsWhereAcknowledged(connection, other, number);
      }
    }
    if (side.acknowledges && number - side.acknowledgment <= 0) {
      return;
    }
    if (!other.isKnown()) {
      if (segment.bytes() == 0 && (segment.flags & TcpSegment.FIN) != 0) {
        return; // an end alone says nothing of a beginning
      }
      other.start = TcpSide.ACKNOWLEDGED;
      other.base = number;
    } else if (Math.abs((long) (number - other.next())) > WINDOW) {
      return;
    }
    side.acknowledges = true;
    side.acknowledgment = number;
  }

  /** A SYN-ACK, or the first segment of a hello, shows where the other side begins. */
  private void beginsWhereAcknowledged(Connection connection, TcpSide other, int number) {
    if (!other.payloadSeen) {
      other.beginAt(number);
    } else if (connection.facts.choice().isPresent()
        || !beginEarlier(connection, other, other.base - number)) {
      return;
    }
    other.start = TcpSide.ACKNOWLEDGED;
  }

  private void payload(Connection connection, int direction, int sequence, int bytes) {
    TcpSide side = connection.side(direction);
    TcpSide other = connection.side(1 - direction);
    if (!side.isKnown()) {
      side.end = 0;
      int ahead = sequence - other.acknowledgment;
      boolean near = other.acknowledges && ahead >= 0 && ahead < WINDOW;
      side.start = near ? TcpSide.ACKNOWLEDGED : TcpSide.PAYLOAD;
      side.base = near ? other.acknowledgment : sequence;
    }
    connection.came(segment.packet, segment.missing, segment.conflict);
    int at = sequence - side.base;
    if (at < 0 && !side.isFromSyn() && -at < WINDOW) {
      if (!side.payloadSeen) {
        side.beginAt(sequence);
        at = 0;
      } else if (connection.facts.isToldBy(direction)) {
        // What is before it does not matter any more.
      } else if (beginEarlier(connection, side, -at)) {
        at = 0;
      } else if (!connection.isTlsSeen()) {
        connection.facts.contradicts(Contradiction.BYTES_BEFORE_START);
      }
    }
    boolean alive = bytes == 1 && at == side.bytes.have() - 1 && isIdle(side, other);
    if (at + bytes <= 0 || alive) {
      // Before the first byte is no byte that a probe could repeat: it is zero, or what was said
      // shows that the first byte is known. Else the SYN may be somebody else's.
      boolean probe = bytes == 1 && (connection.facts.isToldBy(direction) || segment.isZero());
      if (at < 0 && !probe && side.isFromSyn() && !side.isTakenBy(other)) {
        connection.facts.contradicts(Contradiction.BYTES_BEFORE_SYN);
      }
      side.duplicates++;
      return;
    }
    side.payloadSeen = true;
    if ((segment.flags & TcpSegment.ACK) != 0 && segment.mayBeginHello()) {
      side.helloAcknowledges(segment.acknowledgment);
    }
    if (other.end == TcpSegment.FIN
        && side.acknowledges
        && side.acknowledgment - other.base > other.endAt) {
      connection.facts.afterEnd(direction);
    }
    if (side.end != 0 && at + bytes > side.endAt) { // what stood for an end was none
      side.end = 0;
      teller.goesOn(connection);
    }
    int skip = Math.max(0, -at);
    int length = segment.length - skip;
    if (length > 0) {
      add(connection, direction, at + skip, skip, length);
    }
    if (segment.missing > 0 && at + segment.length == side.bytes.have()) {
      side.waitingSince = side.isWaiting() ? side.waitingSince : segment.frame.timeNanos();
      side.cutTo = at + bytes;
    }
  }

  /**
   * Returns whether all that a side sent is acknowledged, so that one byte more may keep it alive.
   */
  private static boolean isIdle(TcpSide side, TcpSide other) {
    return !side.payloadSeen || other.acknowledges && other.acknowledgment - side.next() >= 0;
  }

  private void add(Connection connection, int direction, int at, int skip, int length) {
    TcpSide side = connection.side(direction);
    boolean waiting = side.isWaiting();
    int conflicts = side.bytes.conflicts();
    int had = side.bytes.have();
    int start = segment.start + skip;
    if (connection.facts.recording != null) {
      connection.facts.recording.bytes(direction, at, segment.buffer, start, length);
    }
    boolean news =
        segment.acknowledges()
            ? side.bytes.addAnswer(
                views.buffers,
                at,
                segment.buffer,
                start,
                length,
                segment.frame,
                segment.acknowledgment)
            : side.bytes.add(views.buffers, at, segment.buffer, start, length, segment.frame);
    if (!waiting) {
      side.waitingSince = segment.frame.timeNanos();
    }
    if (at + length <= had && conflicts == side.bytes.conflicts()) {
      side.duplicates++;
    }
    if (news || connection.heldSince >= 0) { // a copy may have been sent earlier
      connection.silent &= !news;
      connection.read();
      if (recorder != null && connection.namesRead) {
        recorder.answer(connection.verdict);
      }
    }
  }

  /** A FIN or RST counts at its place in the stream (RFC 9293 §3.10.7.4, RFC 5961 §3.2). */
  private void end(TcpSide side, TcpSide other, int number) {
    int at;
    if (!side.isKnown()) {
      boolean acknowledges =
          !other.isKnown()
              || (segment.flags & TcpSegment.ACK) != 0
                  && Math.abs((long) (segment.acknowledgment - other.next())) < WINDOW;
      if (!acknowledges) {
        return;
      }
      side.start = TcpSide.PAYLOAD;
      side.base = number; // bytes before it show that it begins earlier
      at = 0;
    } else {
      at = number - side.base;
      int ahead = at - side.bytes.have();
      if (ahead < 0 || ahead > WINDOW) {
        return;
      }
    }
    if (side.end != 0 && side.endAt <= at) {
      return;
    }
    side.seen = true;
    if (side.mac < 0) {
      side.mac = segment.mac();
    }
    side.end = segment.isReset() ? TcpSegment.RST : TcpSegment.FIN;
    side.endAt = at;
    side.endFrame.set(segment.frame);
  }
}
