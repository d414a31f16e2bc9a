package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.names.NameReader;
import io.tlsfloor.capture.stream.OrderedBytes;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.preface.Preface;
import io.tlsfloor.parser.tls.TlsRecordView;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a conversation over TCP is made of: those who can read its bytes, what each direction is
 * taken for, and what that tells. {@link TcpPrefaces} and {@link TcpConversation} read.
 */
abstract class TcpParts extends TcpDirections {
  /** What the bytes of a direction are taken for. */
  enum Mode {
    DETECT,
    PREFACE,
    TLS,
    SSLV2,
    DNS,
    SCAN,
    IGNORE
  }

  final Views views;
  final TlsFacts facts;
  final TlsReaders readers;
  final TcpNames names;
  final Mode[] modes = {Mode.DETECT, Mode.DETECT};
  final TlsSearch search;
  final int[] scanned = new int[2];
  final OpeningBytes[] openings;
  final OtherContents others;
  final Dialogues dialogues;
  final Detection detection;
  final HelloInText helloInText = new HelloInText();
  boolean firstIsHello;
  boolean httpAnswers;
  boolean httpRequests;
  boolean proxyRequests;
  boolean foreign;
  boolean cutAtStart;
  boolean lostRecord; // its header was seen, the rest is missing
  boolean contradictedInClear;
  boolean beforeBeginning; // bytes came that stand before what was read first
  boolean answersLate; // the server had said nothing when the hello came behind other bytes
  int offerAgain = -1;

  TcpParts(TcpFlow flow, Views views, NameReader names, PacketView first) {
    super(flow, views, first);
    this.views = views;
    this.openings =
        new OpeningBytes[] {new OpeningBytes(views.buffers), new OpeningBytes(views.buffers)};
    this.names = new TcpNames(this, names);
    this.dialogues = new Dialogues(this);
    this.facts = facts();
    this.readers = new TlsReaders(facts, views);
    this.search = new TlsSearch(facts, views);
    this.others = new OtherContents(facts, views);
    this.detection = new Detection(views, facts, this.names, dialogues);
  }

  /** Begins again as the parts of another conversation: nothing is left of the one before. */
  @Override
  void begin(TcpFlow next, PacketView first) {
    super.begin(next, first);
    readers.begin();
    search.begin();
    names.begin();
    Arrays.fill(modes, Mode.DETECT);
    Arrays.fill(scanned, 0);
    openings[0].begin();
    openings[1].begin();
    dialogues.begin();
    helloInText.begin();
    firstIsHello = false;
    httpAnswers = false;
    httpRequests = false;
    proxyRequests = false;
    foreign = false;
    cutAtStart = false;
    lostRecord = false;
    contradictedInClear = false;
    beforeBeginning = false;
    answersLate = false;
    offerAgain = -1;
  }

  @Override
  List<Preface> prefaces() {
    return dialogues.all();
  }

  @Override
  int opener() {
    return dialogues.opener();
  }

  @Override
  List<FrameRef> commands() {
    return dialogues.commands();
  }

  @Override
  boolean isFromStart() {
    return flow.fromStart() || firstIsHello;
  }

  @Override
  int heldBytes() {
    return streams[0].heldBytes()
        + streams[1].heldBytes()
        + openings[0].heldBytes()
        + openings[1].heldBytes()
        + readers.heldBytes()
        + dialogues.heldBytes();
  }

  @Override
  public boolean keeps(OrderedBytes stream, long offset, int length) {
    return openings[stream.direction()].keeps(offset, length);
  }

  @Override
  public boolean hasFirst(
      OrderedBytes stream, long offset, ByteBuffer buffer, int start, int length) {
    return openings[stream.direction()].hasFirst(offset, buffer, start, length);
  }

  @Override
  void giveBack() {
    openings[0].giveBack();
    openings[1].giveBack();
    readers.giveBack();
    streams[0].begin();
    streams[1].begin();
  }

  @Override
  boolean isCutAtStart() {
    boolean lost = streams[0].lostBeginning() || streams[1].lostBeginning();
    boolean cut =
        cutAtStart
            || lost && dialogues.all().isEmpty()
            || holes() > 0 && dialogues.mayLeadToService();
    boolean connect = proxyRequests && holes() > 0; // may have been where one is missing
    return (cut && !httpAnswers || connect) && !isDns();
  }

  /** Whether a part of a record's header is all that was captured since the set-up. */
  boolean isHeaderAlone(int direction, int length) {
    return length <= TlsRecordView.HEADER_BYTES && flow.fromStart() && !flow.isSeen(1 - direction);
  }

  @Override
  boolean isAnswerMissing() {
    return super.isAnswerMissing() || helloInText.isOpen(this, scanned);
  }

  @Override
  boolean isBeginningDoubtful() {
    return beforeBeginning && !tlsSeen();
  }

  @Override
  boolean isServerDoubtful() {
    return facts.serverName().isEmpty() && (contradictedInClear || dialogues.asksForTwo());
  }

  @Override
  boolean isHopeless() {
    return modes[0] == Mode.IGNORE && modes[1] == Mode.IGNORE
        || streams[0].overflowed() && streams[1].overflowed();
  }

  /** Whether bytes that follow may still tell something: not the content of mail in clear. */
  boolean wantsBytes() {
    Preface running = dialogues.running();
    return (modes[0] != Mode.IGNORE || modes[1] != Mode.IGNORE)
        && (running == null || running.wantsBytes());
  }

  /** Whether it carries DNS messages. */
  boolean isDns() {
    return modes[0] == Mode.DNS || modes[1] == Mode.DNS;
  }

  @Override
  boolean isNames() {
    return isDns();
  }

  @Override
  boolean isConnection() {
    return !facts.isPseudo() && (tlsSeen() || mail());
  }

  @Override
  boolean tlsSeen() {
    return facts.handshakeSeen() || recordsSeen();
  }

  private boolean recordsSeen() {
    int first = recordsInStep(0);
    int second = recordsInStep(1);
    return first >= 2 || second >= 2 || first == 1 && second == 1;
  }

  /** A hole does not erase what records had shown. */
  private int recordsInStep(int direction) {
    int records = readers.recordsRead(direction);
    return modes[direction] == Mode.TLS || records >= 2 ? records : 0;
  }

  @Override
  int strayRecords() {
    return recordsInStep(0) + recordsInStep(1) + (lostRecord ? 1 : 0);
  }

  @Override
  boolean mail() {
    return dialogues.mail();
  }

  @Override
  Optional<HelloDigest> mailOpening() {
    return mail() && !tlsSeen()
        ? dialogues.opening(ConnectionBuilder.clientDirection(this))
        : Optional.empty();
  }
}
