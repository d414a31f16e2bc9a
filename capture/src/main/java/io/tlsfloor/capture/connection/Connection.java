package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.capture.stream.Reassembly;
import io.tlsfloor.parser.observation.ClientBasis;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.preface.Preface;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection between two ends: the numbers and the first bytes of both directions, and what they
 * said. It is reported once there is a hello, records, or mail; else it never was. Used again.
 *
 * <p>The trackers write where its packets are, {@link Teller} what becomes of its verdict.
 */
final class Connection {
  /** Memory of one with a hello and no bytes that wait, about. */
  static final int BYTES = 1 << 11;

  /** Missing bytes are waited for so long, or less where they were taken before. */
  private static final long GAP_NANOS = 10_000_000_000L;

  private static final long ACKNOWLEDGED_GAP_NANOS = 1_000_000_000L;
  private static final int NO_HELLO = 2; // a mark: others are odd
  private static final int LOWEST_USUAL_PORT = 1024; // of a client, RFC 6335 §6

  /** In which order the bytes of both ends are read. */
  private enum Order {
    /** After those that they answer. */
    IN_TURN,
    /** Both, as far as the other end's next byte answers them. */
    AS_ANSWERED,
    ANY
  }

  final Flows flows;
  final Views views;
  final FrameMark now; // the frame that is being read
  final HandshakeFacts facts;
  final Dialogues dialogues;
  private final TcpSide side0;
  private final TcpSide side1;
  @Nullable DatagramReader datagrams; // of UDP

  // Between whom.
  private long ends; // as the table has them
  private int ports;
  private long @Nullable [] addresses; // of IPv6
  private @Nullable Peer peer0;
  private @Nullable Peer peer1;

  // Where the trackers find it.
  int row;
  @Nullable Connection next; // an older one of the same ends
  private long network; // in which it was seen, which keeps equal ends apart
  private long otherNetwork; // likewise: of the other end's packets, or of copies
  int firstDirection;
  final FrameMark first = new FrameMark();
  final FrameMark last = new FrameMark();
  boolean timeKnown;
  long lastNanos;
  long heldSince; // bytes wait for those that they answer; -1 for none
  boolean impatient; // what is missing will not come
  private Order order = Order.IN_TURN;
  private boolean outOfTurn; // bytes wait for those that they answer, and which were not read
  private boolean overtaking; // some were not captured
  boolean besides; // began next to another one, and without a SYN
  boolean besideAnswered; // the other end took part in another one alone
  boolean truncated;
  boolean fragmented;
  boolean namesRead;
  boolean fragmentsDiffer;

  // The way of its first payload.
  List<String> tunnels = List.of();
  int vlan;
  int innerVlan;

  // What the teller knows.
  @Nullable Connection before; // in a queue
  @Nullable Connection after;
  Teller.@Nullable Queue queue;
  long since;
  int share; // of the memory that all take
  boolean over;
  boolean silent;
  int toldChanges; // of the facts, when it was reported
  Verdict verdict = new Verdict();

  Connection(Flows flows, Views views, FrameMark now) {
    this.flows = flows;
    this.views = views;
    this.now = now;
    facts = new HandshakeFacts(views, now);
    dialogues = new Dialogues(this);
    side0 = new TcpSide(this, 0);
    side1 = new TcpSide(this, 1);
  }

  /** Begins again, with the segment or datagram of {@link #now}. */
  void begin(int direction, boolean timeIsKnown) {
    facts.begin();
    dialogues.begin();
    side0.begin(views);
    side1.begin(views);
    datagrams = null;
    ends(0, 0, null);
    beginIn(0);
    row = 0;
    next = null;
    firstDirection = direction;
    first.set(now);
    last.set(now);
    timeKnown = timeIsKnown;
    lastNanos = now.timeNanos();
    heldSince = -1;
    impatient = false;
    order = Order.IN_TURN;
    outOfTurn = false;
    overtaking = false;
    besides = false;
    besideAnswered = false;
    truncated = false;
    fragmented = false;
    namesRead = false;
    fragmentsDiffer = false;
    tunnels = List.of();
    vlan = PacketView.NO_VLAN;
    innerVlan = PacketView.NO_VLAN;
    before = null;
    after = null;
    queue = null;
    since = 0;
    share = 0;
    over = false;
    silent = false;
    toldChanges = 0;
    verdict.begin();
  }

  /** Says between whom it is; see {@link FlowTable}. */
  void ends(long bothEnds, int bothPorts, long @Nullable [] bothAddresses) {
    ends = bothEnds;
    ports = bothPorts;
    addresses = bothAddresses;
    peer0 = null;
    peer1 = null;
  }

  /** Its first packet is of a network. */
  void beginIn(long number) {
    network = number;
    otherNetwork = number;
  }

  /** A packet of it is of a network. */
  void seenIn(long number) {
    if (number != network) {
      otherNetwork = number;
    }
  }

  /**
   * Payload of it came.
   *
   * @param view says by which way; null for the common form of packet
   * @param missing bytes that the snap length took
   * @param conflict whether it came in IP fragments that contradict each other
   */
  void came(@Nullable PacketView view, int missing, boolean conflict) {
    if (!isPayloadSeen()
        && view != null
        && (view.tunnelCount() > 0 || view.vlan() >= 0 || view.innerVlan() >= 0)) {
      tunnels = view.tunnels();
      vlan = view.vlan();
      innerVlan = view.innerVlan();
    }
    truncated |= missing > 0;
    fragmented |= view != null && view.fragmented();
    fragmentsDiffer |= conflict;
  }

  /** Returns whether it was seen in a network. */
  boolean isIn(long number) {
    return number == network || number == otherNetwork;
  }

  /** The networks in which it was seen, as rows of the table know them. */
  int networkBits() {
    return FlowTable.bit(network) | FlowTable.bit(otherNetwork);
  }

  /** Says of a verdict between whom it is. */
  void endsOf(Verdict found) {
    found.ends = ends;
    found.ports = ports;
    found.addresses = addresses;
  }

  /** The end that sends in {@code direction}. */
  Peer peer(int direction) {
    Peer known = direction == 0 ? peer0 : peer1;
    if (known == null) {
      known = Verdict.peer(ends, ports, addresses, direction);
      if (direction == 0) {
        peer0 = known;
      } else {
        peer1 = known;
      }
    }
    return known;
  }

  int port(int direction) {
    return direction == 0 ? ports >>> 16 : ports & 0xFFFF;
  }

  TcpSide side(int direction) {
    return direction == 0 ? side0 : side1;
  }

  SideReader reader(int direction) {
    return direction == 0 ? side0.reader : side1.reader;
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

  // Reading.

  /**
   * Reads as much as is there: what one end said may let the other's bytes be read, and comes
   * before what answers it. Where bytes of both ends wait for each other, since one was sent again
   * with more, the fewest are read that the other's answer.
   */
  void read() {
    boolean goesOn = true;
    boolean waits = false;
    while (goesOn) {
      outOfTurn = false;
      overtaking = false;
      order = Order.IN_TURN;
      goesOn = side0.reader.step();
      goesOn |= side1.reader.step();
      waits = overtaking;
      if (!goesOn && outOfTurn && !overtaking) {
        order = Order.AS_ANSWERED;
        int first = readable(0) <= readable(1) ? 0 : 1;
        goesOn = reader(first).step() || reader(1 - first).step();
        order = Order.ANY;
        goesOn = goesOn || reader(first).step() || reader(1 - first).step();
      }
    }
    heldSince = !waits ? -1 : heldSince < 0 ? now.timeNanos() : heldSince;
    side0.reader.checkAnswer();
    side1.reader.checkAnswer();
    side0.reader.checkRoom();
    side1.reader.checkRoom();
  }

  /**
   * One side begins earlier than was thought: what was read of either is none, as far as its bytes
   * are still there to be read again.
   */
  void readAgain() {
    if (side0.isReadable() && side1.isReadable()) {
      facts.readAgain();
      dialogues.begin();
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

  /**
   * How many bytes of {@code direction} may be read: those that answer others, which were not read
   * or not captured yet, have to wait.
   */
  int readable(int direction) {
    Reassembly own = side(direction).bytes;
    TcpSide other = side(1 - direction);
    if (impatient || !other.isKnown()) {
      return own.available();
    }
    int position = other.base + other.bytes.position();
    int end = other.end != 0 ? 1 : 0; // which has a number of its own
    int captured = Math.max(position, other.next()) + end;
    int to = own.readable(order == Order.IN_TURN ? position + end : captured);
    if (order == Order.AS_ANSWERED) {
      int answered = other.bytes.answered(side(direction).base);
      return Math.max(0, Math.min(to, answered) - own.position());
    }
    if (to < own.have()) {
      outOfTurn |= order == Order.IN_TURN;
      overtaking |= own.readable(captured) < own.have();
    }
    return to - own.position();
  }

  /** Reads what waits for others' bytes all the same; false if nothing waited so. */
  boolean readsOutOfTurn() {
    if (impatient || !overtaking) {
      return false;
    }
    impatient = true;
    read();
    return true;
  }

  // What is missing.

  /** Gives up what will not come any more. */
  void gaps() {
    long time = now.timeNanos();
    boolean apart = !side0.seen || !side1.seen;
    if (heldSince >= 0
        && time - heldSince > (apart ? Teller.APART_NANOS : ACKNOWLEDGED_GAP_NANOS)) {
      impatient = true;
      read();
    }
    for (int direction = 0; direction < 2; direction++) {
      TcpSide side = side(direction);
      if (side.isWaiting()
          && heldSince < 0
          && time - side.waitingSince > patience(side, side(1 - direction))) {
        giveUp(side);
      }
    }
  }

  private static long patience(TcpSide side, TcpSide other) {
    boolean acknowledged =
        other.acknowledges && other.acknowledgment - side.base - side.bytes.waitingFrom() >= 0;
    return acknowledged ? ACKNOWLEDGED_GAP_NANOS : GAP_NANOS;
  }

  private void giveUp(TcpSide side) {
    readsOutOfTurn();
    int from = side.bytes.have();
    int to = side.bytes.isWaiting() ? side.bytes.waitingFrom() : side.cutTo;
    side.bytes.skipTo(to);
    side.waitingSince = now.timeNanos();
    lost(side, from, to);
    read();
  }

  private static void lost(TcpSide side, int from, int to) {
    side.holes++;
    if (from == 0) {
      side.lostAtStart++;
    }
    side.reader.lost(from, to);
  }

  /** Nothing more will come: reads what waits, with what is missing before it given up. */
  void settle() {
    facts.at(last);
    if (datagrams != null) {
      datagrams.finish();
    } else {
      impatient = true;
      read();
      settle(side0);
      settle(side1);
    }
    facts.at(now);
  }

  private void settle(TcpSide side) {
    while (side.isWaiting()) {
      giveUp(side);
    }
    side.reader.finish();
    if (side.end != 0 && side.isKnown() && side.endAt > side.bytes.have()) {
      int from = side.bytes.have();
      side.bytes.skipTo(side.endAt);
      lost(side, from, side.endAt);
    }
  }

  /**
   * Counts as missing what was sent, as the other end says, and never captured. Datagrams that are
   * missing look like those that were never sent.
   */
  void countUnseen() {
    boolean ended = side0.end != 0 || side1.end != 0;
    for (int direction = 0; direction < 2; direction++) {
      TcpSide side = side(direction);
      TcpSide other = side(1 - direction);
      if (isTcp() && side.isKnown() && other.acknowledges && !side.reader.isIgnored()) {
        int ahead = other.acknowledgment - side.next();
        if (ahead > 1 && ahead <= TcpTracker.FAR
            || ahead == 1 && side.end != TcpSegment.FIN && !ended && side.payloadSeen) {
          side.holes++;
          side.lostAtStart += side.bytes.have() == 0 ? 1 : 0;
        }
      }
    }
  }

  /** A mail client said how it is called. */
  void clientNamed(int direction, String name) {
    views.names.clients().add(peer(direction).address(), name, ClientNameSource.EHLO, now);
  }

  // What is known of it.

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
    return side0.holes + side1.holes;
  }

  boolean isPayloadSeen() {
    return side0.payloadSeen || side1.payloadSeen;
  }

  boolean overflowed() {
    return side0.bytes.overflowed() || side1.bytes.overflowed();
  }

  /** Returns whether the connection's first bytes were seen. */
  boolean isFromStart() {
    if (!isTcp()) {
      return facts.helloSeen();
    }
    return side0.isFromSyn() || side1.isFromSyn() || facts.helloSeen() && !facts.isUnproven();
  }

  /** Returns whether anything of TLS was seen: a handshake, or records of one that was not. */
  boolean isTlsSeen() {
    if (facts.handshakeSeen() && !facts.isUnproven()) {
      return true;
    }
    if (!isTcp()) {
      return false;
    }
    int one = side0.reader.recordsInStep();
    int other = side1.reader.recordsInStep();
    return !facts.isUnproven() && (one >= 2 || other >= 2 || one == 1 && other == 1);
  }

  /** Returns whether there is something to report: a hello, records, or mail without TLS. */
  boolean isConnection() {
    return !facts.isPseudo() && (isTlsSeen() || isHelloInTextBelieved() || dialogues.mail());
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
    return facts.isUnproven()
        && !side0.reader.isHttp()
        && !side1.reader.isHttp()
        && (facts.helloSeen()
            ? (server.payloadSeen || !reader(client).wasBeforeForLong())
                && !reader(client).wentOn()
                && !server.reader.wentOn()
            : !side(client).seen || side(client).holes > 0);
  }

  /** Returns whether the snap length or a hole took what would have shown what begins there. */
  boolean isCutAtStart() {
    boolean start =
        side0.lostAtStart > 0 && !side1.isPage() || side1.lostAtStart > 0 && !side0.isPage();
    return start && (isFromStart() || truncated) && !dialogues.mayLeadToService()
        || holes() > 0 && dialogues.mayLeadToService();
  }

  /** The direction of the end that stands in its place, the first one's; or -1. */
  int ended() {
    int found = -1;
    for (int direction = 0; direction < 2; direction++) {
      TcpSide each = side(direction);
      if (each.isOver()
          && (found < 0
              || each.endFrame.timeNanos() < side(found).endFrame.timeNanos()
              || each.endFrame.timeNanos() == side(found).endFrame.timeNanos()
                  && each.endFrame.number() < side(found).endFrame.number())) {
        found = direction;
      }
    }
    return found;
  }

  /**
   * What in its packets contradicts others, in what decides: what is reported, or that nothing is,
   * may be what somebody else made of it.
   */
  Set<Contradiction> contradictions() {
    Set<Contradiction> found = facts.contradictions();
    contents(found);
    dialogues.contradictions(facts.handshakeSeen(), found);
    client(found);
    if (facts.isPseudo() && isTlsSeen()) {
      found.add(Contradiction.IMITATION_OF_TLS);
    }
    return found;
  }

  /** Adds what copies and fragments contradict each other in. */
  private void contents(Set<Contradiction> found) {
    boolean pieces = datagrams != null && datagrams.conflicts() > 0;
    if (protocol() == Protocol.QUIC) {
      if (pieces || fragmentsDiffer) {
        found.add(Contradiction.QUIC_BYTES);
      }
      return;
    }
    if (pieces) {
      found.add(Contradiction.MESSAGE_BYTES);
    }
    if (fragmentsDiffer) {
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
        || facts.isUnproven()
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
    return facts.helloMark() == 0 && isTlsSeen() ? NO_HELLO : facts.helloMark();
  }

  /** Returns whether the server showed that it took the hello, or what stands for one. */
  boolean isAnswered() {
    int client = client();
    TcpSide server = side(1 - client);
    return side(client).isTakenBy(server) || server.payloadSeen && side(client).payloadSeen;
  }

  /**
   * Returns whether anyone may have sent what is reported: the other end took nothing of it, though
   * it was seen without a SYN of this one, or took part in another connection of the same ports.
   */
  boolean isStray() {
    int client = client();
    boolean alone = facts.helloSeen() && side(1 - client).seen && !side(client).isFromSyn();
    return isTcp() && (besides || besideAnswered || alone) && !isAnswered();
  }

  /** Memory that it takes. */
  int heldBytes() {
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

  /** Gives back the room for its bytes: nothing more of them is read. */
  void giveBack() {
    side0.records.resume();
    side1.records.resume();
    side0.bytes.giveBack(views.buffers);
    side1.bytes.giveBack(views.buffers);
  }
}
