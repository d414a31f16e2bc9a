package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.preface.Preface;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is being followed, from its first payload to its verdict: what is common to TCP
 * and UDP. {@link Teller} owns what becomes of its verdict, {@link Deadlines} its place in a queue,
 * {@link HeldBytes} its share; everything else is its own.
 */
abstract class Conversation extends Deadlines.Waiter implements Verdict.Surroundings {
  private static final int LOWEST_USUAL_PORT = 1024; // of a client, RFC 6335 §6

  private TrackedFlow flow;
  private final TlsFacts facts;
  private @Nullable Peer sender0;
  private @Nullable Peer sender1;
  private boolean truncated;
  private boolean fragmented;
  private int conflicts;
  private int duplicates;

  /** The frame of its latest packet. */
  final FrameMark current = new FrameMark();

  /** Where the connection came along: that of its first payload. */
  Path path;

  /** What the teller knows of it. */
  final Telling telling = new Telling();

  /** What is counted for it. */
  final HeldBytes.Share share = new HeldBytes.Share();

  Conversation(TrackedFlow flow, Views views, PacketView first) {
    this.flow = flow;
    this.path = Path.of(first);
    this.facts = new TlsFacts(views, current);
  }

  /** Begins again as the conversation of another flow: nothing is left of the one before. */
  void begin(TrackedFlow next, PacketView first) {
    flow = next;
    path = Path.of(first);
    sender0 = null;
    sender1 = null;
    truncated = false;
    fragmented = false;
    conflicts = 0;
    duplicates = 0;
    current.clear();
    telling.begin();
    facts.begin();
  }

  /**
   * Notes a packet.
   *
   * @param conflict whether it came in IP fragments that contradicted each other
   */
  final void packet(PacketView packet, FrameMark frame, boolean conflict) {
    current.set(frame);
    truncated |= packet.missing() > 0;
    fragmented |= packet.fragmented();
    conflicts += conflict ? 1 : 0;
    facts.initiator(flow.initiator);
  }

  /** Notes that the packet was captured twice. */
  final void duplicate() {
    duplicates++;
  }

  final TrackedFlow flow() {
    return flow;
  }

  /** The end that sends in {@code direction}. */
  final Peer sender(int direction) {
    Peer known = direction == 0 ? sender0 : sender1;
    if (known == null) {
      known = flow.sender(direction);
      if (direction == 0) {
        sender0 = known;
      } else {
        sender1 = known;
      }
    }
    return known;
  }

  @Override
  public final TlsFacts facts() {
    return facts;
  }

  @Override
  public final boolean packetsSeen(int direction) {
    return flow.isSeen(direction);
  }

  /** Whether its verdict was reported for good, or there is nothing to report. */
  final boolean isOver() {
    return telling.isOver();
  }

  /** Whether a captured frame was cut by the snap length. */
  final boolean isTruncated() {
    return truncated;
  }

  final boolean isFragmented() {
    return fragmented;
  }

  /** Copies of frames that were dropped. */
  final int duplicates() {
    return duplicates;
  }

  /** Copies whose bytes differ. */
  int conflicts() {
    return conflicts;
  }

  /** Whether there are two contents of what decides, and nothing settled which one counts. */
  final boolean isContested() {
    return facts.isContested() || conflicts > 0 && facts.choice().isEmpty();
  }

  /**
   * Whether a packet contradicts what was read, and nothing settled which of both is forged: what
   * is reported, or that nothing is, may be what somebody else made of it.
   */
  final boolean isDisputed() {
    return isContradicted()
        || conflicts() > 0 && (facts.choice().isEmpty() || facts.offer().isEmpty())
        || isClientDoubtful()
        || isServerDoubtful()
        || isBeginningDoubtful()
        || isInMailInClear();
  }

  /** Whether what was read, or the set-up, contradicts itself. */
  final boolean isContradicted() {
    return facts.isDisputed() || flow.isContrary();
  }

  /**
   * Whether who is the client rests on one message alone, and the SYN or the ports say the
   * contrary.
   */
  private boolean isClientDoubtful() {
    if (facts.helloSeen() && facts.choice().isPresent()) {
      return false;
    }
    int client = ConnectionBuilder.clientDirection(this);
    return isClientContrary()
        || flow.senderPort(client) < LOWEST_USUAL_PORT
            && flow.senderPort(1 - client) >= LOWEST_USUAL_PORT;
  }

  /** Whether one message alone says that the client is not who sent the SYN. */
  final boolean isClientContrary() {
    return flow.initiator == 1 - ConnectionBuilder.clientDirection(this)
        && !(facts.helloSeen() && facts.choice().isPresent());
  }

  /** Whether what it begins with was not its beginning, and shows no TLS. */
  boolean isBeginningDoubtful() {
    return false;
  }

  /** Whether which server it is rests on what was said before TLS, of which there are two. */
  boolean isServerDoubtful() {
    return false;
  }

  /** Whether TLS began amid mail in clear, or was let begin, and no one asked for it. */
  private boolean isInMailInClear() {
    boolean unasked = false;
    List<Preface> dialogues = prefaces();
    for (int i = 0; i < dialogues.size(); i++) { // no iterator: each connection asks
      Preface preface = dialogues.get(i);
      unasked |=
          preface.goesOnInClear() && (facts.handshakeSeen() || preface.mail().get().accepted());
    }
    return unasked;
  }

  /** Whether what went in clear may be somebody else's: both ends agreed on TLS behind it. */
  final boolean isMailForged() {
    return conflicts() > 0 && facts.choice().isPresent() && isInMailInClear();
  }

  /** Whether anyone may have sent it, as other packets of the same ends say. */
  boolean isStray() {
    return false;
  }

  /** What the client asked a proxy for, last. */
  final Optional<Target> target() {
    List<Preface> prefaces = prefaces();
    return prefaces.isEmpty() ? Optional.empty() : prefaces.get(prefaces.size() - 1).target();
  }

  /** How a packet ended it, at its place in the stream; null while none did. */
  @Nullable EndedHow endedHow() {
    return null;
  }

  /** The direction of that packet, or -1. */
  int endedBy() {
    return -1;
  }

  /** The frame of that packet. */
  @Nullable FrameMark endFrame() {
    return null;
  }

  /** Missing pieces of {@code direction}. */
  abstract int holes(int direction);

  abstract Transport transport();

  abstract Protocol protocol();

  /** The direction that {@link #prefaces} know as 0. */
  int opener() {
    return flow.opener();
  }

  /** Dialogues before TLS, in order. */
  abstract List<Preface> prefaces();

  /** The frames of mail commands in clear, in the order of the commands. */
  List<FrameRef> commands() {
    return List.of();
  }

  /** Whether the connection's first bytes were seen. */
  abstract boolean isFromStart();

  /** Whether the snap length took bytes that would have shown what begins there. */
  boolean isCutAtStart() {
    return false;
  }

  /** Whether it carries names alone, and no TLS. */
  boolean isNames() {
    return false;
  }

  /** Whether the server's answer to a hello in clear text may have been TLS, and is not there. */
  boolean isAnswerMissing() {
    int server = 1 - ConnectionBuilder.clientDirection(this);
    return !packetsSeen(server) || holes(server) > 0;
  }

  /** Records that were seen, of a connection that is none for want of more. */
  int strayRecords() {
    return 0;
  }

  /** Whether nothing more can be learned from its bytes. */
  abstract boolean isHopeless();

  /** Whether there is something to report: a hello, records, or mail without TLS. */
  abstract boolean isConnection();

  /** Whether anything of TLS was seen: a handshake, or records of one that was not. */
  abstract boolean tlsSeen();

  /** Whether no packet that a network delivered late could add to what decides. */
  boolean isComplete() {
    return true;
  }

  /** Whether no bytes wait to be read. */
  boolean isClear() {
    return true;
  }

  /** Whether it is a mail dialogue. */
  abstract boolean mail();

  /** What recognises a mail dialogue in which TLS never began. */
  Optional<HelloDigest> mailOpening() {
    return Optional.empty();
  }

  /** Whether a direction had to be given up because its unused bytes took too much room. */
  abstract boolean overflowed();

  /** Bytes of memory that wait in either direction. */
  abstract int heldBytes();

  /** Gives back room that was lent for bytes: nothing more of them is read. */
  void giveBack() {}

  /** Nothing more will come: what is incomplete counts as far as it is there. */
  abstract void flush();
}
