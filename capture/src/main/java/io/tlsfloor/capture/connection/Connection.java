package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.record.ConnectionRecorder;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.ClientBasis;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.preface.Preface;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection between two ends: the numbers and the first bytes of both directions, and what they
 * said. It is reported once there is a hello, records, or mail; else it never was.
 *
 * <p>It is made of parts, each of which owns its state and is cleared by {@link #begin}, so that a
 * connection that is used again is like a new one.
 */
final class Connection {
  /** Memory of one with a hello and no bytes that wait, about. */
  static final int BYTES = 1 << 11;

  private static final int NO_HELLO = 2; // a mark: others are odd
  private static final int LOWEST_USUAL_PORT = 1024; // of a client, RFC 6335 §6

  final Flows flows;
  final Views views;
  final FrameMark now; // the frame that is being read

  final FlowEnds ends = new FlowEnds();
  final PacketPath path = new PacketPath();
  final HandshakeFacts facts;
  final Dialogues dialogues;
  final Turns turns;
  final Deadlines.Place deadline = new Deadlines.Place(this);
  private final TcpSide side0;
  private final TcpSide side1;
  private @Nullable DatagramReader datagrams; // of UDP

  // Where the table has it.
  private int row;
  private @Nullable Connection next; // an older one of the same ends

  private int firstDirection;
  private boolean timeKnown;
  private final FrameMark first = new FrameMark();
  private final FrameMark last = new FrameMark();
  private long lastNanos; // of the packets, but for one with a wrong time
  private boolean neighbour; // began next to another one, and without a SYN
  private boolean answeredNeighbour; // the other end took part in another one alone
  private boolean amidAnother; // began at the numbers of one that speaks TLS
  private boolean namesRead;
  private int heldBytes; // as they were counted
  private boolean over;
  private Verdict verdict = new Verdict();

  Connection(Flows flows, Views views, FrameMark now) {
    this.flows = flows;
    this.views = views;
    this.now = now;
    facts = new HandshakeFacts(views, now);
    dialogues = new Dialogues(this);
    side0 = new TcpSide(this, 0);
    side1 = new TcpSide(this, 1);
    turns = new Turns(side0, side1, now);
  }

  /**
   * Begins again, with the segment or datagram of {@link #now}.
   *
   * @param direction of its sender
   * @param recorder takes what is read
   */
  void begin(int direction, boolean timeIsKnown, ConnectionRecorder recorder) {
    ends.clear();
    path.clear();
    facts.begin(recorder);
    dialogues.clear();
    turns.clear();
    deadline.clear();
    side0.clear();
    side1.clear();
    verdict.clear();
    datagrams = null;
    row = 0;
    next = null;
    firstDirection = direction;
    timeKnown = timeIsKnown;
    first.set(now);
    last.set(now);
    lastNanos = now.timeNanos();
    neighbour = false;
    answeredNeighbour = false;
    amidAnother = false;
    namesRead = false;
    heldBytes = 0;
    over = false;
  }

  // Where the table has it.

  /** The table has it in a row, before an older one. */
  void isIn(int tableRow, @Nullable Connection older) {
    row = tableRow;
    next = older;
  }

  /** The row of the table. */
  int row() {
    return row;
  }

  /** An older one of the same ends. */
  @Nullable Connection next() {
    return next;
  }

  /** Takes one out of those behind it. */
  void unlink(Connection gone) {
    if (next == gone) {
      next = gone.next;
    }
  }

  /** The latest packet's time, as far as the clock is right. */
  long lastNanos() {
    return lastNanos;
  }

  /** Where it begins. */
  FrameMark first() {
    return first;
  }

  /** The direction of its first packet. */
  int firstDirection() {
    return firstDirection;
  }

  /** Returns whether its packets have times. */
  boolean isTimeKnown() {
    return timeKnown;
  }

  /** It began next to another one, without a SYN, or another one began next to it so. */
  void noteNeighbour() {
    neighbour = true;
  }

  /** The other end took part in another connection of the same ends. */
  void noteAnsweredNeighbour() {
    answeredNeighbour = true;
  }

  /** It began, without a SYN, at the numbers of another one that speaks TLS. */
  void noteAmidAnother() {
    amidAnother = true;
  }

  /** Returns whether it began at the numbers of another one, and no server answered its hello. */
  boolean isUnansweredAmidAnother() {
    boolean refused = facts.isRefused() && facts.isServer(facts.alertBy());
    return amidAnother && facts.helloSeen() && facts.chosen() == null && !refused;
  }

  /** Returns whether it is next to another one, and without a SYN. */
  boolean isNeighbour() {
    return neighbour;
  }

  /** Returns whether the other end took part in another connection of the same ends. */
  boolean hasAnsweredNeighbour() {
    return answeredNeighbour;
  }

  // What packets bring.

  /**
   * The frame that is being read is of it.
   *
   * @param network in which it was captured
   * @param nanos its time, as far as the clock is right; else that of the latest before
   */
  void seen(long network, long nanos) {
    last.set(now);
    path.seenIn(network);
    lastNanos = nanos;
  }

  /**
   * Takes a segment.
   *
   * @param count bytes of its stream that it has, captured or not
   * @return whether more may be read than before
   */
  boolean take(TcpSegment segment, int count) {
    TcpSide side = side(segment.direction());
    int sequence = segment.sequence();
    if (segment.isSyn()) {
      side.syn(sequence + 1);
      boolean answer = segment.hasAcknowledgment();
      facts.initiator(answer ? 1 - segment.direction() : segment.direction(), answer);
      sequence++;
    }
    if (segment.acknowledges()) {
      side.acknowledge(segment);
    }
    boolean goesOn = false;
    if (count > 0) {
      came(segment.packet(), segment.missing(), segment.isContradicted());
      goesOn = side.payload(segment, sequence, count);
    }
    if (segment.isFin() || segment.isReset()) {
      side.end(segment, sequence + count);
    } else if (count == 0) {
      side.noBytes(sequence);
    }
    giveUpLate();
    return goesOn;
  }

  private void came(@Nullable PacketView view, int missing, boolean conflict) {
    if (view != null && !isPayloadSeen()) {
      path.firstPayload(view);
    }
    path.payload(view, missing, conflict);
  }

  /** Bytes of a side came; whether they let more be read. */
  boolean added(boolean news) {
    boolean goesOn = news || turns.isWaiting(); // a copy may have been sent earlier
    if (goesOn) {
      deadline.heard(news);
      turns.read();
    }
    return goesOn;
  }

  /** It is of UDP. */
  void reads(DatagramReader reader) {
    datagrams = reader;
  }

  /** A datagram came, of which a part is read. */
  void datagram(PacketView packet, int direction, boolean conflict, int start, int length) {
    came(packet, packet.missing(), conflict);
    side(direction).datagram(packet.sourceMac());
    deadline.heard(true);
    DatagramReader reader = datagrams;
    if (reader != null) {
      reader.read(direction, packet.buffer(), start, length, packet.missing());
    }
  }

  /**
   * One side begins earlier than was thought: what was read of either is none, as far as its bytes
   * are still there to be read again.
   */
  void readAgain() {
    if (side0.isReadable() && side1.isReadable()) {
      facts.startAfresh();
      dialogues.clear();
      side0.readAgain();
      side1.readAgain();
    }
  }

  /** The dialogue took bytes: perhaps it is over. */
  void dialogueGoesOn() {
    Preface running = dialogues.running();
    if (running == null || running.state() == Preface.State.RUNNING) {
      return;
    }
    boolean innerNext = running.state() == Preface.State.INNER_NEXT;
    boolean mailInClear = !innerNext && running.mail().isPresent() && !facts.helloSeen();
    dialogues.over();
    side0.reader.dialogueEnded(innerNext, mailInClear);
    side1.reader.dialogueEnded(innerNext, mailInClear);
  }

  /** Bytes of it were a DNS server's answers. */
  void namesRead() {
    namesRead = true;
  }

  /** A mail client said how it is called. */
  void clientNamed(int direction, String name) {
    views.names.clients().add(peer(direction).address(), name, ClientNameSource.EHLO, now);
  }

  // What is missing.

  private void giveUpLate() {
    turns.giveUpLate();
    long nanos = now.timeNanos();
    if (!turns.isWaiting()) {
      side0.giveUpLate(nanos);
    }
    if (!turns.isWaiting()) {
      side1.giveUpLate(nanos);
    }
  }

  /** Nothing more will come: reads what waits, with what is missing before it given up. */
  void settle() {
    facts.at(last);
    if (datagrams != null) {
      datagrams.finish();
    } else {
      turns.end();
      side0.settle(now.timeNanos());
      side1.settle(now.timeNanos());
    }
    facts.at(now);
  }

  /**
   * Counts as missing what was sent, as the other end says, and never captured. Datagrams that are
   * missing look like those that were never sent.
   */
  void countUnseen() {
    if (isTcp()) {
      boolean anyEnd = side0.ending() != 0 || side1.ending() != 0;
      side0.countUnseen(anyEnd);
      side1.countUnseen(anyEnd);
    }
  }

  /** Its verdict is found, or there is none: it is another one's from now on. */
  void finish() {
    over = true;
    side0.giveBack();
    side1.giveBack();
  }

  /** Returns whether its verdict is found. */
  boolean isOver() {
    return over;
  }

  // What is written down of it.

  /** What is reported of it, while it waits to be. */
  Verdict verdict() {
    return verdict;
  }

  /** Gives the verdict away for a blank one. */
  Verdict takeVerdict(Verdict blank) {
    Verdict taken = verdict;
    verdict = blank;
    return taken;
  }

  // What is known of it.

  /** The end that sends in {@code direction}. */
  Peer peer(int direction) {
    return ends.peer(direction);
  }

  int port(int direction) {
    return ends.port(direction);
  }

  TcpSide side(int direction) {
    return direction == 0 ? side0 : side1;
  }

  SideReader reader(int direction) {
    return direction == 0 ? side0.reader : side1.reader;
  }

  /** What reads its datagrams; null for a connection of TCP. */
  @Nullable DatagramReader datagrams() {
    return datagrams;
  }

  boolean isTcp() {
    return datagrams == null;
  }

  Transport transport() {
    return isTcp() ? Transport.TCP : Transport.UDP;
  }

  Protocol protocol() {
    return datagrams == null ? Protocol.TLS : datagrams.protocol();
  }

  /** Returns whether one direction alone was seen. */
  boolean isOneSided() {
    return !side0.isSeen() || !side1.isSeen();
  }

  /** The client's direction by the best basis there is. */
  int client() {
    if (facts.client() >= 0) {
      return facts.client();
    }
    int said = dialogues.client();
    if (said >= 0) {
      return said;
    }
    if (facts.initiator() >= 0) {
      return facts.initiator();
    }
    return port(0) > port(1) ? 0 : 1; // the higher port is the ephemeral one
  }

  ClientBasis clientBasis() {
    if (facts.client() >= 0) {
      return facts.clientBasis();
    }
    return facts.initiator() >= 0 ? ClientBasis.SYN : ClientBasis.PORT;
  }

  int holes() {
    return side0.holes() + side1.holes();
  }

  boolean isPayloadSeen() {
    return side0.isPayloadSeen() || side1.isPayloadSeen();
  }

  boolean overflowed() {
    return side0.bytes.overflowed() || side1.bytes.overflowed();
  }

  /** Returns whether it is, for a part, a DNS server's answers. */
  boolean isNamesRead() {
    return namesRead;
  }

  /** Returns whether the connection's first bytes were seen. */
  boolean isFromStart() {
    if (!isTcp()) {
      return facts.helloSeen();
    }
    return side0.isFromSyn() || side1.isFromSyn() || facts.helloSeen() && !facts.isInText();
  }

  /** Returns whether anything of TLS was seen: a handshake, or records of one that was not. */
  boolean isTlsSeen() {
    if (facts.handshakeSeen() && !facts.isInText()) {
      return true;
    }
    if (!isTcp()) {
      return false;
    }
    int one = side0.reader.recordsInStep();
    int other = side1.reader.recordsInStep();
    return !facts.isInText() && (one >= 2 || other >= 2 || one == 1 && other == 1);
  }

  /** Returns whether there is something to report: a hello, records, or mail without TLS. */
  boolean isConnection() {
    return !facts.isImitation() && (isTlsSeen() || isHelloInTextBelieved() || dialogues.mail());
  }

  /**
   * Returns whether a hello among other bytes, which nothing in TLS answered, is one all the same:
   * nobody went on behind it, and the bytes before it are no web page's. Who sends a file that
   * holds one goes on with the file, or has sent much of it while the other end said nothing. A
   * choice whose hello is not missing is none.
   */
  boolean isHelloInTextBelieved() {
    int client = facts.client();
    TcpSide server = side(1 - client);
    return facts.isInText()
        && !side0.reader.isHttp()
        && !side1.reader.isHttp()
        && (facts.helloSeen()
            ? (server.isPayloadSeen() || !reader(client).wasBeforeForLong())
                && !reader(client).wentOn()
                && !server.reader.wentOn()
            : !side(client).isSeen() || side(client).holes() > 0);
  }

  /** Returns whether the snap length or a hole took what would have shown what begins there. */
  boolean isCutAtStart() {
    boolean start =
        side0.isBeginningLost() && !side1.isPage() || side1.isBeginningLost() && !side0.isPage();
    return start && (isFromStart() || path.isTruncated()) && !dialogues.mayLeadToService()
        || holes() > 0 && dialogues.mayLeadToService();
  }

  /** The direction of the end that stands in its place, the first one's; or -1. */
  int ended() {
    int found = -1;
    for (int direction = 0; direction < 2; direction++) {
      TcpSide each = side(direction);
      if (each.isOver() && (found < 0 || each.endFrame().isBefore(side(found).endFrame()))) {
        found = direction;
      }
    }
    return found;
  }

  /**
   * Adds what in its packets contradicts others, in what decides: what is reported, or that nothing
   * is, may be what somebody else made of it.
   */
  void contradictions(Set<Contradiction> found) {
    facts.contradictions(found);
    contents(found);
    dialogues.contradictions(facts.handshakeSeen(), found);
    client(found);
    if (facts.isImitation() && isTlsSeen()) {
      found.add(Contradiction.IMITATION_OF_TLS);
    }
  }

  /** Adds what copies and fragments contradict each other in. */
  private void contents(Set<Contradiction> found) {
    boolean pieces = datagrams != null && datagrams.conflicts() > 0;
    if (protocol() == Protocol.QUIC) {
      if (pieces || path.isContradicted()) {
        found.add(Contradiction.QUIC_BYTES);
      }
      return;
    }
    if (pieces) {
      found.add(Contradiction.MESSAGE_BYTES);
    }
    if (path.isContradicted()) {
      found.add(Contradiction.FRAGMENT_BYTES);
    }
    if (side0.bytes.conflicts() + side1.bytes.conflicts() > 0) {
      found.add(Contradiction.SEGMENT_BYTES);
    }
  }

  /**
   * Adds that one message or dialogue alone says that the client is not who sent the SYN, or has a
   * server's port.
   */
  private void client(Set<Contradiction> found) {
    boolean agreed = facts.helloSeen() && facts.chosen() != null;
    if (agreed
        || facts.isInText()
        || facts.client() < 0 && dialogues.client() < 0 && !isTlsSeen()) {
      return;
    }
    int client = client();
    if (facts.initiator() == 1 - client) {
      found.add(Contradiction.CLIENT_DID_NOT_OPEN);
    }
    if (port(client) < LOWEST_USUAL_PORT && port(1 - client) >= LOWEST_USUAL_PORT) {
      found.add(Contradiction.CLIENT_ON_SERVER_PORT);
    }
  }

  /** Returns what distinguishes its hello from another on the same ports; 0 if it was no TLS. */
  int mark() {
    return facts.hello.mark() == 0 && isTlsSeen() ? NO_HELLO : facts.hello.mark();
  }

  /** Returns whether the server showed that it took the hello, or what stands for one. */
  boolean isAnswered() {
    int client = client();
    TcpSide server = side(1 - client);
    return side(client).isTakenBy(server) || server.isPayloadSeen() && side(client).isPayloadSeen();
  }

  /**
   * Returns whether anyone may have sent what is reported: the other end took nothing of it, though
   * it was seen without a SYN of this one, or took part in another connection of the same ports.
   */
  boolean isNotTaken() {
    int client = client();
    boolean alone = facts.helloSeen() && side(1 - client).isSeen() && !side(client).isFromSyn();
    return isTcp() && (neighbour || answeredNeighbour || alone) && !isAnswered();
  }

  /** Counts the memory that it takes; returns how much more that is than before. */
  int countHeldBytes() {
    int before = heldBytes;
    heldBytes = heldBytes();
    return heldBytes - before;
  }

  /** Returns the memory that was counted: it takes none any more. */
  int releaseHeldBytes() {
    int before = heldBytes;
    heldBytes = 0;
    return before;
  }

  /** Returns whether its memory was counted. */
  boolean isCounted() {
    return heldBytes > 0;
  }

  private int heldBytes() {
    DatagramReader reader = datagrams;
    if (reader != null) {
      return BYTES + reader.heldBytes();
    }
    return BYTES
        + side0.bytes.heldBytes()
        + side1.bytes.heldBytes()
        + side0.reader.heldBytes()
        + side1.reader.heldBytes()
        + dialogues.heldBytes();
  }

  @Override
  public String toString() {
    return ends
        + (over ? ", over" : "")
        + ": "
        + facts
        + "; "
        + (isTcp() ? dialogues + "; " + side0 + "; " + side1 + "; " + turns : protocol())
        + (deadline.isWaiting() ? "; waits " + deadline : "");
  }
}
