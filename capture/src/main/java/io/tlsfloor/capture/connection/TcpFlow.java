package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.flow.FlowNumbers;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.packet.TcpFlags;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection: what is known of its set-up (RFC 9293 §3.5), its numbers and its windows. There
 * are as many as the cap allows, so it holds numbers and no arrays; the index of each pair is the
 * direction.
 */
final class TcpFlow extends HelloFlow {
  /** A window whose scale is not known is taken for this: most are smaller. */
  static final int USUAL_WINDOW = 1 << 20;

  /** No window is larger (RFC 7323 §2.3). */
  private static final int LARGEST_WINDOW = 1 << 30;

  /** Bytes that an end sends before it has an answer, at most (RFC 6928). */
  private static final int FIRST_FLIGHT = 1 << 14;

  private static final byte NO_SCALE = -1;

  /** Of a time: none. */
  static final long NOT_SEEN = Long.MIN_VALUE;

  private static final int FAR_BYTES = 1 << 24;

  private boolean synSeen0;
  private boolean synSeen1;
  private boolean acknowledgmentSeen0;
  private boolean acknowledgmentSeen1;
  private byte scale0 = NO_SCALE;
  private byte scale1 = NO_SCALE;

  /** RST or FIN was seen. */
  boolean ended;

  private int synSequence0;
  private int synSequence1;
  private int acknowledgment0;
  private int acknowledgment1;
  private int firstAcknowledgment0;
  private int firstAcknowledgment1;
  private int windowField0;
  private int windowField1;
  private int payloadEnd0;
  private int payloadEnd1;
  private boolean payloadSeen0;
  private boolean payloadSeen1;
  private boolean skipped;

  /** Packet time of its latest segment; {@link #NOT_SEEN} while that is the flow's. */
  long lastNanos = NOT_SEEN;

  /** It began after the connection before it was silent for long: their numbers may be the same. */
  boolean afterSilence;

  /** Its first bytes may be late ones of a connection that was told. */
  boolean mayBeLate;

  /** Where either end stops sending; null before the first FIN or RST. */
  @Nullable StreamEnds ends;

  /** A connection that another SYN or hello may have begun between the same ends. */
  @Nullable TcpFlow candidate;

  /** The connection between the same ends before this one, while it is undecided. */
  @Nullable TcpFlow older;

  @Override
  void begin() {
    super.begin();
    synSeen0 = false;
    synSeen1 = false;
    acknowledgmentSeen0 = false;
    acknowledgmentSeen1 = false;
    scale0 = NO_SCALE;
    scale1 = NO_SCALE;
    ended = false;
    synSequence0 = 0;
    synSequence1 = 0;
    acknowledgment0 = 0;
    acknowledgment1 = 0;
    firstAcknowledgment0 = 0;
    firstAcknowledgment1 = 0;
    windowField0 = 0;
    windowField1 = 0;
    payloadEnd0 = 0;
    payloadEnd1 = 0;
    payloadSeen0 = false;
    payloadSeen1 = false;
    skipped = false;
    lastNanos = NOT_SEEN;
    afterSilence = false;
    mayBeLate = false;
    ends = null;
    candidate = null;
    older = null;
  }

  /** Notes a SYN or SYN-ACK; false if the other end has acknowledged another one of this end. */
  boolean syn(int direction, PacketView packet) {
    if (synSeen(direction)
        && packet.sequence() + 1 != firstSequence(direction)
        && acknowledgmentSeen(1 - direction)
        && firstAcknowledgment(1 - direction) == firstSequence(direction)) {
      return false;
    }
    byte scale = (byte) packet.windowScale();
    if (direction == 0) {
      synSeen0 = true;
      synSequence0 = packet.sequence();
      scale0 = scale;
    } else {
      synSeen1 = true;
      synSequence1 = packet.sequence();
      scale1 = scale;
    }
    initiated((packet.flags() & TcpFlags.ACK) != 0 ? 1 - direction : direction);
    return true;
  }

  boolean synSeen(int direction) {
    return direction == 0 ? synSeen0 : synSeen1;
  }

  /** Sequence number after the SYN's; only where {@link #synSeen}. */
  int firstSequence(int direction) {
    return (direction == 0 ? synSequence0 : synSequence1) + 1;
  }

  /** Whether bytes were seen. */
  boolean hasPayload() {
    return payloadSeen0 || payloadSeen1;
  }

  /** Whether the end that began has acknowledged the other's answer: it sends its SYN no more. */
  boolean isSetUp() {
    return initiator >= 0 && synSeen(initiator) && acknowledgmentSeen(initiator);
  }

  /** Whether the connection's set-up was seen, at least from one side. */
  boolean fromStart() {
    return synSeen0 || synSeen1;
  }

  /** Notes what the sender of a packet acknowledges, and the window that it leaves open. */
  void acknowledge(int direction, PacketView packet) {
    acknowledge(direction, packet.acknowledgment(), packet.window());
  }

  /** The same of a number and a window. */
  void acknowledge(int direction, int number, int window) {
    if (direction == 0) {
      acknowledgment0 = acknowledgmentSeen0 ? later(acknowledgment0, number) : number;
      firstAcknowledgment0 = acknowledgmentSeen0 ? earlier(firstAcknowledgment0, number) : number;
      acknowledgmentSeen0 = true;
      windowField0 = window;
    } else {
      acknowledgment1 = acknowledgmentSeen1 ? later(acknowledgment1, number) : number;
      firstAcknowledgment1 = acknowledgmentSeen1 ? earlier(firstAcknowledgment1, number) : number;
      acknowledgmentSeen1 = true;
      windowField1 = window;
    }
  }

  /**
   * Whether what a packet acknowledges is taken over: where nothing is known to compare it with,
   * only from a packet that is not ahead of its turn.
   */
  boolean trustsAcknowledgment(int direction, PacketView packet) {
    return acknowledgmentSeen(direction)
        || nextKnown(1 - direction)
        || !nextKnown(direction) && (packet.payloadLength() > 0 || synSeen(direction))
        || nextKnown(direction) && packet.sequence() - next(direction) <= 0;
  }

  private static int later(int a, int b) {
    return b - a > 0 ? b : a;
  }

  private static int earlier(int a, int b) {
    return b - a < 0 ? b : a;
  }

  boolean acknowledgmentSeen(int direction) {
    return direction == 0 ? acknowledgmentSeen0 : acknowledgmentSeen1;
  }

  /** The highest number that {@code direction} has acknowledged. */
  int acknowledgment(int direction) {
    return direction == 0 ? acknowledgment0 : acknowledgment1;
  }

  private int firstAcknowledgment(int direction) {
    return direction == 0 ? firstAcknowledgment0 : firstAcknowledgment1;
  }

  /** Whether it is known where the bytes of {@code direction} begin. */
  boolean startKnown(int direction) {
    boolean begun = fromStart() || helloKnown();
    return synSeen(direction) || begun && acknowledgmentSeen(1 - direction);
  }

  /**
   * Sequence number of the first byte of {@code direction}: after its SYN, if the other end
   * acknowledges that; else the lowest that the other end has acknowledged.
   */
  int start(int direction) {
    boolean answered = direction != initiator && acknowledgmentSeen(1 - direction);
    if (!synSeen(direction)) {
      return firstAcknowledgment(1 - direction);
    }
    int first = firstSequence(direction);
    int ahead = firstAcknowledgment(1 - direction) - first;
    return answered && (ahead < 0 || ahead > USUAL_WINDOW)
        ? firstAcknowledgment(1 - direction) // another SYN-ACK was the answer
        : first;
  }

  /** Whether the sequence number of the next byte of {@code direction} is known. */
  boolean nextKnown(int direction) {
    return streamStarted(direction) || startKnown(direction);
  }

  /** Sequence number of the next byte of {@code direction}; only where {@link #nextKnown}. */
  int next(int direction) {
    TcpConversation following = TcpTracker.conversation(this);
    return following != null && following.stream(direction).isStarted()
        ? following.stream(direction).next()
        : start(direction);
  }

  /** Whether bytes of {@code direction} were seen, or it is known where they begin. */
  boolean begunKnown(int direction) {
    return startKnown(direction) || streamStarted(direction);
  }

  /** Sequence number of the first byte of {@code direction} that was seen or is known. */
  int begun(int direction) {
    TcpConversation following = TcpTracker.conversation(this);
    if (following == null || !following.stream(direction).isStarted()) {
      return start(direction);
    }
    int first =
        following.stream(direction).next() - (int) following.stream(direction).arrivedOffset();
    return startKnown(direction) ? earlier(first, start(direction)) : first;
  }

  private boolean streamStarted(int direction) {
    TcpConversation following = TcpTracker.conversation(this);
    return following != null && following.stream(direction).isStarted();
  }

  /** Bytes after what it has acknowledged that the end which sends in {@code direction} takes. */
  int window(int direction) {
    if (!acknowledgmentSeen(direction)) {
      return fromStart() ? USUAL_WINDOW : LARGEST_WINDOW;
    }
    if (!synSeen0 || !synSeen1) {
      return USUAL_WINDOW;
    }
    int scale = scale0 < 0 || scale1 < 0 ? 0 : direction == 0 ? scale0 : scale1;
    int field = direction == 0 ? windowField0 : windowField1;
    return Math.max(field << scale, 1 << 16); // it may have been wider in a packet that was lost
  }

  /** Whether a number of {@code direction} is further ahead than the other end lets it be. */
  boolean isBeyondWindow(int direction, int number) {
    int other = 1 - direction;
    int base = next(direction);
    if (acknowledgmentSeen(other)) {
      base = later(base, acknowledgment(other));
    }
    return number - base > window(other);
  }

  /** Whether a FIN or RST is in its place. */
  boolean isEnded() {
    StreamEnds known = ends;
    return known != null && known.first() >= 0;
  }

  /** Whether what is acknowledged was sent, or may have been and is captured late. */
  boolean maySend(int direction, int acknowledged) {
    if (!nextKnown(direction)) {
      return false;
    }
    int behind = next(direction) - acknowledged;
    return behind >= -FIRST_FLIGHT && behind <= USUAL_WINDOW;
  }

  /**
   * Notes payload.
   *
   * @param mark of the hello that it begins with, or 0
   * @param markWhole whether the mark is of all the bytes that it is made of
   */
  void payload(int direction, int sequence, int length, long mark, boolean markWhole, long nanos) {
    int end = sequence + length;
    if (direction == 0) {
      payloadEnd0 = payloadSeen0 ? later(payloadEnd0, end) : end;
      payloadSeen0 = true;
    } else {
      payloadEnd1 = payloadSeen1 ? later(payloadEnd1, end) : end;
      payloadSeen1 = true;
    }
    if (mark != HelloMark.NONE) {
      hello(direction, sequence, mark, markWhole, nanos);
    }
  }

  /**
   * Whether nothing that is known of where the directions begin differs from another connection.
   */
  boolean mayBeginLike(TcpFlow other) {
    boolean like = true;
    for (int direction = 0; direction < 2; direction++) {
      boolean known = startKnown(direction) && other.startKnown(direction);
      like &= !known || start(direction) == other.start(direction);
    }
    return like;
  }

  /** Whether the first hello began at a number that {@code direction} sent. */
  boolean isHelloAt(int direction, int number) {
    boolean sent = direction == 0 ? payloadSeen0 : payloadSeen1;
    return sent && helloKnown() && number == helloSequence;
  }

  /**
   * Whether a hello is the one that began this connection: a copy of it, or one that the other end
   * has acknowledged before it is captured.
   *
   * @param late whether it is too late for that
   */
  boolean isHello(int direction, int sequence, long mark, boolean late) {
    if (helloKnown()) {
      return mark == helloMark && Math.abs((long) (sequence - helloSequence)) < USUAL_WINDOW;
    }
    if (late) {
      return false;
    }
    int behind = acknowledgment(1 - direction) - sequence;
    return acknowledgmentSeen(1 - direction) && behind >= 0 && behind < USUAL_WINDOW;
  }

  /** Whether a number may be one of those that {@code direction} goes on with. */
  boolean isNearPayload(int direction, int number) {
    return beyondPayload(direction, number) < FAR_BYTES;
  }

  /** Whether bytes of {@code direction} were seen, and a number is none near them. */
  boolean isFarFromPayload(int direction, int number) {
    boolean seen = direction == 0 ? payloadSeen0 : payloadSeen1;
    return seen && !isNearPayload(direction, number);
  }

  /** Whether a number is before the latest bytes' end, and not by the one of a keep-alive. */
  boolean isBehindPayload(int direction, int number) {
    boolean seen = direction == 0 ? payloadSeen0 : payloadSeen1;
    return seen && number - (direction == 0 ? payloadEnd0 : payloadEnd1) < -1;
  }

  /** How far a number is from the end of the latest bytes of {@code direction}. */
  long beyondPayload(int direction, int number) {
    boolean seen = direction == 0 ? payloadSeen0 : payloadSeen1;
    int end = direction == 0 ? payloadEnd0 : payloadEnd1;
    return seen ? Math.abs((long) (number - end)) : Long.MAX_VALUE;
  }

  /** Whether a number may be one that {@code direction} goes on with, and not before its first. */
  boolean mayGoOnAt(int direction, int number) {
    boolean before = startKnown(direction) && number - firstSeen(direction) < -1;
    return !before && isNearPayload(direction, number);
  }

  /** Where a direction starts, or its hello does, of which the other end acknowledged the last. */
  private int firstSeen(int direction) {
    boolean hello = helloKnown() && direction == helloDirection;
    return hello ? earlier(start(direction), helloSequence) : start(direction);
  }

  /** Notes the number of a segment without payload: of bytes before it none was captured. */
  void withoutPayload(int direction, int sequence, int flags) {
    int ahead = synSeen(direction) ? sequence - firstSequence(direction) : 0;
    boolean ends = (flags & (TcpFlags.SYN | TcpFlags.FIN | TcpFlags.RST)) != 0;
    skipped |= !ends && ahead > 0 && ahead <= USUAL_WINDOW;
  }

  /** Whether it is another connection than the silent one before it, rather than a late part. */
  boolean isAnotherAfterSilence() {
    return afterSilence && (!mayBeLate || fromStart());
  }

  /** Whether bytes were sent, as the numbers of either end say, of which none was captured. */
  boolean missesAll() {
    return conversation == null && !done && (skipped || misses(0) || misses(1));
  }

  private boolean misses(int direction) {
    if (!startKnown(direction)) {
      return false;
    }
    int start = start(direction);
    StreamEnds known = ends;
    return acknowledgmentSeen(1 - direction) && acknowledgment(1 - direction) - start > 1
        || known != null && known.isKnown(direction) && known.sequence(direction) - start > 0;
  }

  /** What is kept of a flow once nothing more is wanted of it, and in which words. */
  static final class Numbers implements FlowNumbers<TcpFlow> {
    private static final int SYN_SEEN = 1; // of each pair, the second is the next bit
    private static final int ACKNOWLEDGMENT_SEEN = 1 << 2;
    private static final int PAYLOAD_SEEN = 1 << 4;
    private static final int ENDED = 1 << 6;
    private static final int TIME_KNOWN = 1 << 7;
    private static final int FIRST_DIRECTION = 1 << 8;
    private static final int INITIATOR = 9; // shift; -1 to 1, plus one
    private static final int HELLO_WHOLE = 1 << 11;
    private static final int HELLO_DIRECTION = 1 << 12;

    @Override
    public int words() {
      return 10;
    }

    @Override
    public void write(TcpFlow flow, int[] to, int at) {
      boolean known0 = flow.startKnown(0);
      boolean known1 = flow.startKnown(1);
      to[at] =
          bit(known0, SYN_SEEN)
              | bit(known1, SYN_SEEN << 1)
              | bit(flow.acknowledgmentSeen0, ACKNOWLEDGMENT_SEEN)
              | bit(flow.acknowledgmentSeen1, ACKNOWLEDGMENT_SEEN << 1)
              | bit(flow.payloadSeen0, PAYLOAD_SEEN)
              | bit(flow.payloadSeen1, PAYLOAD_SEEN << 1)
              | bit(flow.ended, ENDED)
              | bit(flow.timeKnown, TIME_KNOWN)
              | bit(flow.firstDirection == 1, FIRST_DIRECTION)
              | bit(flow.helloWhole, HELLO_WHOLE)
              | bit(flow.helloDirection == 1, HELLO_DIRECTION)
              | flow.initiator + 1 << INITIATOR;
      to[at + 1] = known0 ? flow.start(0) - 1 : flow.synSequence0;
      to[at + 2] = known1 ? flow.start(1) - 1 : flow.synSequence1;
      to[at + 3] = flow.acknowledgment0;
      to[at + 4] = flow.acknowledgment1;
      to[at + 5] = flow.payloadEnd0;
      to[at + 6] = flow.payloadEnd1;
      to[at + 7] = flow.helloSequence;
      to[at + 8] = (int) (flow.helloMark >>> 32);
      to[at + 9] = (int) flow.helloMark;
    }

    private static int bit(boolean set, int bit) {
      return set ? bit : 0;
    }

    @Override
    public void end(int[] of, int at) {
      of[at] |= ENDED;
    }

    @Override
    public TcpFlow read(int[] from, int at) {
      TcpFlow flow = new TcpFlow();
      int flags = from[at];
      flow.synSeen0 = (flags & SYN_SEEN) != 0;
      flow.synSeen1 = (flags & SYN_SEEN << 1) != 0;
      flow.acknowledgmentSeen0 = (flags & ACKNOWLEDGMENT_SEEN) != 0;
      flow.acknowledgmentSeen1 = (flags & ACKNOWLEDGMENT_SEEN << 1) != 0;
      flow.payloadSeen0 = (flags & PAYLOAD_SEEN) != 0;
      flow.payloadSeen1 = (flags & PAYLOAD_SEEN << 1) != 0;
      flow.ended = (flags & ENDED) != 0;
      flow.timeKnown = (flags & TIME_KNOWN) != 0;
      flow.firstDirection = (flags & FIRST_DIRECTION) != 0 ? 1 : 0;
      flow.helloWhole = (flags & HELLO_WHOLE) != 0;
      flow.helloDirection = (flags & HELLO_DIRECTION) != 0 ? 1 : 0;
      flow.initiator = (flags >>> INITIATOR & 3) - 1;
      flow.synSequence0 = from[at + 1];
      flow.synSequence1 = from[at + 2];
      flow.firstAcknowledgment0 = flow.synSequence1 + 1;
      flow.firstAcknowledgment1 = flow.synSequence0 + 1;
      flow.acknowledgment0 = from[at + 3];
      flow.acknowledgment1 = from[at + 4];
      flow.payloadEnd0 = from[at + 5];
      flow.payloadEnd1 = from[at + 6];
      flow.helloSequence = from[at + 7];
      flow.helloMark = (long) from[at + 8] << 32 | from[at + 9] & 0xFFFF_FFFFL;
      flow.done = true;
      return flow;
    }
  }
}
