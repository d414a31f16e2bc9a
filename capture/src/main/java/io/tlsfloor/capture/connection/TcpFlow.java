package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.capture.stream.Stream;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.packet.TcpFlags;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection: what is known of its numbers, its ends, and others between the same ends. There
 * are as many as the cap allows, so it holds numbers and no arrays; the index of each pair is the
 * direction.
 */
final class TcpFlow extends SetUpFlow {
  /** Bytes that an end sends before it has an answer, at most (RFC 6928). */
  private static final int FIRST_FLIGHT = 1 << 14;

  /** Of a time: none. */
  static final long NOT_SEEN = Long.MIN_VALUE;

  /** RST or FIN was seen. */
  boolean ended;

  private boolean skipped;

  /** Packet time of its latest segment; {@link #NOT_SEEN} while that is the flow's. */
  long lastNanos = NOT_SEEN;

  /** It began after the connection before it was silent for long: their numbers may be the same. */
  boolean afterSilence;

  /** Its first bytes may be taken for late ones of a connection that was told, or be such. */
  boolean mayBeLate;

  /** There was a connection with its set-up between the same ends when it began. */
  boolean besideKnown;

  /** Another one took its place while it was undecided. */
  boolean replaced;

  /** Where either end stops sending; null before the first FIN or RST. */
  @Nullable StreamEnds ends;

  /** A connection that another SYN or hello may have begun between the same ends. */
  @Nullable TcpFlow candidate;

  /** The connection between the same ends before this one, while it is undecided. */
  @Nullable TcpFlow older;

  @Override
  void begin() {
    super.begin();
    ended = false;
    skipped = false;
    lastNanos = NOT_SEEN;
    afterSilence = false;
    mayBeLate = false;
    besideKnown = false;
    replaced = false;
    ends = null;
    candidate = null;
    older = null;
  }

  /** Notes a SYN or SYN-ACK; of two that differ, bytes of neither are read. */
  @Override
  boolean syn(int direction, PacketView packet) {
    boolean another = isAnother(direction, packet);
    boolean counts = super.syn(direction, packet);
    if (another && counts && conversation instanceof TcpConversation running) {
      running.stream(direction).refuse();
    }
    return counts;
  }

  /** Whether bytes of a segment are no data (RFC 9293 §3.10.7), or may be of a forged set-up. */
  boolean isUnread(int direction, PacketView packet) {
    int flags = packet.flags();
    return (flags & TcpFlags.RST) != 0 || TcpFlags.isSyn(flags) && isAnother(direction, packet);
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
    if (helloKnown() && direction == helloDirection) {
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

  /** Whether it is in doubt for another connection between the same ends. */
  boolean isBeside() {
    return replaced || besideKnown && !(synSeen0 && synSeen1);
  }

  /** Whether the other end has acknowledged the bytes of {@code direction} that were seen. */
  boolean isTaken(int direction) {
    boolean seen = direction == 0 ? payloadSeen0 : payloadSeen1;
    int end = direction == 0 ? payloadEnd0 : payloadEnd1;
    int beyond = acknowledgment(1 - direction) - end;
    return seen && acknowledgmentSeen(1 - direction) && (beyond == 0 || beyond == 1); // with a FIN
  }

  /** Whether bytes were sent, as the numbers of either end say, of which none was captured. */
  boolean missesAll() {
    return conversation == null && !done && (skipped || misses(0) || misses(1) || missesAnswer());
  }

  /** Whether the other end's SYN-ACK is missing, and its bytes may have been passed over. */
  private boolean missesAnswer() {
    return mayBeLate && initiator >= 0 && acknowledgmentSeen(initiator) && !synSeen(1 - initiator);
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

  /** Notes a FIN or RST, and its sender: one that no receiver would take may be anyone's. */
  void end(int direction, PacketView packet, int sequence, FrameMark at) {
    if (end(direction, packet.flags(), sequence, packet.acknowledgment(), at)) {
      seen(direction, packet);
    }
  }

  /**
   * Notes a FIN or RST, unless no receiver would take it (RFC 9293 §3.10.7.4, RFC 5961 §3.2);
   * whether it noted one.
   */
  boolean end(int direction, int flags, int sequence, int acknowledgment, FrameMark at) {
    boolean reset = (flags & TcpFlags.RST) != 0;
    if (!reset && (flags & TcpFlags.FIN) == 0) {
      return false;
    }
    boolean acknowledges = (flags & TcpFlags.ACK) != 0;
    int place = sequence;
    if (!nextKnown(direction)) {
      if (!acknowledges || !maySend(1 - direction, acknowledgment)) {
        return false; // RFC 9293 §3.10.7.3
      }
    } else if (sequence - next(direction) < 0) {
      boolean inFlight =
          acknowledgmentSeen(1 - direction)
              ? sequence - acknowledgment(1 - direction) >= 0
              : next(direction) - sequence <= USUAL_WINDOW;
      if (!reset || !inFlight) {
        return false;
      }
      place = next(direction); // sent for a segment that crossed the latest bytes
    } else if (isBeyondWindow(direction, sequence)) {
      return false;
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
    return true;
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
