package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.record.Recording;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.capture.stream.Reassembly;
import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.ChoiceBasis;
import io.tlsfloor.parser.observation.ClientBasis;
import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.KeyedHash;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.parser.tls.CertificateNames;
import io.tlsfloor.parser.tls.HandshakeType;
import io.tlsfloor.parser.tls.HelloFacts;
import io.tlsfloor.parser.tls.SslV2ClientHelloView;
import io.tlsfloor.parser.tls.SslV2ServerHelloView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the messages and records of one connection said. Readers of TLS, DTLS and QUIC report
 * here, by direction: which of both is the client's is a fact like the others. The first of each
 * counts; what disagrees with it is noted as a {@link Contradiction} and changes nothing.
 */
final class HandshakeFacts {
  /** Records of application data that are counted, a direction: more are no early end. */
  static final int MAX_EARLY_RECORDS = 4;

  private static final int UNKNOWN = -1;
  private static final int RANDOM = 2; // behind the version: RFC 8446 §4.1.2
  private static final int FRESH = RANDOM + 4; // behind what may be a time: RFC 5246 §7.4.1.2
  private static final int EARLY_DATA = 42; // RFC 8446 §4.2.10
  private static final int MODERN = 0x0303;
  private static final int WARNING = 1; // RFC 5246 §7.2

  private final Views views;
  private FrameMark now; // the frame that is being read
  private @Nullable Recording recording; // of what is read

  private int initiator = UNKNOWN;
  private int client = UNKNOWN;
  private ClientBasis clientBasis = ClientBasis.PORT;
  private final Set<Contradiction> contradictions = EnumSet.noneOf(Contradiction.class);

  private @Nullable Offer offer;
  private @Nullable String halfName;
  private boolean halfHello;
  private int hellos;
  private int inText = UNKNOWN; // direction
  private boolean answered;
  private long randomOne;
  private long randomTwo;
  private int helloMark;
  private final List<FrameRef> helloFrames = new ArrayList<>(2);

  private @Nullable Choice choice;
  private boolean halfChoice;
  private boolean helloRetry;
  private long answerRandom;
  private final List<FrameRef> choiceFrames = new ArrayList<>(2);

  private @Nullable ServerCertificate certificate;
  private boolean certificateSeen;
  private boolean serverHelloDone;

  final MessageHistory history = new MessageHistory();
  private int encrypted; // a bit for each direction, as the next two
  private int changeCipherSpec;
  private int encryptedAlert;
  private final int[] versions = new int[2]; // of the latest records that may tell; 0 for none
  private final int[] earlyRecords = new int[2];
  private final int[] earlyBytes = new int[2];
  private int inferred; // the version that records agree on; 0 for none
  private @Nullable FrameRef inferredFrame;

  private int alertBy = UNKNOWN;
  private int alertLevel;
  private int alertDescription;
  private @Nullable FrameRef alertFrame;
  private int afterEnd = UNKNOWN;

  private boolean answeredInClear;
  private boolean pseudo;
  private boolean budgetExceeded;
  private boolean settled;
  private int changes;
  private final FrameMark latest = new FrameMark();

  HandshakeFacts(Views views, FrameMark now) {
    this.views = views;
    this.now = now;
  }

  /**
   * Begins again: of another connection nothing is known yet.
   *
   * @param where what is read is recorded; null for nowhere
   */
  void begin(@Nullable Recording where) {
    recording = where;
    initiator = UNKNOWN;
    client = UNKNOWN;
    clientBasis = ClientBasis.PORT;
    contradictions.clear();
    offer = null;
    halfName = null;
    halfHello = false;
    hellos = 0;
    inText = UNKNOWN;
    answered = false;
    randomOne = 0;
    randomTwo = 0;
    helloMark = 0;
    helloFrames.clear();
    choice = null;
    halfChoice = false;
    helloRetry = false;
    answerRandom = 0;
    choiceFrames.clear();
    certificate = null;
    certificateSeen = false;
    serverHelloDone = false;
    history.begin();
    encrypted = 0;
    changeCipherSpec = 0;
    encryptedAlert = 0;
    for (int direction = 0; direction < 2; direction++) {
      versions[direction] = 0;
      earlyRecords[direction] = 0;
      earlyBytes[direction] = 0;
    }
    inferred = 0;
    inferredFrame = null;
    alertBy = UNKNOWN;
    alertLevel = 0;
    alertDescription = 0;
    alertFrame = null;
    afterEnd = UNKNOWN;
    answeredInClear = false;
    pseudo = false;
    budgetExceeded = false;
    settled = false;
    changes = 0;
    latest.clear();
  }

  /** All is read again: only who opened the connection is known, and what contradicts itself. */
  void readAgain() {
    int opener = initiator;
    List<Contradiction> doubts = List.copyOf(contradictions);
    Recording known = recording;
    begin(known);
    initiator = opener;
    contradictions.addAll(doubts);
    if (known != null) {
      known.side(0).forget();
      known.side(1).forget();
    }
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

  private void addFrames(List<FrameRef> known) {
    for (FrameRef frame : views.frames) {
      if (known.size() < Reassembly.MAX_FRAMES && !known.contains(frame)) {
        known.add(frame);
      }
    }
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
    history.message(direction, type, choice);
  }

  /** A whole ClientHello body. */
  private void clientHello(
      HelloFormat format, int direction, ByteBuffer buffer, int at, int length) {
    if (!mayBeClient(direction)) {
      return;
    }
    if (offer == null && !halfHello || halfHello && choice == null && !halfChoice) {
      if (views.wrap(format, buffer, at, length)) {
        offer = views.helloKinds.offer(views.clientHello, format);
        halfHello = false;
        randomOne = buffer.getLong(at + FRESH);
        randomTwo = buffer.getLong(at + FRESH + Long.BYTES);
        helloMark = TcpSegment.mark(buffer, at);
      } else if (!halfHello) {
        half(format, buffer, at, length);
      }
    } else if (format == HelloFormat.DTLS && length >= FRESH + Long.BYTES) {
      contradicts(Contradiction.HELLO_CHANGED, buffer.getLong(at + FRESH) != randomOne);
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
    return hellos == 0 && initiator != 1 - direction;
  }

  private void saidHello(int direction) {
    clientIs(direction, ClientBasis.CLIENT_HELLO);
    hellos++;
    answered |= inText == 1 - direction;
    addFrames(helloFrames);
    progress();
  }

  private void half(HelloFormat format, ByteBuffer buffer, int at, int available) {
    views.clientHello.wrapBeginning(buffer, at, available, format);
    offer = HelloFacts.half(views.clientHello, format).orElse(null);
    halfName = HelloFacts.serverName(views.clientHello).orElse(null);
    halfHello = true;
  }

  /** A whole ClientHello in the form of SSL 2.0. */
  void sslV2ClientHello(int direction, SslV2ClientHelloView hello, ByteBuffer buffer, int at) {
    if (!mayBeClient(direction)) {
      return;
    }
    if (offer == null) {
      offer = HelloFacts.sslv2(hello);
      randomOne = KeyedHash.of(buffer, at, hello.lengthOnWire()) | 1;
    }
    history.add(direction, MessageHistory.CLIENT_HELLO);
    saidHello(direction);
  }

  /** A hello with a mark begins, unless that is 0: all of DTLS's have the first one's. */
  void helloBegins(int mark) {
    helloMark = mark == 0 ? helloMark : mark;
  }

  /** A hello was found among other bytes: it counts once the other end says something in TLS. */
  void helloInText(int direction) {
    if (!handshakeSeen()) {
      inText = direction;
    }
  }

  /** What stands among other bytes was no hello: a dialogue begins behind it. */
  void forgetHelloInText() {
    if (isUnproven()) {
      if (recording != null) {
        recording.side(inText).forget();
      }
      offer = null;
      halfName = null;
      halfHello = false;
      hellos = 0;
      inText = UNKNOWN;
      randomOne = 0;
      randomTwo = 0;
      helloMark = 0;
      helloFrames.clear();
      client = UNKNOWN;
      clientBasis = ClientBasis.PORT;
    }
  }

  /** A whole ServerHello or HelloRetryRequest body. */
  private void serverHello(int direction, ByteBuffer buffer, int at, int length) {
    if (client == direction) {
      contradicts(Contradiction.CHOICE_OF_CLIENT, direction != inText);
      return;
    }
    if (serverHelloSeen()) {
      another(buffer, at, length);
      return;
    }
    if (views.serverHello.wrap(buffer, at, length)) {
      Choice chosen = views.helloKinds.choice(views.serverHello);
      boolean retry = chosen.basis() == ChoiceBasis.HELLO_RETRY_REQUEST;
      helloRetry |= retry;
      if (!retry) {
        choiceFrames.clear();
      }
      answerRandom = retry ? 0 : buffer.getLong(at + FRESH);
      choice = chosen;
    } else {
      choice = HelloFacts.halfChoice(views.serverHello).orElse(choice);
      halfChoice = true;
    }
    chose(direction);
  }

  /** A choice behind a choice: of two versions one is forged. */
  private void another(ByteBuffer buffer, int at, int length) {
    if (choice != null && views.serverHello.wrap(buffer, at, length)) {
      Choice other = views.helloKinds.choice(views.serverHello);
      contradicts(
          Contradiction.CHOICE_CHANGED,
          other.basis() == ChoiceBasis.SERVER_HELLO && !other.version().equals(choice.version()));
    }
  }

  private void chose(int direction) {
    clientIs(1 - direction, ClientBasis.SERVER_HELLO);
    answered |= direction != inText;
    pseudo = false;
    addFrames(choiceFrames);
    progress();
  }

  /** SSL 2.0's own ServerHello. */
  void sslV2ServerHello(int direction, SslV2ServerHelloView hello, ByteBuffer buffer) {
    certificate =
        CertificateNames.read(buffer, hello.certificateStart(), hello.certificateLength())
            .orElse(null);
    choice = HelloFacts.choice(hello);
    history.add(direction, MessageHistory.SERVER_HELLO);
    chose(direction);
  }

  /** The beginning of a message whose rest is missing, or longer than is kept. */
  void halfMessage(
      HelloFormat format, int direction, int type, ByteBuffer buffer, int at, int available) {
    int there = Math.max(0, available);
    if (type == HandshakeType.CLIENT_HELLO) {
      contradicts(Contradiction.HELLO_OF_BOTH, isServer(direction));
      if (offer == null && !isServer(direction)) {
        half(format, buffer, at, there);
        saidHello(direction);
      }
    } else if (type == HandshakeType.SERVER_HELLO && !serverHelloSeen() && client != direction) {
      halfChoice = true;
      views.serverHello.wrapBeginning(buffer, at, there);
      choice = HelloFacts.halfChoice(views.serverHello).orElse(choice);
      chose(direction);
    }
    if (!settled && !views.frames.isEmpty()) {
      latest.set(views.frames.get(views.frames.size() - 1));
    }
  }

  /** The server's Certificate message, whole; a client's has no name of the service. */
  private void certificate(int direction, ByteBuffer buffer, int at, int length) {
    if (direction != client && !certificateSeen) {
      certificateSeen = true;
      certificate = views.certificateNames(buffer, at, length).orElse(null);
      progress();
    }
  }

  /** A handshake message begins: that of a client which began with another one is forged. */
  void begins(int direction, int type) {
    contradicts(
        Contradiction.NO_HELLO_FIRST,
        hellos == 0
            && choice == null
            && initiator == direction
            && inText != direction
            && type != HandshakeType.CLIENT_HELLO);
  }

  /** A message of which only that it came is of interest. */
  void passed(int direction, int type) {
    if (direction != client) {
      serverHelloDone |= type == HandshakeType.SERVER_HELLO_DONE;
      certificateSeen |= type == HandshakeType.CERTIFICATE;
    }
    history.message(direction, type, choice);
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
    answered |= isServer(direction) && direction != inText;
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
    changeCipherSpec |= 1 << direction;
    progress();
  }

  /** The version in the header of a record that is not of the handshake in clear. */
  void recordVersion(int direction, int version) {
    if (versions[direction] == version && inferred == 0) {
      inferred = version;
      inferredFrame = choice == null ? now.toRef() : null;
      progress();
    }
    versions[direction] = version;
  }

  /** A record of application data, with the length of its fragment. */
  void applicationData(int direction, int length) {
    if (!serverHelloSeen()
        && direction == client
        && offer != null
        && offer.extensions().contains(EARLY_DATA)) {
      return; // 0-RTT data is no sign of an agreement
    }
    if (earlyRecords[direction] <= MAX_EARLY_RECORDS) {
      earlyRecords[direction]++;
      earlyBytes[direction] += length;
    }
    encrypted(direction);
  }

  /** An alert record that is encrypted: its sender ends or gives up. */
  void encryptedAlert(int direction) {
    encryptedAlert |= 1 << direction;
    encrypted(direction);
  }

  /** A record that is encrypted. */
  void encrypted(int direction) {
    answered |= isServer(direction) && direction != inText;
    if (!isEncrypted(direction)) {
      encrypted |= 1 << direction;
      progress();
    }
  }

  /** The bytes are one of the constants that imitate TLS: unless TLS was there before. */
  void pseudo() {
    pseudo = !handshakeSeen();
  }

  /** The server's bytes after the hello are not TLS. */
  void answeredInClear() {
    if (!answeredInClear && choice == null) {
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

  /** Where what is read is recorded; null for nowhere. */
  @Nullable Recording recording() {
    return recording;
  }

  /** Goes up whenever something was learned that can decide. */
  int changes() {
    return changes;
  }

  /** The frame that last told something. */
  FrameMark latest() {
    return latest;
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
    return hellos > 0;
  }

  /** Returns whether an end said what is read of it: its hello, its choice, or an alert. */
  boolean isToldBy(int direction) {
    boolean said = isServer(direction) ? choice != null || halfChoice : hellos > 0;
    return said || alertBy == direction;
  }

  /**
   * Returns whether the first hello has the form of SSL 2.0, so that the answer may have it too.
   */
  boolean isSslV2Offer() {
    return offer != null && offer.format() == HelloFormat.SSLV2;
  }

  Optional<Offer> offer() {
    return offer == null ? Optional.empty() : Optional.of(offer.withHellos(hellos));
  }

  /** Returns whether an offer was read, whole or in part. */
  boolean hasOffer() {
    return offer != null;
  }

  Optional<Choice> choice() {
    return Optional.ofNullable(choice);
  }

  @Nullable TlsVersion chosen() {
    return choice == null ? null : choice.version();
  }

  /** The server name of the hello, or of what is there of it. */
  Optional<String> serverName() {
    return offer == null ? Optional.ofNullable(halfName) : offer.serverName();
  }

  /** Further names of the same extension. */
  List<String> otherNames() {
    return offer == null ? List.of() : offer.otherNames();
  }

  boolean isNameEncrypted() {
    return offer != null && offer.encryptedClientHello();
  }

  /** Returns whether anything of a handshake in clear was seen, and not only records. */
  boolean handshakeSeen() {
    return hellos > 0 || choice != null || halfChoice || alertBy >= 0;
  }

  boolean serverHelloSeen() {
    return choice != null && choice.basis() == ChoiceBasis.SERVER_HELLO;
  }

  boolean isHalf() {
    return halfHello || halfChoice;
  }

  /** Returns whether a handshake record behind a ChangeCipherSpec may be in clear. */
  boolean mayBeHelloRetry(int direction) {
    return !serverHelloSeen() || helloRetry && !isServer(direction);
  }

  /** Returns whether a ChangeCipherSpec begins no encryption: RFC 8446 §D.4. */
  boolean isChangeCipherSpecEmpty() {
    if (choice != null) {
      return TlsVersion.TLS_1_2.isBefore(choice.version());
    }
    return offer != null && TlsVersion.TLS_1_2.isBefore(offer.max());
  }

  /** Returns whether it only imitates TLS. */
  boolean isPseudo() {
    return pseudo && serverName().isEmpty();
  }

  /** Returns whether its hello stands among other bytes, and the other end said nothing in TLS. */
  boolean isUnproven() {
    return inText >= 0 && !answered && handshakeSeen();
  }

  boolean isBudgetExceeded() {
    return budgetExceeded;
  }

  boolean isAnsweredInClear() {
    return answeredInClear;
  }

  Optional<ServerCertificate> certificate() {
    return Optional.ofNullable(certificate);
  }

  boolean certificateSeen() {
    return certificateSeen;
  }

  /** Returns whether the server sent what only a full handshake has. */
  boolean serverFlightSeen() {
    return certificateSeen || serverHelloDone;
  }

  boolean isEncrypted(int direction) {
    return (encrypted & 1 << direction) != 0;
  }

  boolean sentChangeCipherSpec(int direction) {
    return (changeCipherSpec & 1 << direction) != 0;
  }

  /** Who sent a ChangeCipherSpec, and what is encrypted, as a number of 4 bits. */
  int encryption(int client) {
    return changeCipherSpec >> client & 1
        | (changeCipherSpec >> 1 - client & 1) << 1
        | (encrypted >> client & 1) << 2
        | (encrypted >> 1 - client & 1) << 3;
  }

  boolean sentEncryptedAlert(int direction) {
    return (encryptedAlert & 1 << direction) != 0;
  }

  /** Records of application data so far; one more than {@link #MAX_EARLY_RECORDS} for many. */
  int earlyRecords(int direction) {
    return earlyRecords[direction];
  }

  int earlyBytes(int direction) {
    return earlyBytes[direction];
  }

  /** The version that records agree on, 0x0303 included; 0 for none, and after any ServerHello. */
  int inferred() {
    return choice != null || halfChoice ? 0 : inferred;
  }

  Optional<FrameRef> inferredFrame() {
    return inferred() == 0 ? Optional.empty() : Optional.ofNullable(inferredFrame);
  }

  /** Returns whether the latest record of either end says less than 0x0303. */
  boolean areRecordsOld() {
    return isOld(versions[0]) || isOld(versions[1]);
  }

  private static boolean isOld(int version) {
    return version != 0 && version < MODERN;
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

  List<FrameRef> helloFrames() {
    return helloFrames;
  }

  List<FrameRef> choiceFrames() {
    return choiceFrames;
  }

  /** Returns whether both ends encrypt, and the version is known. */
  boolean isVersionAgreed() {
    return encrypted == 3 && (serverHelloSeen() || inferred() != 0);
  }

  /** Returns what distinguishes the hello of ports that are used again; 0 for none. */
  int helloMark() {
    return helloMark;
  }

  // What recognises the connection where it was captured once more; zeros for nothing.

  long randomOne() {
    return randomOne;
  }

  long randomTwo() {
    return randomTwo;
  }

  long answerRandom() {
    return answerRandom;
  }

  /** What contradicts itself in what was read, so that some of it is forged: a new set. */
  Set<Contradiction> contradictions() {
    Set<Contradiction> found = EnumSet.noneOf(Contradiction.class);
    found.addAll(contradictions);
    if (isChoiceNotOffered()) {
      found.add(Contradiction.CHOICE_NOT_OFFERED);
    }
    if (isModern() && areRecordsOld()) {
      found.add(Contradiction.RECORDS_BELOW);
    }
    return found;
  }

  private boolean isModern() {
    int version = choice == null ? inferred() : choice.version().value();
    return version == MODERN || version == MODERN + 1;
  }

  /** Returns whether the choice is none of the offer's. */
  private boolean isChoiceNotOffered() {
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
    return (client < 0 ? "client unknown" : "client is side " + client)
        + (offer == null ? ", no offer" : ", offers up to " + offer.max())
        + (choice == null ? ", no choice" : ", chose " + choice.version())
        + (alertBy < 0 ? "" : ", alert " + alertDescription + " of side " + alertBy)
        + (contradictions.isEmpty() ? "" : ", " + contradictions);
  }
}
