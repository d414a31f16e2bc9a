package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.capture.stream.Reassembly;

/**
 * One direction of a connection: the numbers of its bytes, how their beginning is known, what its
 * sender acknowledges, and where it ends. Places count from the first byte, which has the number
 * {@link #base}. Written by {@link TcpTracker}.
 */
final class TcpSide {
  // What tells where it begins, weakest first.
  static final int UNKNOWN = 0;
  static final int PAYLOAD = 1; // the first bytes that were seen
  static final int ACKNOWLEDGED = 2; // the other end waits for them
  static final int SYN = 3;

  final Reassembly bytes = new Reassembly();
  final RecordReader records;
  final SideReader reader;

  boolean seen; // any packet that is no RST
  long mac;
  int start;
  int base;
  boolean payloadSeen;
  boolean acknowledges;
  int acknowledgment;
  int cutTo; // place up to which the snap length took bytes; a whole copy may come
  long waitingSince; // for a gap

  int end; // TcpSegment.FIN or RST, 0 for none
  int endAt; // its place
  final FrameMark endFrame = new FrameMark();

  private int helloAcknowledges; // the lowest number that a copy of its hello does
  private boolean helloSeen;
  boolean bytesMissed; // numbers alone show that there were some

  int holes;
  int lostAtStart;
  int duplicates;

  TcpSide(Connection connection, int direction) {
    records = new RecordReader(bytes, connection.facts, direction, connection.views.buffers);
    reader = new SideReader(connection, direction, bytes, records);
  }

  /** Begins again, of another connection. */
  void begin(Views views) {
    bytes.begin(views.buffers);
    reader.begin();
    seen = false;
    mac = -1;
    start = UNKNOWN;
    base = 0;
    payloadSeen = false;
    acknowledges = false;
    acknowledgment = 0;
    cutTo = 0;
    waitingSince = 0;
    end = 0;
    endAt = 0;
    endFrame.clear();
    helloAcknowledges = 0;
    helloSeen = false;
    bytesMissed = false;
    holes = 0;
    lostAtStart = 0;
    duplicates = 0;
  }

  /** No byte came so far: the first one has this number. */
  void beginAt(int first) {
    endAt += isKnown() ? base - first : 0;
    base = first;
  }

  /** Returns whether all that came in order is there. */
  boolean isReadable() {
    return bytes.have() == 0 || bytes.holds(0, bytes.have());
  }

  /** Reads from the beginning. */
  void readAgain() {
    bytes.moveTo(0);
    reader.begin();
  }

  /** Nothing that came is of it. */
  void restart(Views views, int first) {
    bytes.begin(views.buffers);
    reader.begin();
    end = 0;
    cutTo = 0;
    base = first;
  }

  /** The first segment of a hello of this side acknowledges what is before the answer. */
  void helloAcknowledges(int number) {
    if (!helloSeen || number - helloAcknowledges < 0) {
      helloAcknowledges = number;
      helloSeen = true;
    }
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

  /** The number that comes next. */
  int next() {
    return base + bytes.have();
  }

  boolean isKnown() {
    return start != UNKNOWN;
  }

  boolean isFromSyn() {
    return start == SYN;
  }

  /** Returns whether its first byte is known to be the first. */
  boolean isBeginningKnown() {
    return start >= ACKNOWLEDGED;
  }

  /** Returns whether what shows its beginning now may not be the first of it. */
  boolean mayBeginEarlier() {
    return start == PAYLOAD || start == ACKNOWLEDGED && !payloadSeen;
  }

  /** Returns whether the snap length took the bytes that come next. */
  boolean isCut() {
    return cutTo > bytes.have();
  }

  /** Returns whether bytes are missing that may still come. */
  boolean isWaiting() {
    return bytes.isWaiting() || isCut();
  }

  /** Returns whether it ended, and nothing before its end is missing. */
  boolean isOver() {
    return end != 0 && bytes.have() >= endAt;
  }

  /** Returns whether it begins a web page, longer than a refusal: what it answers was no TLS. */
  boolean isPage() {
    return lostAtStart == 0 && isBeginningKnown() && reader.isHttp() && reader.wentOnForLong();
  }

  /** Returns whether bytes of it came that are TLS or may become it. */
  boolean isTakenBy(TcpSide other) {
    return other.acknowledges && payloadSeen && other.acknowledgment - base > 0;
  }
}
