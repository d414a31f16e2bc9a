package io.tlsfloor.capture.track;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.parser.preface.Preface;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is being followed, from its first payload to its verdict: what is common to TCP
 * and UDP.
 */
abstract class Conversation implements Verdict.Surroundings {
  private final TrackedFlow flow;
  private final TlsFacts facts;
  private boolean truncated;
  private boolean fragmented;
  private int conflicts;

  /** The frame of its latest packet. */
  final FrameMark current = new FrameMark();

  /** Where the connection came along; filled when the first payload is seen. */
  final Path path = new Path();

  /** Packet time at which silence becomes an outcome; {@link Long#MAX_VALUE} for never. */
  long deadlineNanos = Long.MAX_VALUE;

  /** Its place among {@link Deadlines}. */
  @Nullable Deadlines waitsIn;

  @Nullable Conversation waitsAfter;
  @Nullable Conversation waitsBefore;

  /** The client of the same connection on the other side of a NAT. */
  @Nullable Peer twin;

  /** What is remembered of its hello; null before it was seen. */
  HelloTwins.@Nullable Sighting sighting;

  /** A verdict that waits to be told: the connection may be the outside of a NAT. */
  @Nullable Verdict decided;

  /** Copies of frames that were dropped. */
  int duplicates;

  /** What {@link HeldBytes} counts for it. */
  int accountedBytes;

  /** The frame of the first FIN, or of the RST. */
  final FrameMark endFrame = new FrameMark();

  /** What a packet ended it with; null while none did. */
  @Nullable EndedHow endedHow;

  /** The direction of that packet. */
  int endedBy = -1;

  Conversation(TrackedFlow flow, Views views) {
    this.flow = flow;
    this.facts = new TlsFacts(views, current);
  }

  final TrackedFlow flow() {
    return flow;
  }

  @Override
  public final TlsFacts facts() {
    return facts;
  }

  @Override
  public final boolean packetsSeen(int direction) {
    return flow.isSeen(direction);
  }

  /** Notes that a captured frame was cut by the snap length. */
  final void truncated() {
    truncated = true;
  }

  final boolean isTruncated() {
    return truncated;
  }

  /** Notes that a datagram came in IP fragments, and whether those contradicted each other. */
  final void fragmented(boolean conflict) {
    fragmented = true;
    if (conflict) {
      conflicts++;
    }
  }

  final boolean isFragmented() {
    return fragmented;
  }

  /** Overlaps whose bytes differ. */
  int conflicts() {
    return conflicts;
  }

  /** Missing pieces of {@code direction}. */
  abstract int holes(int direction);

  abstract Transport transport();

  abstract Protocol protocol();

  /** Dialogues before TLS, in order. */
  abstract List<Preface> prefaces();

  /** Whether the connection's first bytes were seen. */
  abstract boolean isFromStart();

  /** Whether the snap length took bytes that would have told what begins there. */
  boolean isCutAtStart() {
    return false;
  }

  /** Whether nothing more can be learned from its bytes. */
  abstract boolean isHopeless();

  /** Whether there is something to tell of: a hello, records, or mail without TLS. */
  abstract boolean isConnection();

  /** Whether anything of TLS was seen: a handshake, or records of one that was not. */
  abstract boolean tlsSeen();

  /** Whether no packet that a network delivered late could add to what decides. */
  boolean isComplete() {
    return true;
  }

  /** Whether it is a mail dialogue. */
  abstract boolean mail();

  /** Whether a direction had to be given up because its unused bytes took too much room. */
  abstract boolean overflowed();

  /** Bytes of memory that wait in either direction. */
  abstract int heldBytes();

  /** Nothing more will come: what is incomplete is told as far as it is there. */
  abstract void flush();
}
