package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.capture.stream.Stream;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.packet.TcpFlags;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection: what is known of its set-up (RFC 9293 §3.5), its numbers and its windows. There
 * are as many as the cap allows, so it holds numbers and no arrays; the index of each pair is the
 * direction.
 */
final class TcpFlow extends PayloadFlow {
  /** A window whose scale is not known is taken for this: most are smaller. */
  static final int USUAL_WINDOW = 1 << 20;

  /** No window is larger (RFC 7323 §2.3). */
  private static final int LARGEST_WINDOW = 1 << 30;

  /** Bytes that an end sends before it has an answer, at most (RFC 6928). */
  private static final int FIRST_FLIGHT = 1 << 14;

  private static final byte NO_SCALE = -1;

  /** Of a time: none. */
  static final long NOT_SEEN = Long.MIN_VALUE;

  boolean synSeen0;
  boolean synSeen1;
  boolean acknowledgmentSeen0;
  boolean acknowledgmentSeen1;
  private byte scale0 = NO_SCALE;
  private byte scale1 = NO_SCALE;

  /** RST or FIN was seen. */
  boolean ended;

  int synSequence0;
  int synSequence1;
  int acknowledgment0;
  int acknowledgment1;
  int firstAcknowledgment0;
  int firstAcknowledgment1;
  private int windowField0;
  private int windowField1;
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

  /** Notes a FIN or RST, unless no receiver would take it (RFC 9293 §3.10.7.4, RFC 5961 §3.2). */
  void end(int direction, int flags, int sequence, int acknowledgment, FrameMark at) {
    boolean reset = (flags & TcpFlags.RST) != 0;
    if (!reset && (flags & TcpFlags.FIN) == 0) {
      return;
    }
    boolean acknowledges = (flags & TcpFlags.ACK) != 0;
    int place = sequence;
    if (!nextKnown(direction)) {
      if (!acknowledges || !maySend(1 - direction, acknowledgment)) {
        return; // RFC 9293 §3.10.7.3
      }
    } else if (sequence - next(direction) < 0) {
      boolean inFlight =
          acknowledgmentSeen(1 - direction)
              ? sequence - acknowledgment(1 - direction) >= 0
              : next(direction) - sequence <= USUAL_WINDOW;
      if (!reset || !inFlight) {
        return;
      }
      place = next(direction); // sent for a segment that crossed the latest bytes
    } else if (isBeyondWindow(direction, sequence)) {
      return;
    }
    StreamEnds known = ends;
    if (known == null) {
      known = new StreamEnds();
      ends = known;
    }
    EndedHow how = reset ? EndedHow.RESET : EndedHow.FIN;
    known.add(direction, how, place, acknowledges, acknowledgment, at);
    ended = true;
    if (!reset && conversation instanceof TcpConversation running) {
      running.stream(direction).endAt(place);
    }
  }

  /**
   * What the sender of a packet had received when it sent it: a later packet of it may say more by
   * now.
   *
   * @param other the direction that it acknowledges
   */
  int acknowledged(PacketView packet, int direction, Stream other) {
    int latest = acknowledgment(direction);
    if (TcpWindow.acknowledges(packet)) {
      boolean own = !acknowledgmentSeen(direction) || packet.acknowledgment() - latest < 0;
      return own ? packet.acknowledgment() : latest;
    }
    return acknowledgmentSeen(direction) ? latest : other.next();
  }
}
