package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.names.DnsStreamReader;
import io.tlsfloor.capture.names.NameReader;
import io.tlsfloor.capture.stream.Reassembly;
import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.parser.preface.Preface;
import io.tlsfloor.parser.preface.PrefaceRecognizer;
import io.tlsfloor.parser.tls.ContentType;
import io.tlsfloor.parser.tls.TlsStart;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bytes of one direction of a TCP connection: what begins there, and then TLS, a dialogue
 * before it, SSL 2.0, or a DNS server's answers. Where nothing is known TLS is looked for wherever
 * a segment begins, and a hello anywhere in it.
 */
final class SideReader {
  private enum Mode {
    DETECT,
    TLS,
    DIALOGUE,
    SSL_V2,
    NAMES,
    SCAN,
    IGNORE
  }

  private static final int MAX_SCANNED = 1 << 10; // segments in which TLS is looked for
  private static final int MAX_FOREIGN = 1 << 6; // the same where a direction begins with others

  private final Connection connection;
  private final int direction;
  private final Reassembly in;
  private final RecordReader records;
  private final HandshakeFacts facts;
  private final Dialogues dialogues;
  private final Views views;
  private final PassedText passed = new PassedText();

  private Mode mode = Mode.DETECT;
  private boolean foreign; // its first bytes are no TLS
  private boolean http;
  private boolean proxyRequest;
  private int sslV2Records;
  private @Nullable DnsStreamReader dns;

  SideReader(Connection connection, int direction, Reassembly in, RecordReader records) {
    this.connection = connection;
    this.direction = direction;
    this.in = in;
    this.records = records;
    this.facts = connection.facts;
    this.dialogues = connection.dialogues;
    this.views = connection.views;
  }

  /** Nothing was read: of another connection, or with a first byte that came late. */
  void clear() {
    mode = Mode.DETECT;
    foreign = false;
    http = false;
    proxyRequest = false;
    passed.clear();
    sslV2Records = 0;
    dns = null;
    records.clear();
  }

  /** Reads on; whether that led anywhere. */
  boolean step() {
    if (in.available() <= 0) {
      return false;
    }
    int before = in.position();
    Mode was = mode;
    switch (mode) {
      case DETECT -> detect();
      case TLS -> tls();
      case DIALOGUE -> dialogue();
      case SSL_V2 -> sslV2();
      case NAMES -> names();
      case SCAN -> scan();
      case IGNORE -> ignored();
    }
    return in.position() != before || mode != was;
  }

  private void tls() {
    boolean awaited = !facts.helloSeen();
    if (!records.read()) {
      outOfStep();
    }
    if (awaited && facts.helloSeen() && facts.isServer(1 - direction)) {
      connection.reader(1 - direction).helloCame();
    }
  }

  /** The other end's hello came: what was passed over may be the answer to it. */
  private void helloCame() {
    TcpSide client = connection.side(1 - direction);
    int place = client.answerFrom() - connection.side(direction).base();
    boolean scans = mode == Mode.SCAN && client.isHelloAcknowledging();
    if (scans && place < in.position() && in.isThereFrom(place)) {
      in.moveTo(place);
      passed.readAgainFrom(place);
    }
  }

  // What begins here.

  private void detect() {
    ByteBuffer buffer = in.buffer();
    int at = in.index();
    int length = in.available();
    Progress pseudo = TlsOpening.pseudo(buffer, at, length);
    if (pseudo == Progress.NEED_MORE) {
      return;
    }
    if (pseudo == Progress.DONE) {
      facts.imitates();
      mode = Mode.SCAN;
      in.moveTo(in.have());
      return;
    }
    TlsStart tls = begins();
    if (tls == TlsStart.MORE) {
      return;
    }
    boolean answer = facts.isServer(direction) && facts.helloSeen();
    if (tls.isRecord() || answer && TlsOpening.isFilledRecord(buffer, at, length)) {
      beginTls();
      return;
    }
    Progress choice = answer ? views.sslV2ServerHello.wrap(buffer, at, length) : Progress.MALFORMED;
    if (choice == Progress.DONE || choice == Progress.NEED_MORE && facts.isSslV2Offer()) {
      mode = choice == Progress.DONE ? Mode.SSL_V2 : mode;
      return;
    }
    if (tls == TlsStart.OLD_HELLO) {
      if (views.sslV2ClientHello.wrap(buffer, at, length) == Progress.DONE) {
        sslV2Hello(buffer, at);
      }
      return;
    }
    Progress named = testNames(buffer, at, length);
    if (named != Progress.MALFORMED) {
      mode = named == Progress.DONE ? Mode.NAMES : mode;
      return;
    }
    if (connection.turns.readable(direction) == 0) {
      return;
    }
    PrefaceRecognizer.Answer preface = dialogues.test(direction, buffer, at, length);
    if (preface == PrefaceRecognizer.Answer.YES && beginDialogue(buffer, at, length)) {
      return;
    }
    if (preface == PrefaceRecognizer.Answer.NEED_MORE && length < PrefaceRecognizer.MAX_BYTES) {
      return;
    }
    foreign = in.position() == 0;
    http =
        TlsOpening.isHttpRequest(buffer, at, length) || TlsOpening.isHttpAnswer(buffer, at, length);
    proxyRequest = http && TlsOpening.isProxyRequest(buffer, at, length);
    mode = Mode.SCAN;
  }

  /** What the bytes that come next begin: a server says nothing in a client's old format. */
  private TlsStart begins() {
    boolean old = in.buffer().get(in.index()) < 0;
    return old && facts.isServer(direction)
        ? TlsStart.NOT
        : TlsStart.at(in.buffer(), in.index(), in.available());
  }

  /** TLS begins here; what begins with a later record where the set-up was seen imitates it. */
  private void beginTls() {
    boolean imitates =
        in.position() == 0
            && connection.side(direction).isFromSyn()
            && dialogues.isEmpty()
            && TlsOpening.isLater(in.buffer(), in.index());
    if (imitates) {
      ignore();
    } else {
      mode = Mode.TLS;
    }
  }

  private void ignore() {
    mode = Mode.IGNORE;
    ignored();
  }

  /** The first bytes stay, so that another content of them is noticed. */
  private void ignored() {
    in.moveTo(in.have());
    if (in.position() > Reassembly.KEPT) {
      in.close(views.buffers);
    }
  }

  private boolean beginDialogue(ByteBuffer buffer, int at, int length) {
    boolean inText = facts.isInText() && !facts.isServer(direction);
    if (facts.helloSeen() && !inText || !dialogues.begin(direction, buffer, at, length)) {
      return false;
    }
    if (facts.isInText()) {
      facts.startAfresh(); // what stands among other bytes was no hello
    }
    mode = Mode.DIALOGUE;
    connection.reader(1 - direction).dialogueBegan();
    return true;
  }

  /** Gives up where it waits for more than there is room for. */
  void checkRoom() {
    if (in.isStuck() && !connection.turns.waitNoMore()) {
      mode = Mode.IGNORE;
      in.giveUp(views.buffers);
    }
  }

  private void dialogueBegan() {
    mode = mode == Mode.TLS || mode == Mode.IGNORE ? mode : Mode.DIALOGUE;
  }

  /** The server's first bytes are no TLS: an answer in clear, once there is a hello. */
  void checkAnswer() {
    if (foreign
        && facts.isServer(direction)
        && facts.helloSeen()
        && !facts.isInText()
        && dialogues.isEmpty()
        && connection.side(direction).isBeginningKnown()
        && connection
            .side(1 - direction)
            .isAnswer(connection.side(direction).base() + passed.end())) {
      facts.answeredInClear();
    }
  }

  private Progress testNames(ByteBuffer buffer, int at, int length) {
    if (connection.port(direction) != NameReader.DNS_PORT || in.position() > 0) {
      return Progress.MALFORMED;
    }
    Progress answer = DnsStreamReader.test(buffer, at, length);
    if (answer == Progress.DONE) {
      dns = new DnsStreamReader(views.names, connection.peer(1 - direction).address());
    }
    return answer;
  }

  private void names() {
    DnsStreamReader reader = dns;
    int used =
        reader == null
            ? in.available()
            : reader.read(in.buffer(), in.index(), in.available(), connection.now);
    in.advance(used);
    if (used > 0) {
      connection.namesRead();
    }
  }

  private void sslV2Hello(ByteBuffer buffer, int at) {
    facts.broughtBy(in, in.position(), in.have());
    facts.sslV2ClientHello(direction, views.sslV2ClientHello, buffer, at);
    facts.recorder().side(direction).sslV2(in.position(), views.sslV2ClientHello.lengthOnWire());
    boolean only = views.sslV2ClientHello.version() == TlsVersion.SSL_2_0.value();
    mode = only ? Mode.SSL_V2 : Mode.TLS;
    in.advance(views.sslV2ClientHello.lengthOnWire());
  }

  /**
   * Goes on in SSL 2.0 (draft-hickman-netscape-ssl-00 §1.1): after each side's first message what
   * follows is encrypted.
   */
  private void sslV2() {
    while (in.available() > 0) {
      ByteBuffer buffer = in.buffer();
      int at = in.index();
      int length = in.available();
      if (facts.isServer(direction) && sslV2Records == 0) {
        Progress hello = views.sslV2ServerHello.wrap(buffer, at, length);
        if (hello == Progress.NEED_MORE) {
          return;
        }
        if (hello == Progress.DONE) {
          sslV2Records++;
          facts.broughtBy(in, in.position(), in.have());
          facts.sslV2ServerHello(direction, views.sslV2ServerHello, buffer);
          int whole = views.sslV2ServerHello.lengthOnWire();
          facts.recorder().side(direction).sslV2(in.position(), whole);
          in.advance(whole);
        } else {
          foreign = true;
          passed.endsAt(in.have());
          ignore();
          return;
        }
        continue;
      }
      if (length < 2) {
        return;
      }
      int first = Bytes.u16(buffer, at);
      boolean two = (first & 0x8000) != 0; // bytes of a header
      if (++sslV2Records >= 2) {
        facts.encrypted(direction);
      }
      if (sslV2Records <= 2) {
        facts.recorder().side(direction).noted(in.position(), two ? 2 : 3);
      }
      in.advance(two ? 2 + (first & 0x7FFF) : 3 + (first & 0x3FFF));
    }
  }

  /** No record stands where one should begin. */
  private void outOfStep() {
    if (records.records() == 0 && connection.holes() == 0) {
      foreign = in.position() == 0;
    }
    mode = Mode.SCAN;
  }

  // Where nothing is known.

  private void scan() {
    while (in.available() > 0) {
      int limit = foreign && !dialogues.mail() ? MAX_FOREIGN : MAX_SCANNED;
      if (passed.units() >= limit && !skipToConnect()) {
        ignore();
        return;
      }
      ByteBuffer buffer = in.buffer();
      int at = in.index();
      int length = facts.helloSeen() ? in.available() : connection.turns.readable(direction);
      if (length == 0) {
        return;
      }
      boolean tlsSeen = facts.handshakeSeen();
      TlsStart tls = buffer.get(at) < 0 ? TlsStart.NOT : TlsStart.at(buffer, at, length);
      if (tls == TlsStart.MORE) {
        return;
      }
      if (tls == TlsStart.CLIENT_HELLO || TlsOpening.surelyTls(buffer, at, length, tlsSeen)) {
        beginInText();
        return;
      }
      if (TlsOpening.isConnectRequest(buffer, at, length)
          && dialogues.test(direction, buffer, at, length) == PrefaceRecognizer.Answer.YES
          && beginDialogue(buffer, at, length)) {
        return;
      }
      int segment = in.boundary(in.position() + 1) - in.position();
      int behind = behind(buffer, at, length, segment);
      if (behind > 0) {
        in.advance(behind);
        beginInText();
        return;
      }
      int rest = Math.min(segment, TlsOpening.mayBegin(buffer, at, length, facts.helloSeen()));
      in.advance(rest);
      passed.pass(rest, in.position());
      if (rest == 0) {
        return;
      }
    }
  }

  /** Passes over segments up to one that begins a request for a tunnel; false for none. */
  private boolean skipToConnect() {
    int at = in.position();
    while (at < in.have()
        && !TlsOpening.isConnectRequest(in.buffer(), in.index(at), in.have() - at)) {
      at = in.boundary(at + 1);
    }
    if (at < in.have()) {
      in.moveTo(at);
    }
    return at < in.have();
  }

  /** Where a hello, or the answer to one, stands behind other bytes of a segment; 0 for nowhere. */
  private int behind(ByteBuffer buffer, int at, int length, int segment) {
    if (!facts.helloSeen()) {
      return Math.max(0, TlsOpening.gluedHello(buffer, at, length, segment));
    }
    boolean awaited = facts.isServer(direction) && facts.choice().isEmpty();
    return awaited ? Math.max(0, TlsOpening.gluedChoice(buffer, at, length, segment)) : 0;
  }

  private void beginInText() {
    mode = Mode.TLS;
    records.resume();
    if (!facts.handshakeSeen() && dialogues.isEmpty() && in.position() > 0) {
      facts.foundInText(direction);
      passed.helloFound();
      connection.reader(1 - direction).passed.helloFoundByOther();
    }
  }

  // Dialogues before TLS.

  private void dialogue() {
    Preface running = dialogues.running();
    if (running == null) {
      mode = Mode.DETECT;
      return;
    }
    if (!running.wantsBytes()) {
      said(running, in.available());
      in.moveTo(in.have());
      return;
    }
    ByteBuffer buffer = in.buffer();
    int at = in.index();
    int length = in.available();
    int first = Bytes.u8(buffer, at);
    if (first == ContentType.HANDSHAKE || facts.helloSeen() && first == ContentType.ALERT) {
      boolean passed = dialogues.passesOver(direction);
      TlsStart tls = TlsStart.at(buffer, at, length);
      if (tls == TlsStart.MORE && !passed) {
        return;
      }
      if (passed ? TlsOpening.surelyTls(buffer, at, length, facts.helloSeen()) : tls.isRecord()) {
        mode = Mode.TLS;
        dialogues.tlsBegan(direction);
        connection.dialogueGoesOn();
        return;
      }
    }
    int used = dialogues.read(direction, in, connection.turns.readable(direction));
    said(running, used);
    in.advance(used);
    connection.dialogueGoesOn();
  }

  private void said(Preface dialogue, int length) {
    if (length > 0) {
      facts.recorder().side(direction).dialogue(dialogue.kind(), in.position(), length);
    }
  }

  /** The dialogue is over. */
  void dialogueEnded(boolean innerNext, boolean mailInClear) {
    if (mode == Mode.DIALOGUE) {
      mode = innerNext ? Mode.DETECT : Mode.SCAN;
      if (mailInClear) {
        ignore();
      }
    }
  }

  // What is missing.

  /** Bytes of [from, to) will not come; what is before them was read as far as it can be. */
  void lost(int from, int to) {
    if (in.position() >= to) {
      return;
    }
    switch (mode) {
      case TLS -> {
        if (!records.lost(from, to)) {
          mode = Mode.SCAN;
        }
      }
      case DIALOGUE -> {
        in.moveTo(to);
        dialogues.hole(direction);
        connection.dialogueGoesOn();
      }
      case DETECT -> {
        int there = from - in.position();
        if (there > 5
            && TlsStart.at(in.buffer(), in.index(), there) == TlsStart.CLIENT_HELLO
            && TlsOpening.pseudo(in.buffer(), in.index(), there) == Progress.MALFORMED) {
          mode = Mode.TLS;
          records.read();
          lost(from, to);
        } else {
          connection.side(direction).lostBeginning();
          mode = Mode.SCAN;
          in.moveTo(to);
        }
      }
      default -> in.moveTo(to);
    }
  }

  /** Nothing more will come: what is incomplete counts as far as it is there. */
  void finish() {
    if (mode == Mode.TLS) {
      records.cut(in.have());
    } else if (mode == Mode.DETECT && in.available() > 0) {
      ByteBuffer buffer = in.buffer();
      int at = in.index();
      int length = in.available();
      if (TlsOpening.pseudo(buffer, at, length) == Progress.NEED_MORE
          || facts.isServer(direction)
              && facts.isSslV2Offer()
              && views.sslV2ServerHello.wrap(buffer, at, length) == Progress.NEED_MORE) {
        return; // the beginning of what is no hello, or of a choice that is not told
      }
      TlsStart tls = begins();
      if (tls == TlsStart.CLIENT_HELLO) {
        mode = Mode.TLS;
        records.read();
        records.cut(in.have());
      } else if (tls == TlsStart.NOT) {
        foreign = in.position() == 0;
        passed.endsAt(in.have());
        checkAnswer();
      }
    }
  }

  // What others ask.

  /** Returns whether nothing more of it is wanted. */
  boolean isIgnored() {
    return mode == Mode.IGNORE;
  }

  /** Returns whether its first bytes are no TLS. */
  boolean isForeign() {
    return foreign;
  }

  boolean isHttp() {
    return http;
  }

  /** Returns whether it begins with a request to a proxy, which may be asked for a tunnel later. */
  boolean isProxyRequest() {
    return proxyRequest;
  }

  /** Returns whether the few bytes that are there may begin TLS. */
  boolean mayBeginTls() {
    return (mode == Mode.DETECT || mode == Mode.TLS && records.records() == 0)
        && in.available() > 0
        && begins() != TlsStart.NOT;
  }

  /**
   * Returns whether other bytes went on behind a hello that was found among some: those of its
   * server are behind what the hello acknowledges, whenever they were read.
   */
  boolean wentOn() {
    TcpSide client = connection.side(1 - direction);
    return facts.isServer(direction) && client.isHelloAcknowledging()
        ? !passed.isEmpty() && client.isAnswer(connection.side(direction).base() + passed.end())
        : passed.goesOn();
  }

  /** Returns whether so many did that no single packet can have forged them. */
  boolean wentOnForLong() {
    return passed.goesOnForLong();
  }

  /** Returns whether so many other bytes came before the hello. */
  boolean wasBeforeForLong() {
    return passed.isLongBeforeHello();
  }

  /** Records that follow each other. */
  int recordsInStep() {
    return mode == Mode.TLS || records.records() >= 2 ? records.records() : 0;
  }

  /** Memory beyond what it always has. */
  int heldBytes() {
    return records.heldBytes();
  }

  @Override
  public String toString() {
    return "reads " + mode + ", " + records.records() + " records";
  }
}
