package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.names.NameReader;
import io.tlsfloor.capture.stream.OrderedBytes;
import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.preface.Preface;
import io.tlsfloor.parser.tls.ContentType;
import io.tlsfloor.parser.tls.TlsRecordView;
import java.nio.ByteBuffer;

/**
 * The bytes of one TCP connection, from the first to the verdict: finds out what they are, and
 * hands them to who can read them.
 *
 * <p>TLS is found by its bytes. Each direction begins in {@link Mode#DETECT}; a preface leads back
 * to it; among bytes of no known kind TLS is looked for at each segment's start, for a while.
 */
final class TcpConversation extends TcpPrefaces {
  /** Segments of unknown bytes in which TLS is looked for, a direction. */
  private static final int MAX_SCANNED_SEGMENTS = 1 << 10;

  /** The same where the first bytes are known not to be TLS: unless their receiver refused them. */
  private static final int MAX_FOREIGN_SEGMENTS = 16;

  /** Of these, the first ones, in which a hello is looked for behind other bytes as well. */
  private static final int MAX_SEARCHED_SEGMENTS = 16;

  private final ConversationPool pool;
  private boolean lent = true;

  /**
   * A conversation.
   *
   * @param pool takes it back once nothing more of it is read
   */
  TcpConversation(
      TcpFlow flow, Views views, NameReader names, ConversationPool pool, PacketView first) {
    super(flow, views, names, first);
    this.pool = pool;
  }

  /** Begins again as the conversation of another flow: nothing is left of the one before. */
  @Override
  void begin(TcpFlow next, PacketView first) {
    super.begin(next, first);
    lent = true;
  }

  @Override
  void giveBack() {
    if (lent) {
      lent = false;
      super.giveBack();
      pool.give(this);
    }
  }

  @Override
  public int read(OrderedBytes stream, ByteBuffer buffer, int start, int length) {
    int direction = stream.direction();
    OpeningBytes opening = openings[direction];
    opening.note(stream.readOffset(), buffer, start, length);
    if (opening.hasUnread()) {
      readOthers(direction);
    }
    int used = 0;
    boolean again = true;
    while (again && used < length) {
      Mode before = modes[direction];
      int step = step(stream, buffer, start + used, length - used, stream.readOffset() + used);
      used += step;
      if (before == Mode.PREFACE && modes[direction] != Mode.TLS) {
        opening.beginAt(stream.readOffset() + used, stream.newestOffset());
      }
      again = step > 0 || modes[direction] != before;
    }
    long unread = stream.readOffset() + used;
    stream.forgetFramesBefore(Math.min(unread, readers.unreadSince(direction)));
    return used;
  }

  private int step(OrderedBytes stream, ByteBuffer buffer, int start, int length, long offset) {
    return switch (modes[stream.direction()]) {
      case DETECT -> detect(stream, buffer, start, length, offset);
      case PREFACE -> preface(stream, buffer, start, length, offset);
      case TLS -> records(stream, buffer, start, length, offset);
      case SSLV2 -> readers.sslV2().read(stream, buffer, start, length);
      case DNS -> names.read(buffer, start, length, current);
      case SCAN -> scan(stream, buffer, start, length, offset);
      case IGNORE -> length;
    };
  }

  // Finding out what begins here.

  private int detect(OrderedBytes stream, ByteBuffer buffer, int start, int length, long offset) {
    int direction = stream.direction();
    switch (detection.look(direction, buffer, start, length)) {
      case UNDECIDED -> {
        int before = search.atNewest(stream, buffer, start, length, offset);
        modes[direction] = before > 0 ? Mode.TLS : Mode.DETECT;
        return before;
      }
      case PSEUDO -> {
        facts.pseudo();
        foreign = true;
        modes[direction] = Mode.SCAN;
        return length;
      }
      case TLS -> {
        boolean first = isFirst(stream);
        firstIsHello |= first && TlsOpening.isClientHello(buffer, start, length);
        boolean imitates =
            first && numbers.isAtStart(direction) && TlsOpening.isLater(buffer, start);
        modes[direction] = imitates ? Mode.IGNORE : Mode.TLS;
      }
      case SSLV2_CLIENT_HELLO -> {
        return sslV2Hello(stream, buffer, start);
      }
      case ANSWER -> {
        modes[direction] = Mode.TLS;
        return TlsOpening.tls(buffer, start, length) == Progress.MALFORMED
            ? search.atNewest(stream, buffer, start, length, offset)
            : 0;
      }
      case SSLV2_SERVER_HELLO -> modes[direction] = Mode.SSLV2;
      case DNS -> modes[direction] = Mode.DNS;
      case PREFACE -> startPreface(direction, buffer, start, length);
      case SSH -> {
        foreign |= direction == flow.opener(); // what a server says first decides nothing
        modes[direction] = Mode.SCAN;
      }
      case UNKNOWN -> {
        modes[direction] = Mode.SCAN;
        boolean request = isFirst(stream) && TlsOpening.isHttpRequest(buffer, start, length);
        httpRequests |= request;
        proxyRequests |= request && TlsOpening.isProxyRequest(buffer, start, length);
        httpAnswers |= direction != flow.opener() && TlsOpening.isHttpAnswer(buffer, start, length);
      }
    }
    return 0;
  }

  /** Whether nothing came before the bytes that are read. */
  private boolean isFirst(OrderedBytes stream) {
    return dialogues.all().isEmpty() && stream.readOffset() == 0;
  }

  private int sslV2Hello(OrderedBytes stream, ByteBuffer buffer, int start) {
    firstIsHello |= isFirst(stream);
    facts.sslV2ClientHello(
        stream.direction(),
        stream.frames(stream.readOffset(), stream.arrivedOffset()),
        views.sslV2ClientHello,
        buffer,
        start);
    modes[stream.direction()] =
        views.sslV2ClientHello.version() == TlsVersion.SSL_2_0.value() ? Mode.SSLV2 : Mode.TLS;
    return views.sslV2ClientHello.lengthOnWire();
  }

  // TLS, or what may be TLS.

  private int records(OrderedBytes stream, ByteBuffer buffer, int start, int length, long offset) {
    int direction = stream.direction();
    RecordReader reader = readers.records(direction);
    int behind = behindForeignRecord(direction, buffer, start, length, offset);
    if (behind > 0) {
      reader.resynchronize();
      return behind;
    }
    boolean half = facts.isHelloHalf();
    int used = reader.read(stream, buffer, start, length, offset);
    if (reader.state() == RecordReader.State.IN_STEP) {
      boolean now = half != facts.isHelloHalf();
      int hello = now ? search.insideOfHello(buffer, start, length, used) : 0;
      if (hello > 0) {
        reader.resynchronize();
        return hello;
      }
      boolean forged = isSearched(direction) && scanned[direction] < MAX_SEARCHED_SEGMENTS;
      return forged ? used : used + reader.shortRecords(buffer, start + used, length - used);
    }
    boolean first = reader.records() == 0 && holes() == 0; // else a dialogue may have gone unseen
    if (first
        && facts.isServer(direction)
        && facts.helloSeen()
        && !facts.isUnproven()
        && !answersLate
        && numbers.beginsAtStart(direction)) { // else it may be the tail of an answer in TLS
      facts.answeredInClear();
      return length;
    }
    if (holes() == 0 && !facts.helloSeen() && facts.choice().isEmpty()) {
      readers.forget(direction);
    }
    if (helloInText.isIn(direction)) {
      facts.doubt();
    }
    modes[direction] = Mode.SCAN;
    return 0;
  }

  /**
   * Index of a hello in or behind a record of another handshake message, or 0: no client begins so,
   * so that the record may be forged, and lie about its length.
   */
  private int behindForeignRecord(
      int direction, ByteBuffer buffer, int start, int length, long offset) {
    return !facts.helloIsKnown()
            && facts.choice().isEmpty()
            && isSearched(direction)
            && TlsOpening.isOtherHandshake(buffer, start, length)
            && ++scanned[direction] <= MAX_SEARCHED_SEGMENTS
        ? search.behind(direction, buffer, start, length, offset)
        : 0;
  }

  /** Whether a hello of {@code direction} is looked for behind other bytes. */
  private boolean isSearched(int direction) {
    return direction == flow.opener() || !flow.fromStart();
  }

  private int scan(OrderedBytes stream, ByteBuffer buffer, int start, int length, long offset) {
    int direction = stream.direction();
    int before = (int) Math.min(Math.max(stream.newestOffset() - offset, 0), length - 1);
    int segments = ++scanned[direction];
    boolean early = segments <= MAX_SEARCHED_SEGMENTS;
    if (segments > (foreign ? MAX_FOREIGN_SEGMENTS : MAX_SCANNED_SEGMENTS)) {
      modes[direction] = Mode.IGNORE;
      modes[1 - direction] = foreign || httpAnswers ? Mode.IGNORE : modes[1 - direction];
      return length;
    }
    if (httpAnswers && direction != flow.opener() && !facts.helloSeen()) {
      return length; // what a web server sends may hold anything
    }
    int at = search.tlsAt(buffer, start, length, before, early && isSearched(direction));
    if (at < 0 && answersLate && early && facts.isServer(direction)) {
      at = TlsOpening.gluedChoice(buffer, start, length);
    }
    if (at >= 0) {
      boolean hello = TlsOpening.isClientHello(buffer, start + at, length - at);
      if (hello && (facts.isUnproven() || !facts.helloSeen())) {
        helloInText(direction);
      }
      readers.records(direction).resynchronize();
      modes[direction] = Mode.TLS;
      return at;
    }
    if (direction == flow.opener()
        && TlsOpening.isConnectRequest(buffer, start + before, length - before)) {
      facts.forgetUnproven();
      modes[direction] = Mode.DETECT;
      return before;
    }
    return TlsOpening.mayBegin(buffer, start, length, facts.helloIsKnown());
  }

  private void helloInText(int direction) {
    if (httpRequests && direction == flow.opener()) {
      facts.unproven(); // an upload may hold anything
      return;
    }
    if (!httpRequests) {
      facts.forgetUnproven();
    }
    helloInText.found(direction, streams[1 - direction].arrivedOffset());
    answersLate |= !streams[1 - direction].hasBytes();
    scanned[direction] = 0;
  }

  @Override
  public boolean again(OrderedBytes stream, long offset, ByteBuffer buffer, int start, int length) {
    if (offset < 0 && length > 1 && streams[stream.direction()].lostBeginning()) {
      facts.dispute(); // what came before it was taken for the beginning
    }
    beforeBeginning |= offset + length <= 0 && !flow.startKnown(stream.direction());
    if (offset < 0 && TlsOpening.isClientHello(buffer, start, length)) {
      return others.read(stream.direction(), buffer.slice(start, length), length);
    }
    OpeningBytes opening = openings[stream.direction()];
    if (opening.hasLost(offset) && TlsOpening.isClientHello(buffer, start, length)) {
      return helloAgain(stream.direction(), buffer.slice(start, length), length);
    }
    boolean differs = opening.again(offset, buffer, start, length);
    if (differs) {
      contradictedInClear |=
          modes[stream.direction()] != Mode.TLS
              || TlsOpening.tls(buffer, start, length) == Progress.MALFORMED;
      readOthers(stream.direction());
      lookAgain();
    }
    return differs;
  }

  /** What ended a dialogue may be forged. */
  private void lookAgain() {
    for (int each = 0; each < 2; each++) {
      modes[each] = modes[each] == Mode.IGNORE ? Mode.SCAN : modes[each];
    }
  }

  /**
   * A hello at a place of which the first bytes are not kept any more: whether it is another than
   * those that are known. Half of one is read no further, and may be the only one.
   */
  private boolean helloAgain(int direction, ByteBuffer bytes, int length) {
    Preface running = dialogues.running();
    if (running != null && !running.wantsBytes()) {
      facts.dispute(); // content, unless it was forged that it is
      return true;
    }
    if (httpRequests && !facts.helloSeen()) {
      facts.unproven(); // an upload may hold anything
    }
    int before = facts.changes();
    if (!others.read(direction, bytes, length) && !facts.helloIsKnown()) {
      facts.dispute();
    }
    return facts.changes() != before;
  }

  private void readOthers(int direction) {
    openings[direction].readOthers((bytes, length) -> others.read(direction, bytes, length));
  }

  @Override
  public void hole(OrderedBytes stream, ByteBuffer kept, int keptLength, long missing) {
    int direction = stream.direction();
    switch (modes[direction]) {
      case DETECT -> {
        cutAtStart |= isTruncated() || stream.readOffset() == 0;
        if (keptLength > 0
            && Bytes.u8(kept, 0) == ContentType.HANDSHAKE
            && !TlsOpening.mayBePseudo(kept, keptLength)) {
          modes[direction] = Mode.TLS;
          readers.records(direction).hole(stream, kept, keptLength, missing);
        } else {
          modes[direction] = Mode.SCAN;
        }
      }
      case TLS -> {
        lostRecord = true;
        readers.records(direction).hole(stream, kept, keptLength, missing);
        if (readers.records(direction).state() == RecordReader.State.OUT_OF_STEP) {
          modes[direction] = Mode.SCAN;
        }
      }
      case PREFACE -> {
        Preface running = dialogues.running();
        cutAtStart |= isTruncated() && keptLength > 0 && Bytes.u8(kept, 0) == ContentType.HANDSHAKE;
        if (running != null) {
          dialogues.hole(running, direction);
          afterRead(running, 0, direction);
        }
      }
      case DNS -> modes[direction] = Mode.IGNORE; // where the next message begins is not known
      default -> {
        // Nothing is in step that could lose it.
      }
    }
  }

  @Override
  void flush() {
    numbers.begin(-1, 0, Long.MAX_VALUE);
    fillGap(0);
    fillGap(1);
    settle();
    while (streams[0].isWaiting() || streams[1].isWaiting()) {
      boolean first = streams[0].isWaiting() && !(streams[0].isAnswer() && streams[1].isWaiting());
      streams[first ? 0 : 1].giveUp();
      settle();
    }
    if (!Verdict.isDecided(this)) {
      numbers.giveUp();
    }
    streams[0].end();
    streams[1].end();
  }

  @Override
  public void end(OrderedBytes stream, ByteBuffer kept, int keptLength) {
    int direction = stream.direction();
    boolean tls = modes[direction] == Mode.DETECT && TlsOpening.mayBeTls(kept, keptLength);
    cutAtStart |= tls && isHeaderAlone(direction, keptLength);
    boolean hello =
        tls && keptLength > TlsRecordView.HEADER_BYTES && !TlsOpening.mayBePseudo(kept, keptLength);
    if (modes[direction] == Mode.TLS || hello) {
      modes[direction] = Mode.TLS;
      lostRecord |= keptLength >= TlsRecordView.HEADER_BYTES;
      readers.records(direction).end(stream, kept, keptLength);
    }
  }
}
