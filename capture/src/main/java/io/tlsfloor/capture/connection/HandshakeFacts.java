package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.record.ConnectionRecorder;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.capture.stream.Reassembly;
import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.ClientBasis;
import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.parser.tls.HandshakeType;
import io.tlsfloor.parser.tls.SslV2ClientHelloView;
import io.tlsfloor.parser.tls.SslV2ServerHelloView;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the messages and records of one connection said: its hello, its answer, and what each
 * side sent beside them. Readers of TLS, DTLS and QUIC report here, by direction: which of both is
 * the client's is a fact like the others. The first of each counts; what disagrees with it is noted
 * as a {@link Contradiction} and changes nothing. A part of a {@link Connection}, used again.
 */
final class HandshakeFacts {
  static final int FRESH = 2 + 4; // in a hello, behind version and what may be a time

  private static final int UNKNOWN = -1;
  private static final int EARLY_DATA = 42; // RFC 8446 §4.2.10
  private static final int MODERN = 0x0303;
  private static final int WARNING = 1; // RFC 5246 §7.2

  final HelloSaid hello;
  final AnswerSaid answer;
  final MessageHistory history = new MessageHistory();
  private final Views views;
  private final SideSaid side0 = new SideSaid();
  private final SideSaid side1 = new SideSaid();
  private final Set<Contradiction> contradictions = EnumSet.noneOf(Contradiction.class);
  private final FrameMark latest = new FrameMark();
  private FrameMark now; // the frame that is being read
  private ConnectionRecorder recorder = ConnectionRecorder.NONE;

  private int initiator = UNKNOWN;
  private int client = UNKNOWN;
  private ClientBasis clientBasis = ClientBasis.PORT;
  private int inText = UNKNOWN; // the side in which TLS was found among other bytes
  private boolean textAnswered; // by the other end, in TLS

  private int inferred; // the version that records agree on; 0 for none
  private @Nullable FrameRef inferredFrame;
  private int alertBy = UNKNOWN;
  private int alertLevel;
  private int alertDescription;
  private @Nullable FrameRef alertFrame;
  private int afterEnd = UNKNOWN;
  private boolean answeredInClear;
  private boolean imitation;
  private boolean budgetExceeded;
  private boolean settled;
  private int changes;

  HandshakeFacts(Views views, FrameMark now) {
    this.views = views;
    this.now = now;
    hello = new HelloSaid(views);
    answer = new AnswerSaid(views);
  }

  /**
   * Begins again: of another connection nothing is known yet.
   *
   * @param where what is read is recorded
   */
  void begin(ConnectionRecorder where) {
    recorder = where;
    initiator = UNKNOWN;
    contradictions.clear();
    changes = 0;
    clearReading();
  }

  /** Nothing was read. */
  private void clearReading() {
    hello.clear();
    answer.clear();
    history.clear();
    side0.clear();
    side1.clear();
    latest.clear();
    client = UNKNOWN;
    clientBasis = ClientBasis.PORT;
    inText = UNKNOWN;
    textAnswered = false;
    inferred = 0;
    inferredFrame = null;
    alertBy = UNKNOWN;
    alertLevel = 0;
    alertDescription = 0;
    alertFrame = null;
    afterEnd = UNKNOWN;
    answeredInClear = false;
    imitation = false;
    budgetExceeded = false;
    settled = false;
  }

  /**
   * The reading starts afresh: from an earlier first byte, or behind what looked like a hello among
   * other bytes. Known stays only who opened the connection, and what contradicts itself.
   */
  void startAfresh() {
    clearReading();
    recorder.side(0).forget();
    recorder.side(1).forget();
  }

  /** Says which frame is being read: that of another connection is none. */
  void at(FrameMark frame) {
    now = frame;
  }

  // What readers report: of messages after they said which frames brought them.

  /** Which frames brought the message that is reported next. */
  void broughtBy(Reassembly in, int from, int to) {
    in.frames(from, to, views.frames);
  }

  /** A message is reported next that came whole in the frame that is being read. */
  void broughtNow() {
    views.frames.clear();
    views.frames.add(now.toRef());
  }

  /**
   * The end that sends in {@code direction} sent the SYN.
   *
   * @param answered whether the other one's SYN-ACK says so: two SYNs may be a simultaneous open
   */
  void initiator(int direction, boolean answered) {
    contradicts(Contradiction.OPENED_BY_BOTH, answered && initiator == 1 - direction);
    initiator = initiator == UNKNOWN ? direction : initiator;
  }

  /** Packets contradict each other in what decides. */
  void contradicts(Contradiction which) {
    contradictions.add(which);
  }

  private void contradicts(Contradiction which, boolean is) {
    if (is) {
      contradictions.add(which);
    }
  }

  /** A whole handshake message in clear. */
  void message(HelloFormat format, int direction, int type, ByteBuffer buffer, int at, int length) {
    switch (type) {
      case HandshakeType.CLIENT_HELLO -> clientHello(format, direction, buffer, at, length);
      case HandshakeType.SERVER_HELLO -> serverHello(direction, buffer, at, length);
      case HandshakeType.CERTIFICATE -> certificate(direction, buffer, at, length);
      default -> {
        // Only that it came is of interest.
      }
    }
    history.message(direction, type, answer.choice());
  }

  /** A whole ClientHello body. */
  private void clientHello(
      HelloFormat format, int direction, ByteBuffer buffer, int at, int length) {
    if (!mayBeClient(direction)) {
      return;
    }
    if (!hello.isRead() || hello.isCut() && !answer.isSaid()) {
      hello.read(format, buffer, at, length);
    } else if (format == HelloFormat.DTLS && length >= FRESH + Long.BYTES) {
      contradicts(Contradiction.HELLO_CHANGED, !hello.isRepeated(buffer, at));
    }
    saidHello(direction);
  }

  /**
   * Returns whether a hello of this end counts: one of both ends' is forged, and the SYN says
   * which.
   */
  private boolean mayBeClient(int direction) {
    if (!isServer(direction)) {
      return true;
    }
    contradicts(Contradiction.HELLO_OF_BOTH);
    return !hello.isSaid() && initiator != 1 - direction;
  }

  private void saidHello(int direction) {
    clientIs(direction, ClientBasis.CLIENT_HELLO);
    hello.said(views.frames);
    textAnswered |= inText == 1 - direction;
    progress();
  }

  /** A whole ClientHello in the form of SSL 2.0. */
  void sslV2ClientHello(int direction, SslV2ClientHelloView view, ByteBuffer buffer, int at) {
    if (mayBeClient(direction)) {
      hello.read(view, buffer, at);
      history.add(direction, MessageHistory.CLIENT_HELLO);
      saidHello(direction);
    }
  }

  /** What is read stands among other bytes: it counts once the other end says something in TLS. */
  void foundInText(int direction) {
    if (!handshakeSeen()) {
      inText = direction;
    }
  }

  /** A whole ServerHello or HelloRetryRequest body. */
  private void serverHello(int direction, ByteBuffer buffer, int at, int length) {
    if (client == direction) {
      contradicts(Contradiction.CHOICE_OF_CLIENT, direction != inText);
    } else if (serverHelloSeen()) {
      contradicts(Contradiction.CHOICE_CHANGED, answer.isChanged(buffer, at, length));
    } else {
      answer.read(buffer, at, length);
      saidAnswer(direction);
    }
  }

  private void saidAnswer(int direction) {
    clientIs(1 - direction, ClientBasis.SERVER_HELLO);
    textAnswered |= direction != inText;
    progress();
  }

  /** SSL 2.0's own ServerHello. */
  void sslV2ServerHello(int direction, SslV2ServerHelloView view, ByteBuffer buffer) {
    answer.read(view, buffer);
    history.add(direction, MessageHistory.SERVER_HELLO);
    saidAnswer(direction);
  }

  /** The beginning of a message whose rest is missing, or longer than is kept. */
  void cutMessage(
      HelloFormat format, int direction, int type, ByteBuffer buffer, int at, int available) {
    int there = Math.max(0, available);
    if (type == HandshakeType.CLIENT_HELLO) {
      contradicts(Contradiction.HELLO_OF_BOTH, isServer(direction));
      if (hello.counted() == null && !isServer(direction)) {
        hello.readCut(format, buffer, at, there);
        saidHello(direction);
      }
    } else if (type == HandshakeType.SERVER_HELLO && !serverHelloSeen() && client != direction) {
      answer.readCut(buffer, at, there);
      saidAnswer(direction);
    }
    if (!settled && !views.frames.isEmpty()) {
      latest.set(views.frames.get(views.frames.size() - 1));
    }
  }

  /** The server's Certificate message, whole; a client's has no name of the service. */
  private void certificate(int direction, ByteBuffer buffer, int at, int length) {
    if (direction != client && answer.readCertificate(buffer, at, length)) {
      progress();
    }
  }

  /** A handshake message begins: that of a client which began with another one is forged. */
  void begins(int direction, int type) {
    contradicts(
        Contradiction.NO_HELLO_FIRST,
        !hello.isSaid()
            && answer.choice() == null
            && initiator == direction
            && inText != direction
            && type != HandshakeType.CLIENT_HELLO);
  }

  /** A message of which only that it came is of interest. */
  void passed(int direction, int type) {
    if (direction != client) {
      answer.passed(type);
    }
    history.message(direction, type, answer.choice());
  }

  /** An alert in clear. */
  void alert(int direction, int level, int description) {
    if (level != WARNING && level != AlertSeen.FATAL) {
      return;
    }
    if (direction == afterEnd && client != 1 - direction) {
      return; // it answers the end of the other's stream, and does not refuse
    }
    history.add(direction, MessageHistory.ALERT);
    textAnswered |= isServer(direction) && direction != inText;
    if (alertBy >= 0 && (alertLevel == AlertSeen.FATAL || level != AlertSeen.FATAL)) {
      return;
    }
    alertBy = direction;
    alertLevel = level;
    alertDescription = description;
    alertFrame = now.toRef();
    progress();
  }

  /** The sender in {@code direction} knows that the other end has ended. */
  void afterEnd(int direction) {
    afterEnd = direction;
  }

  /** A ChangeCipherSpec record; of DTLS the version does not count. */
  void changeCipherSpec(int direction) {
    history.add(direction, MessageHistory.CHANGE_CIPHER_SPEC);
    side(direction).changesCipherSpec();
    progress();
  }

  /** The version in the header of a record that is not of the handshake in clear. */
  void recordVersion(int direction, int version) {
    if (side(direction).records(version) && inferred == 0) {
      inferred = version;
      inferredFrame = answer.choice() == null ? now.toRef() : null;
      progress();
    }
  }

  /** A record of application data, with the length of its fragment. */
  void applicationData(int direction, int length) {
    Offer offer = hello.counted();
    if (!serverHelloSeen()
        && direction == client
        && offer != null
        && offer.extensions().contains(EARLY_DATA)) {
      return; // 0-RTT data is no sign of an agreement
    }
    side(direction).data(length);
    encrypted(direction);
  }

  /** An alert record that is encrypted: its sender ends or gives up. */
  void encryptedAlert(int direction) {
    side(direction).alertsEncrypted();
    encrypted(direction);
  }

  /** A record that is encrypted. */
  void encrypted(int direction) {
    textAnswered |= isServer(direction) && direction != inText;
    if (side(direction).encrypts()) {
      progress();
    }
  }

  /** The bytes are one of the constants that imitate TLS: unless TLS was there before. */
  void imitates() {
    imitation |= !handshakeSeen();
  }

  /** The server's bytes after the hello are not TLS. */
  void answeredInClear() {
    if (!answeredInClear && answer.choice() == null) {
      answeredInClear = true;
      progress();
    }
  }

  /** What came of the connection was not all looked at: nothing honest takes so much work. */
  void budgetExceeded() {
    budgetExceeded = true;
  }

  /** The verdict is found: what is learned from here on does not move the frame it rests on. */
  void settle() {
    settled = true;
  }

  private void progress() {
    changes++;
    if (!settled) {
      latest.set(now);
    }
  }

  private void clientIs(int direction, ClientBasis basis) {
    if (client == UNKNOWN || basis.compareTo(clientBasis) < 0) {
      client = direction;
      clientBasis = basis;
    }
  }

  // What is known.

  /** Takes what is read. */
  ConnectionRecorder recorder() {
    return recorder;
  }

  /** Goes up whenever something was learned that can decide, and never down. */
  int changes() {
    return changes;
  }

  /** The frame that last told something, if one did. */
  FrameMark latest() {
    return latest;
  }

  /** What the records of a side said. */
  SideSaid side(int direction) {
    return direction == 0 ? side0 : side1;
  }

  /** The direction of who sent the SYN, or -1. */
  int initiator() {
    return initiator;
  }

  /** The client's direction, as messages show it, or -1. */
  int client() {
    return client;
  }

  ClientBasis clientBasis() {
    return clientBasis;
  }

  /** Returns whether {@code direction} is known to be the server's. */
  boolean isServer(int direction) {
    return client == 1 - direction;
  }

  /** Returns whether a ClientHello or the beginning of one was seen. */
  boolean helloSeen() {
    return hello.isSaid();
  }

  /** Returns whether an end said what is read of it: its hello, its choice, or an alert. */
  boolean isToldBy(int direction) {
    return alertBy == direction || (isServer(direction) ? answer.isSaid() : hello.isSaid());
  }

  /**
   * Returns whether the first hello has the form of SSL 2.0, so that the answer may have it too.
   */
  boolean isSslV2Offer() {
    Offer offer = hello.counted();
    return offer != null && offer.format() == HelloFormat.SSLV2;
  }

  Optional<Choice> choice() {
    return Optional.ofNullable(answer.choice());
  }

  @Nullable TlsVersion chosen() {
    return answer.version();
  }

  /** Returns whether anything of a handshake in clear was seen, and not only records. */
  boolean handshakeSeen() {
    return hello.isSaid() || answer.isSaid() || alertBy >= 0;
  }

  boolean serverHelloSeen() {
    return answer.isServerHello();
  }

  /** Returns whether the rest of the hello or of its answer is missing. */
  boolean isCut() {
    return hello.isCut() || answer.isCut();
  }

  /** Returns whether a handshake record behind a ChangeCipherSpec may be in clear. */
  boolean mayBeHelloRetry(int direction) {
    return !serverHelloSeen() || answer.isRetry() && !isServer(direction);
  }

  /** Returns whether a ChangeCipherSpec begins no encryption: RFC 8446 §D.4. */
  boolean isChangeCipherSpecEmpty() {
    TlsVersion chosen = answer.version();
    Offer offer = hello.counted();
    return chosen != null
        ? TlsVersion.TLS_1_2.isBefore(chosen)
        : offer != null && TlsVersion.TLS_1_2.isBefore(offer.max());
  }

  /** Returns whether it only imitates TLS: nothing was chosen, and no name was asked for. */
  boolean isImitation() {
    return imitation && !answer.isSaid() && hello.serverName().isEmpty();
  }

  /** Returns whether what was read stands among other bytes, and nothing in TLS answered it. */
  boolean isInText() {
    return inText >= 0 && !textAnswered && handshakeSeen();
  }

  boolean isBudgetExceeded() {
    return budgetExceeded;
  }

  boolean isAnsweredInClear() {
    return answeredInClear;
  }

  /** Who sent a ChangeCipherSpec, and what is encrypted, as a number of 4 bits. */
  int encryption(int client) {
    SideSaid own = side(client);
    SideSaid servers = side(1 - client);
    return (own.isCipherSpecChanged() ? 1 : 0)
        | (servers.isCipherSpecChanged() ? 2 : 0)
        | (own.isEncrypted() ? 4 : 0)
        | (servers.isEncrypted() ? 8 : 0);
  }

  /** The version that records agree on, 0x0303 included; 0 for none, and after any ServerHello. */
  int inferred() {
    return answer.isSaid() ? 0 : inferred;
  }

  Optional<FrameRef> inferredFrame() {
    return inferred() == 0 ? Optional.empty() : Optional.ofNullable(inferredFrame);
  }

  /** Returns whether the latest record of either end says less than 0x0303. */
  boolean areRecordsOld() {
    return side0.isOld() || side1.isOld();
  }

  /** The direction of the alert's sender, or -1. */
  int alertBy() {
    return alertBy;
  }

  int alertLevel() {
    return alertLevel;
  }

  int alertDescription() {
    return alertDescription;
  }

  Optional<FrameRef> alertFrame() {
    return Optional.ofNullable(alertFrame);
  }

  boolean isRefused() {
    return alertBy >= 0 && alertLevel == AlertSeen.FATAL;
  }

  /** Returns whether both ends encrypt, and the version is known. */
  boolean isVersionAgreed() {
    return side0.isEncrypted() && side1.isEncrypted() && (serverHelloSeen() || inferred() != 0);
  }

  /** Adds what contradicts itself in what was read, so that some of it is forged. */
  void contradictions(Set<Contradiction> found) {
    found.addAll(contradictions);
    if (isChoiceNotOffered()) {
      found.add(Contradiction.CHOICE_NOT_OFFERED);
    }
    if (isModern() && areRecordsOld()) {
      found.add(Contradiction.RECORDS_BELOW);
    }
  }

  private boolean isModern() {
    TlsVersion chosen = answer.version();
    int version = chosen == null ? inferred() : chosen.value();
    return version == MODERN || version == MODERN + 1;
  }

  /** Returns whether the choice is none of the offer's. */
  private boolean isChoiceNotOffered() {
    Offer offer = hello.counted();
    Choice choice = answer.choice();
    if (offer == null || choice == null || !offer.whole() || !choice.whole()) {
      return false;
    }
    Optional<List<TlsVersion>> listed = offer.versions();
    return choice.version().isKnown()
        && (listed.isPresent()
            ? !listed.get().contains(choice.version())
            : offer.max().isBefore(choice.version()));
  }

  @Override
  public String toString() {
    return (client < 0 ? "client unknown, " : "client is side " + client + ", ")
        + hello
        + ", "
        + answer
        + (alertBy < 0 ? "" : ", alert " + alertDescription + " of side " + alertBy)
        + (contradictions.isEmpty() ? "" : ", " + contradictions);
  }
}
