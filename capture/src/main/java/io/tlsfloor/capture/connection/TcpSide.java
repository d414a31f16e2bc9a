package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.capture.stream.Reassembly;
import io.tlsfloor.parser.observation.Contradiction;

/**
 * One direction of a connection: the numbers of its bytes, how their beginning is known, what its
 * sender acknowledges, and where it ends. It takes the segments of its sender. Places count from
 * the first byte, which has the number {@link #base}. A part of a {@link Connection}, used again.
 */
final class TcpSide {
  /** What tells where a side begins, weakest first. */
  enum Beginning {
    UNKNOWN,
    /** The first bytes that were seen. */
    PAYLOAD,
    /** The other end waits for them. */
    ACKNOWLEDGED,
    SYN
  }

  final Reassembly bytes = new Reassembly();
  final RecordReader records;
  final SideReader reader;
  private final Connection connection;
  private final int direction;
  private final Views views;

  private boolean seen; // any packet that is no RST
  private long mac = -1;
  private Beginning beginning = Beginning.UNKNOWN;
  private int base;
  private boolean payloadSeen;
  private boolean acknowledges;
  private boolean acknowledgesAhead; // far ahead of what was captured of the other side
  private int ahead;
  private int acknowledgment;
  private int cutTo; // place up to which the snap length took bytes; a whole copy may come
  private long waitingSince; // for a gap

  private int end; // the latest FIN or RST, 0 for none
  private int endAt; // its place
  private int reach; // place behind the farthest byte that came after it
  private final FrameMark endFrame = new FrameMark();

  private int helloAcknowledges; // the lowest number that a copy of its hello does
  private boolean helloSeen;
  private boolean bytesMissed; // numbers alone show that there were some

  private int holes;
  private int lostAtStart;
  private int duplicates;

  TcpSide(Connection connection, int direction) {
    this.connection = connection;
    this.direction = direction;
    this.views = connection.views;
    records = new RecordReader(bytes, connection.facts, direction, views.buffers);
    reader = new SideReader(connection, direction, bytes, records);
  }

  /** Begins again, of another connection. */
  void clear() {
    bytes.begin(views.buffers);
    reader.clear();
    seen = false;
    mac = -1;
    beginning = Beginning.UNKNOWN;
    base = 0;
    payloadSeen = false;
    acknowledges = false;
    acknowledgesAhead = false;
    ahead = 0;
    acknowledgment = 0;
    cutTo = 0;
    waitingSince = 0;
    end = 0;
    endAt = 0;
    reach = 0;
    endFrame.clear();
    helloAcknowledges = 0;
    helloSeen = false;
    bytesMissed = false;
    holes = 0;
    lostAtStart = 0;
    duplicates = 0;
  }

  private TcpSide other() {
    return connection.side(1 - direction);
  }

  // What segments say.

  /** A segment of it came that is no RST. */
  void seen(TcpSegment segment) {
    if (!seen) {
      seen = true;
      mac = segment.mac();
    }
  }

  /** A datagram with payload came. */
  void datagram(long senderMac) {
    mac = seen ? mac : senderMac;
    seen = true;
    payloadSeen = true;
  }

  /** A SYN, which the first byte follows. */
  void syn(int first) {
    if (beginning != Beginning.SYN) {
      if (!payloadSeen) {
        beginAt(first);
      } else if (base != first && !beginEarlier(base - first)) {
        restart(first); // what came before the set-up was none of it
        connection.facts.contradicts(Contradiction.SYN_ELSEWHERE);
      }
      beginning = Beginning.SYN;
    }
  }

  /** No byte came so far: the first one has this number. */
  private void beginAt(int first) {
    if (isKnown()) {
      reach += base - first;
      endAt += base - first;
    }
    base = first;
  }

  private boolean beginEarlier(int by) {
    if (by < 0 || !bytes.beginEarlier(views.buffers, by)) {
      return false;
    }
    base -= by;
    reach += by;
    endAt += by;
    reader.clear();
    connection.facts.recorder().beginEarlier(direction, by);
    connection.readAgain();
    return true;
  }

  /** Nothing that came is of it. */
  private void restart(int first) {
    bytes.begin(views.buffers);
    reader.clear();
    reach = 0;
    end = 0;
    cutTo = 0;
    base = first;
    connection.facts.recorder().restart(direction);
  }

  /** Takes the acknowledgment number of a segment, which may show where the other side begins. */
  void acknowledge(TcpSegment segment) {
    TcpSide other = other();
    int number = segment.acknowledgment();
    int earlier = other.base - number;
    if (earlier > 0 && earlier < SegmentDistance.WINDOW) {
      other.isAwaitedFrom(number, segment.isSyn() || segment.mayBeginHello());
    }
    if (acknowledges && number - acknowledgment <= 0) {
      return;
    }
    if (!other.isKnown()) {
      if (segment.bytes() == 0 && segment.isFin()) {
        return; // an end alone says nothing of a beginning
      }
      other.beginning = Beginning.ACKNOWLEDGED;
      other.base = number;
    } else if (Math.abs((long) (number - other.next())) > SegmentDistance.WINDOW) {
      if (number - other.next() > 0 && isNear(segment)) {
        acknowledgesAhead = true;
        ahead = number;
      }
      return;
    }
    acknowledges = true;
    acknowledgment = number;
  }

  private boolean isNear(TcpSegment segment) {
    return isKnown() && Math.abs((long) (segment.sequence() - next())) < SegmentDistance.WINDOW;
  }

  /** The other end waits for a number before the first one; its set-up or hello says so surely. */
  private void isAwaitedFrom(int number, boolean surely) {
    if (beginning == Beginning.ACKNOWLEDGED && !payloadSeen) {
      beginAt(number);
    } else if (beginning == Beginning.PAYLOAD && surely) {
      if (!payloadSeen) {
        beginAt(number);
      } else if (connection.facts.choice().isPresent() || !beginEarlier(base - number)) {
        return;
      }
      beginning = Beginning.ACKNOWLEDGED;
    }
  }

  /** Takes the bytes of a segment, of which the first has a number; whether more may be read. */
  boolean payload(TcpSegment segment, int sequence, int count) {
    TcpSide other = other();
    if (!isKnown()) {
      int ahead = sequence - other.acknowledgmentNumber();
      boolean near = other.acknowledges && ahead >= 0 && ahead < SegmentDistance.WINDOW;
      beginning = near ? Beginning.ACKNOWLEDGED : Beginning.PAYLOAD;
      base = near ? other.acknowledgment : sequence;
    }
    int at = place(sequence);
    boolean alive = count == 1 && at == bytes.have() - 1 && isIdle(other);
    if (at + count <= 0 || alive) {
      // Before the first byte is no byte that a probe could repeat: it is zero, or what was said
      // shows that the first byte is known. Else the SYN may be somebody else's.
      boolean probe = count == 1 && (connection.facts.isToldBy(direction) || segment.isZero());
      if (at < 0 && !probe && isFromSyn() && !isTakenBy(other)) {
        connection.facts.contradicts(Contradiction.BYTES_BEFORE_SYN);
      }
      duplicates++;
      return false;
    }
    payloadSeen = true;
    reach = Math.max(reach, at + count);
    if (segment.hasAcknowledgment() && segment.mayBeginHello()) {
      helloAcknowledges(segment.acknowledgment());
    }
    if (other.ending() == TcpSegment.FIN
        && acknowledges
        && acknowledgment - other.base > other.endAt) {
      connection.facts.afterEnd(direction);
    }
    if (bytes.isTooFar(at, at + count) && other.isAhead(sequence)) {
      missing(at, segment.frame.timeNanos()); // the other end has what was not captured
    }
    int skip = Math.max(0, -at);
    int length = segment.length() - skip;
    boolean goesOn = length > 0 && add(segment, at + skip, skip, length);
    if (segment.missing() > 0 && at + segment.length() == bytes.have()) {
      waitingSince = isWaiting() ? waitingSince : segment.frame.timeNanos();
      cutTo = at + count;
    }
    return goesOn;
  }

  /** The place of a number: bytes before the first one may show that it begins earlier. */
  private int place(int sequence) {
    int at = sequence - base;
    if (at >= 0 || isFromSyn() || -at >= SegmentDistance.WINDOW) {
      return at;
    }
    if (!payloadSeen) {
      beginAt(sequence);
      return 0;
    }
    if (connection.facts.isToldBy(direction)) {
      return at; // what is before it does not matter any more
    }
    if (beginEarlier(-at)) {
      return 0;
    }
    if (!connection.isTlsSeen()) {
      connection.facts.contradicts(Contradiction.BYTES_BEFORE_START);
    }
    return at;
  }

  /** Returns whether all that it sent is acknowledged, so that one byte more may keep it alive. */
  private boolean isIdle(TcpSide other) {
    return !payloadSeen || other.acknowledges && other.acknowledgment - next() >= 0;
  }

  private boolean add(TcpSegment segment, int at, int skip, int length) {
    boolean waiting = isWaiting();
    int conflicts = bytes.conflicts();
    int had = bytes.have();
    int start = segment.start() + skip;
    connection.facts.recorder().bytes(direction, at, segment.buffer(), start, length);
    boolean news =
        segment.acknowledges()
            ? bytes.addAnswer(
                views.buffers,
                at,
                segment.buffer(),
                start,
                length,
                segment.frame,
                segment.acknowledgment())
            : bytes.add(views.buffers, at, segment.buffer(), start, length, segment.frame);
    if (!waiting) {
      waitingSince = segment.frame.timeNanos();
    }
    if (at + length <= had && conflicts == bytes.conflicts()) {
      duplicates++;
    }
    return connection.added(news);
  }

  /** No byte came with a segment, which has a number all the same. */
  void noBytes(int sequence) {
    if (isBeginningKnown() && !payloadSeen) {
      int ahead = sequence - base;
      bytesMissed |= ahead > 0 && ahead < SegmentDistance.WINDOW;
    }
  }

  /** A FIN or RST counts at its place in the stream (RFC 9293 §3.10.7.4, RFC 5961 §3.2). */
  void end(TcpSegment segment, int number) {
    TcpSide other = other();
    int at = number - base;
    if (!isKnown()) {
      boolean fits =
          !other.isKnown()
              || segment.hasAcknowledgment()
                  && Math.abs((long) (segment.acknowledgment() - other.next()))
                      < SegmentDistance.WINDOW;
      if (!fits) {
        return;
      }
      beginning = Beginning.PAYLOAD;
      base = number; // bytes before it show that it begins earlier
      at = 0;
    } else if (at < bytes.have() || at - bytes.have() > SegmentDistance.WINDOW) {
      return;
    }
    if (ending() != 0 && endAt <= at) {
      return;
    }
    seen = true;
    if (mac < 0) {
      mac = segment.mac();
    }
    end = segment.isReset() ? TcpSegment.RST : TcpSegment.FIN;
    endAt = at;
    reach = at;
    endFrame.set(segment.frame);
  }

  /** The first segment of a hello of this side acknowledges what is before the answer. */
  private void helloAcknowledges(int number) {
    if (!helloSeen || number - helloAcknowledges < 0) {
      helloAcknowledges = number;
      helloSeen = true;
    }
  }

  // What is missing.

  /** Gives up what is waited for since too long a time. */
  void giveUpLate(long nanos) {
    if (isWaiting() && nanos - waitingSince > patience()) {
      giveUp(nanos);
    }
  }

  private long patience() {
    TcpSide other = other();
    boolean acknowledged =
        other.acknowledges && other.acknowledgment - base - bytes.waitingFrom() >= 0;
    return (acknowledged ? Wait.ACKNOWLEDGED_GAP : Wait.GAP).nanos;
  }

  private void giveUp(long nanos) {
    connection.turns.waitNoMore();
    int from = bytes.have();
    int to = bytes.isWaiting() ? bytes.waitingFrom() : cutTo;
    bytes.skipTo(to);
    waitingSince = nanos;
    lost(from, to);
    connection.turns.read();
  }

  /** Bytes up to a place were not captured, and will not come. */
  private void missing(int to, long nanos) {
    while (isWaiting()) {
      giveUp(nanos);
    }
    int from = bytes.have();
    bytes.skipTo(to);
    lost(from, to);
  }

  private void lost(int from, int to) {
    holes++;
    if (from == 0) {
      lostAtStart++;
    }
    reader.lost(from, to);
  }

  /** What began, and may have become TLS, is lost. */
  void lostBeginning() {
    lostAtStart++;
  }

  /** Nothing more will come: reads what waits, with what is missing before it given up. */
  void settle(long nanos) {
    while (isWaiting()) {
      giveUp(nanos);
    }
    reader.finish();
    if (ending() != 0 && isKnown() && endAt > bytes.have()) {
      int from = bytes.have();
      bytes.skipTo(endAt);
      lost(from, endAt);
    }
  }

  /**
   * Counts as missing what was sent, as the other end says, and never captured.
   *
   * @param anyEnd whether an end of either side came
   */
  void countUnseen(boolean anyEnd) {
    TcpSide other = other();
    if (isKnown() && other.acknowledges && !reader.isIgnored()) {
      int ahead = other.acknowledgment - next();
      if (ahead > 1 && ahead <= SegmentDistance.FAR
          || ahead == 1 && ending() != TcpSegment.FIN && !anyEnd && payloadSeen) {
        holes++;
        lostAtStart += bytes.have() == 0 ? 1 : 0;
      }
    }
  }

  /** Gives back the room for its bytes: nothing more of them is read. */
  void giveBack() {
    records.resume();
    bytes.giveBack(views.buffers);
  }

  // Reading again.

  /** Returns whether all that came in order is there. */
  boolean isReadable() {
    return bytes.have() == 0 || bytes.holds(0, bytes.have());
  }

  /** Reads from the beginning. */
  void readAgain() {
    bytes.moveTo(0);
    reader.clear();
  }

  // What is known of it.

  /** Returns whether a packet of it was seen that is no RST, or an end that counts. */
  boolean isSeen() {
    return seen;
  }

  /** The sender's MAC address; negative for none. */
  long mac() {
    return mac;
  }

  /** What tells where it begins. */
  Beginning beginning() {
    return beginning;
  }

  /** The number of its first byte, if that {@link #isKnown}. */
  int base() {
    return base;
  }

  /** The number that comes next. */
  int next() {
    return base + bytes.have();
  }

  boolean isKnown() {
    return beginning != Beginning.UNKNOWN;
  }

  boolean isFromSyn() {
    return beginning == Beginning.SYN;
  }

  /** Returns whether its first byte is known to be the first. */
  boolean isBeginningKnown() {
    return beginning.compareTo(Beginning.ACKNOWLEDGED) >= 0;
  }

  /** Returns whether what shows its beginning now may not be the first of it. */
  boolean mayBeginEarlier() {
    return beginning == Beginning.PAYLOAD || beginning == Beginning.ACKNOWLEDGED && !payloadSeen;
  }

  boolean isPayloadSeen() {
    return payloadSeen;
  }

  /** Returns whether numbers alone show that bytes of it were not captured. */
  boolean isBytesMissed() {
    return bytesMissed;
  }

  /** Returns whether its sender acknowledged anything. */
  boolean hasAcknowledged() {
    return acknowledges;
  }

  /** The highest number that its sender acknowledged; 0 for none. */
  int acknowledgmentNumber() {
    return acknowledgment;
  }

  /**
   * Returns whether its sender acknowledges about a number, far ahead of those of the other side
   * that were captured: what is before it was sent.
   */
  boolean isAhead(int number) {
    return acknowledgesAhead && Math.abs((long) (number - ahead)) < SegmentDistance.WINDOW;
  }

  /** Returns whether a hello began a segment, which says where the answer begins. */
  boolean isHelloAcknowledging() {
    return helloSeen;
  }

  /** Number where the other side's answer begins, if that is known. */
  int answerFrom() {
    return helloAcknowledges;
  }

  /** Returns whether bytes of the other side up to a number are behind where the answer begins. */
  boolean isAnswer(int number) {
    return !helloSeen || number - helloAcknowledges > 0;
  }

  /** Returns whether bytes are missing that may still come. */
  boolean isWaiting() {
    return bytes.isWaiting() || cutTo > bytes.have();
  }

  /** What ends it: {@link TcpSegment#FIN}, RST, or 0. Where bytes came behind one it was none. */
  int ending() {
    return reach > endAt ? 0 : end;
  }

  /** The place of its end; 0 for none. */
  int endAt() {
    return ending() == 0 ? 0 : endAt;
  }

  /** The frame of its end, if there is one. */
  FrameMark endFrame() {
    return endFrame;
  }

  /** Returns whether it ended, and nothing before its end is missing. */
  boolean isOver() {
    return ending() != 0 && bytes.have() >= endAt;
  }

  int holes() {
    return holes;
  }

  int duplicates() {
    return duplicates;
  }

  /** Returns whether bytes are lost that may have begun TLS. */
  boolean isBeginningLost() {
    return lostAtStart > 0;
  }

  /** Returns whether it begins a web page, longer than a refusal: what it answers was no TLS. */
  boolean isPage() {
    return lostAtStart == 0 && isBeginningKnown() && reader.isHttp() && reader.wentOnForLong();
  }

  /** Returns whether the other end acknowledges bytes of it. */
  boolean isTakenBy(TcpSide other) {
    return other.acknowledges && payloadSeen && other.acknowledgment - base > 0;
  }

  @Override
  public String toString() {
    return (direction == 0 ? "side 0" : "side 1")
        + " from "
        + Integer.toUnsignedString(base)
        + " ("
        + beginning
        + "), "
        + bytes
        + ", "
        + reader
        + (acknowledges ? ", acknowledges " + Integer.toUnsignedString(acknowledgment) : "")
        + (ending() == 0 ? "" : (end == TcpSegment.FIN ? ", FIN at " : ", RST at ") + endAt)
        + (holes == 0 ? "" : ", " + holes + " holes");
  }
}
