package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.capture.stream.Stream;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.ChoiceBasis;
import io.tlsfloor.parser.observation.ClientBasis;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.tls.CertificateNames;
import io.tlsfloor.parser.tls.HandshakeType;
import io.tlsfloor.parser.tls.HelloFacts;
import io.tlsfloor.parser.tls.SslV2ClientHelloView;
import io.tlsfloor.parser.tls.SslV2ServerHelloView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the TLS messages of one connection said so far. The readers of both directions report here;
 * {@link Verdict} asks.
 */
final class TlsFacts extends KnownFacts {
  private static final int EARLY_DATA = 42; // RFC 8446 §4.2.10

  private final Views views;
  private final FrameMark frame;

  private boolean settled;
  private int afterEnd = UNKNOWN;

  TlsFacts(Views views, FrameMark frame) {
    this.views = views;
    this.frame = frame;
  }

  /** Begins again: of another connection nothing is known yet. */
  @Override
  void begin() {
    super.begin();
    settled = false;
    afterEnd = UNKNOWN;
  }

  // What readers report.

  /** A whole ClientHello body. */
  void clientHello(
      HelloFormat format,
      int direction,
      List<FrameRef> frames,
      ByteBuffer buffer,
      int start,
      int length) {
    if (isServer(direction) && !mayBeClient(direction)) {
      return;
    }
    if (choice != null && !helloSeen() && initiator == direction) {
      rivals().chose(choice); // before there was anything to choose from
      choice = null;
      halfChoice = false;
    }
    boolean first = offer == null && !halfHello;
    if (first || mayReplaceHalf()) {
      if (views.wrap(format, buffer, start, length)) {
        @Nullable Offer half = offer;
        forgetHalf();
        offer = views.helloKinds.offer(views.clientHello, format);
        long kind = views.helloKinds.lastKind();
        helloDigest =
            Optional.of(HelloDigest.ofKind(buffer, start, length, kind, offer.serverName()));
        if (half != null) {
          rivals().offered(half);
        }
      } else if (first) {
        half(format, buffer, start, length);
      }
    } else if (choice == null && views.wrap(format, buffer, start, length)) {
      rivals().offered(views.helloKinds.offer(views.clientHello, format));
    }
    clientIs(direction, ClientBasis.CLIENT_HELLO);
    hellos++;
    clientHelloFrames = and(clientHelloFrames, frames);
    progress();
  }

  /** Whether a sound hello would tell more than the half one: no server chose by that. */
  private boolean mayReplaceHalf() {
    return halfHello && choice == null && !halfChoice;
  }

  /**
   * A hello comes from what was taken for the server, so that one of them is forged: whether it
   * counts, and what showed the contrary does not. The sender of the SYN is the client; where that
   * is not known, a hello shows more than a choice, and the first hello more than another.
   */
  private boolean mayBeClient(int direction) {
    disputed = true;
    boolean counts =
        initiator == direction || initiator == UNKNOWN && clientBasis == ClientBasis.SERVER_HELLO;
    if (counts) {
      forgetRoles();
    }
    return counts;
  }

  /** A choice comes from what was taken for the client: whether it counts, likewise. */
  private boolean mayBeServer(int direction) {
    disputed = true;
    boolean counts = initiator == 1 - direction;
    if (counts) {
      forgetRoles();
    }
    return counts;
  }

  /** A whole ClientHello in SSLv2 format. */
  void sslV2ClientHello(
      int direction,
      List<FrameRef> frames,
      SslV2ClientHelloView hello,
      ByteBuffer buffer,
      int start) {
    if (isServer(direction) && !mayBeClient(direction)) {
      return;
    }
    if (offer == null) {
      offer = HelloFacts.sslv2(hello);
      helloDigest = Optional.of(HelloDigest.of(buffer, start, hello.lengthOnWire()));
    }
    records.history().add(direction, MessageHistory.CLIENT_HELLO);
    clientIs(direction, ClientBasis.CLIENT_HELLO);
    hellos++;
    clientHelloFrames = and(clientHelloFrames, frames);
    progress();
  }

  /** A whole ServerHello or HelloRetryRequest body. */
  void serverHello(int direction, List<FrameRef> frames, ByteBuffer buffer, int start, int length) {
    if (clientDirection == direction && !mayBeServer(direction)) {
      return;
    }
    if (serverHelloSeen()) {
      another(buffer, start, length);
      return;
    }
    if (views.serverHello.wrap(buffer, start, length)) {
      Choice chosen = views.helloKinds.choice(views.serverHello);
      long kind = views.helloKinds.lastKind();
      answerDigest = Optional.of(HelloDigest.ofKind(buffer, start, length, kind, Optional.empty()));
      helloRetry |= chosen.basis() == ChoiceBasis.HELLO_RETRY_REQUEST;
      if (chosen.basis() == ChoiceBasis.SERVER_HELLO) {
        serverHelloFrames = List.of();
        pseudo = false;
      }
      choice = chosen;
    } else {
      answerDigest = Optional.of(HelloDigest.of(buffer, start, length));
      choice = HelloFacts.halfChoice(views.serverHello).orElse(choice);
      halfChoice = true;
    }
    clientIs(1 - direction, ClientBasis.SERVER_HELLO);
    proven(direction);
    serverHelloFrames = and(serverHelloFrames, frames);
    progress();
  }

  /** A choice behind a choice: of two versions one is forged. */
  private void another(ByteBuffer buffer, int start, int length) {
    if (choice != null && views.serverHello.wrap(buffer, start, length)) {
      Choice other = views.helloKinds.choice(views.serverHello);
      if (other.basis() == ChoiceBasis.SERVER_HELLO && !other.version().equals(choice.version())) {
        rivals().chose(other);
      }
    }
  }

  /** SSL 2.0's own ServerHello. */
  void sslV2ServerHello(
      int direction, List<FrameRef> frames, SslV2ServerHelloView hello, ByteBuffer buffer) {
    certificate =
        CertificateNames.read(buffer, hello.certificateStart(), hello.certificateLength())
            .orElse(null);
    choice = HelloFacts.choice(hello);
    clientIs(1 - direction, ClientBasis.SERVER_HELLO);
    serverHelloFrames = and(serverHelloFrames, frames);
    progress();
  }

  /** The server's Certificate message, whole; a client's has no name of the service. */
  void certificate(int direction, ByteBuffer buffer, int start, int length) {
    if (direction == clientDirection || certificateSeen) {
      return;
    }
    certificateSeen = true;
    certificate = views.certificateNames(buffer, start, length).orElse(null);
    progress();
  }

  /** The end of the server's first flight of a full handshake up to TLS 1.2. */
  void serverHelloDone(int direction) {
    if (direction != clientDirection) {
      serverHelloDone = true;
    }
  }

  /** The beginning of a message whose rest is missing, or longer than is kept. */
  void halfMessage(
      HelloFormat format,
      int direction,
      List<FrameRef> frames,
      int type,
      ByteBuffer buffer,
      int start,
      int available) {
    if (type == HandshakeType.CLIENT_HELLO && isServer(direction)) {
      disputed = true;
    }
    if (type == HandshakeType.CLIENT_HELLO && offer == null && !isServer(direction)) {
      half(format, buffer, start, available);
      clientIs(direction, ClientBasis.CLIENT_HELLO);
      hellos++;
      clientHelloFrames = and(clientHelloFrames, frames);
      progress();
    } else if (type == HandshakeType.SERVER_HELLO
        && !serverHelloSeen()
        && clientDirection != direction) {
      halfChoice = true;
      views.serverHello.wrapBeginning(buffer, start, available);
      choice = HelloFacts.halfChoice(views.serverHello).orElse(choice);
      clientIs(1 - direction, ClientBasis.SERVER_HELLO);
      proven(direction);
      serverHelloFrames = and(serverHelloFrames, frames);
      progress();
    }
  }

  private void half(HelloFormat format, ByteBuffer buffer, int start, int available) {
    views.clientHello.wrapBeginning(buffer, start, available, format);
    offer = HelloFacts.half(views.clientHello, format).orElse(null);
    halfName = HelloFacts.serverName(views.clientHello).orElse(null);
    halfHello = true;
  }

  /** An alert record of two bytes, in clear. */
  void alert(int direction, List<FrameRef> frames, int level, int description) {
    if (direction == afterEnd && clientDirection != 1 - direction) {
      return; // it answers the server's end, and does not refuse
    }
    proven(direction);
    FrameRef told = frames.isEmpty() ? frame.toRef() : frames.get(frames.size() - 1);
    if (records.alert(direction, told, level, description)) {
      progress();
    }
  }

  /** A ChangeCipherSpec record. */
  void changeCipherSpec(int direction) {
    records.changeCipherSpec(direction);
    progress();
  }

  /** A ChangeCipherSpec record whose header's version may count. */
  void changeCipherSpec(int direction, int version) {
    recordVersion(direction, version);
    changeCipherSpec(direction);
  }

  /** A record of application data: its header, with the length of its fragment. */
  void applicationData(int direction, int version, int length) {
    recordVersion(direction, version);
    if (!serverHelloSeen() && direction == clientDirection && mayBeEarlyData()) {
      return; // RFC 8446 §4.2.10: 0-RTT data is no sign of an agreement
    }
    if (records.applicationData(direction, length)) {
      changes++;
    }
    encryptedRecord(direction);
  }

  /** A record that is encrypted. */
  void encryptedRecord(int direction) {
    proven(direction);
    if (records.encrypted(direction)) {
      progress();
    }
  }

  /** An alert record that is encrypted. */
  void encryptedAlert(int direction) {
    if (records.encryptedAlert(direction)) {
      changes++;
    }
    encryptedRecord(direction);
  }

  /** What other contents of the same places hold. */
  Rivals rivals() {
    Rivals known = rivals;
    if (known == null) {
      known = new Rivals(this, views);
      rivals = known;
    }
    return known;
  }

  /** The frame that is being read. */
  List<FrameRef> here() {
    return List.of(frame.toRef());
  }

  /** There is another content of what was read. */
  void rivalSeen() {
    changes++;
  }

  /** Another content of the server's first bytes is TLS: what was taken for its answer is void. */
  void answeredInTls(int direction) {
    answeredInClear = false;
    records.voidAlert(direction);
  }

  /** The bytes are one of the constants that imitate TLS: unless TLS was there before. */
  void pseudo() {
    pseudo = offer == null && choice == null;
  }

  /** What came of the connection was not all looked at: nothing honest takes so much work. */
  void budgetExceeded() {
    budgetExceeded = true;
  }

  /** The server's bytes after the hello are not TLS. */
  void answeredInClear() {
    answeredInClear = true;
    progress();
  }

  /** The sender in {@code direction} knows that the other end has ended. */
  void afterEnd(int direction) {
    afterEnd = direction;
  }

  private void recordVersion(int direction, int version) {
    if (records.version(direction, version, frame)) {
      progress();
    }
  }

  private boolean mayBeEarlyData() {
    return offer != null && offer.extensions().contains(EARLY_DATA);
  }

  /** Some frames and more of them, each once, up to the most that are named. */
  private static List<FrameRef> and(List<FrameRef> known, List<FrameRef> frames) {
    if (known.isEmpty()) {
      return List.copyOf(frames);
    }
    List<FrameRef> all = known;
    for (int i = 0; i < frames.size() && all.size() < Stream.MAX_FRAMES; i++) {
      FrameRef ref = frames.get(i);
      if (!all.contains(ref)) {
        all = all == known ? new ArrayList<>(known) : all;
        all.add(ref);
      }
    }
    return all;
  }

  /** The verdict is found: what is learned from here on does not move the frame it rests on. */
  void settle() {
    settled = true;
  }

  private void progress() {
    changes++;
    if (settled) {
      return;
    }
    last.set(frame);
    progressNanos = frame.timeNanos();
  }

  private void clientIs(int direction, ClientBasis basis) {
    if (clientDirection == UNKNOWN || basis.compareTo(clientBasis) < 0) {
      clientDirection = direction;
      clientBasis = basis;
    }
  }
}
