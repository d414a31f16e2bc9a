package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.ChoiceBasis;
import io.tlsfloor.parser.observation.ClientBasis;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.parser.observation.TlsVersion;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one connection by its TLS messages and records. {@link TlsFacts} writes; {@link
 * Verdict} and others ask.
 */
abstract class KnownFacts {
  static final int UNKNOWN = -1;

  int clientDirection = UNKNOWN;
  ClientBasis clientBasis = ClientBasis.PORT;
  int initiator = UNKNOWN;
  boolean disputed;
  @Nullable Offer offer;
  Optional<Offer> told = Optional.empty(); // the offer while there is one content of it
  int toldHellos;
  boolean halfHello;
  @Nullable String halfName;
  int hellos;
  boolean pseudo;
  boolean unproven;
  boolean answeredInTls;
  boolean budgetExceeded;
  Optional<HelloDigest> helloDigest = Optional.empty();
  Optional<HelloDigest> answerDigest = Optional.empty();
  @Nullable Choice choice;
  Optional<Choice> toldChoice = Optional.empty(); // the choice, made once
  boolean halfChoice;
  boolean helloRetry;
  @Nullable ServerCertificate certificate;
  boolean certificateSeen;
  boolean serverHelloDone;
  final RecordFacts records = new RecordFacts();
  boolean answeredInClear;
  List<FrameRef> clientHelloFrames = List.of();
  List<FrameRef> serverHelloFrames = List.of();
  final FrameMark last = new FrameMark();
  long progressNanos;
  int changes;
  @Nullable Rivals rivals;

  /** Begins again: of another connection nothing is known yet. */
  void begin() {
    clientDirection = UNKNOWN;
    clientBasis = ClientBasis.PORT;
    initiator = UNKNOWN;
    disputed = false;
    offer = null;
    told = Optional.empty();
    toldHellos = 0;
    halfHello = false;
    halfName = null;
    hellos = 0;
    pseudo = false;
    unproven = false;
    answeredInTls = false;
    budgetExceeded = false;
    helloDigest = Optional.empty();
    answerDigest = Optional.empty();
    choice = null;
    toldChoice = Optional.empty();
    halfChoice = false;
    helloRetry = false;
    certificate = null;
    certificateSeen = false;
    serverHelloDone = false;
    records.begin();
    answeredInClear = false;
    clientHelloFrames = List.of();
    serverHelloFrames = List.of();
    last.clear();
    progressNanos = 0;
    changes = 0;
    rivals = null;
  }

  /** Goes up whenever something was learned that can decide. */
  int changes() {
    return changes;
  }

  /** Time of the packet that last told something. */
  long progressNanos() {
    return progressNanos;
  }

  /** The frame that last told something. */
  FrameMark lastFrame() {
    return last;
  }

  /** Whether {@code direction} is known to be the server's. */
  boolean isServer(int direction) {
    return clientDirection == 1 - direction;
  }

  /** Direction of the client, or -1. */
  int clientDirection() {
    return clientDirection;
  }

  ClientBasis clientBasis() {
    return clientBasis;
  }

  /** Whether a ClientHello or the beginning of one was seen. */
  boolean helloSeen() {
    return hellos > 0;
  }

  Optional<Offer> offer() {
    if (offer == null) {
      return Optional.empty();
    }
    if (rivals != null) {
      return Optional.of(rivals.offer(offer, choice()).withHellos(hellos));
    }
    if (toldHellos != hellos) {
      toldHellos = hellos;
      told = Optional.of(offer.withHellos(hellos));
    }
    return told;
  }

  /** Whether a whole and sound ClientHello was seen, or a choice, after which none counts. */
  boolean helloIsKnown() {
    return helloSeen() && (!halfHello || choice != null || halfChoice);
  }

  /** Whether the ClientHello that was seen is cut short or malformed. */
  boolean isHelloHalf() {
    return halfHello;
  }

  /** Whether anything of a handshake in clear was seen, and not only records. */
  boolean handshakeSeen() {
    return hellos > 0 || choice != null || records.alertSeen();
  }

  /** The server name of the hello, or of what is there of it. */
  Optional<String> serverName() {
    return offer == null ? Optional.ofNullable(halfName) : offer().flatMap(Offer::serverName);
  }

  Optional<HelloDigest> helloDigest() {
    return helloDigest;
  }

  /** What tells the server's answer from another. */
  Optional<HelloDigest> answerDigest() {
    return answerDigest;
  }

  /**
   * The version that records agree on, 0x0303 included, which says "1.2 or later"; empty after any
   * ServerHello.
   */
  Optional<TlsVersion> inferred() {
    return choice != null || halfChoice ? Optional.empty() : records.inferred();
  }

  @SuppressWarnings("ReferenceEquality") // the same one, or made anew
  Optional<Choice> choice() {
    if (rivals != null) {
      return Optional.ofNullable(rivals.choice(choice, records.latestVersion(clientDirection)));
    }
    if (toldChoice.orElse(null) != choice) {
      toldChoice = Optional.ofNullable(choice);
    }
    return toldChoice;
  }

  /** Whether a ClientHello, or enough of one to tell its maximum, was read. */
  boolean hasOffer() {
    return offer != null;
  }

  /** Whether the offer that was read first says the same. */
  boolean isFirst(Offer other) {
    return other.equals(offer);
  }

  /** Whether there are two contents of what decides, and nothing settled which one counts. */
  boolean isContested() {
    return rivals != null
        && offer != null
        && rivals.areContested(
            offer, Optional.ofNullable(choice), records.latestVersion(clientDirection));
  }

  /**
   * Whether what was read contradicts itself, so that some of it is forged: hellos or choices of
   * both ends, two clients' names, or a choice that the records do not go on with.
   */
  boolean isDisputed() {
    Optional<TlsVersion> byRecords = records.inferred();
    boolean older = isModern(choice) || byRecords.isPresent() && isModern(byRecords.get());
    return disputed || older && records.areOld() || offer != null && isOfferDoubtful(offer);
  }

  /** Whether the choice is none of the offer's, or might be of another one's. */
  private boolean isOfferDoubtful(Offer first) {
    Optional<Choice> chosen = choice();
    Offer counts = rivals == null ? first : rivals.offer(first, chosen);
    return chosen.isPresent() && !Rivals.fits(counts, chosen.get())
        || rivals != null && rivals.mayMeanOthers(first, counts, chosen);
  }

  private static boolean isModern(@Nullable Choice choice) {
    return choice != null && isModern(choice.version());
  }

  /** Whether no record of it says less than 0x0303; drafts of TLS 1.3 are left out. */
  private static boolean isModern(TlsVersion version) {
    return version.equals(TlsVersion.TLS_1_2) || version.equals(TlsVersion.TLS_1_3);
  }

  /** Notes which end sent the SYN, if that is known by now. */
  void initiator(int direction) {
    initiator = direction;
  }

  /** What was read contradicts itself: some of it is forged. */
  void dispute() {
    disputed = true;
  }

  /** Another content of what imitates TLS is TLS. */
  void notPseudo() {
    pseudo = false;
  }

  /** Whether a ServerHello was seen, and not only a HelloRetryRequest. */
  boolean serverHelloSeen() {
    return choice != null && choice.basis() == ChoiceBasis.SERVER_HELLO;
  }

  /** Whether a hello or a choice was cut short or malformed. */
  boolean isHalf() {
    return halfHello || halfChoice;
  }

  /** Whether a hello in clear may follow ChangeCipherSpec in {@code direction}. */
  boolean mayBeHelloRetry(int direction) {
    return !serverHelloSeen() || helloRetry && !isServer(direction);
  }

  /** Whether ChangeCipherSpec encrypts nothing, as in TLS 1.3 (RFC 8446 §D.4). */
  boolean changeCipherSpecIsEmpty() {
    if (choice != null) {
      return TlsVersion.TLS_1_2.isBefore(choice.version());
    }
    return offer != null && TlsVersion.TLS_1_2.isBefore(offer.max());
  }

  /**
   * Whether the bytes are no TLS as far as is known: one of the constants that imitate it, none of
   * which names a server, or a hello in clear text that the server did not answer.
   */
  boolean isPseudo() {
    return unproven || pseudo && serverName().isEmpty();
  }

  /** Whether a hello stands in clear text, and the server has not answered in TLS. */
  boolean isUnproven() {
    return unproven;
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

  /** Whether the server sent what only a full handshake has: resumption leaves it out. */
  boolean serverFlightSeen() {
    return certificateSeen || serverHelloDone;
  }

  /** The first fatal alert in clear, or the first warning, and by whom. */
  Optional<AlertSeen> alert() {
    return records.alert(clientDirection);
  }

  /** What records told, handshake messages left out. */
  RecordFacts records() {
    return records;
  }

  List<FrameRef> clientHelloFrames() {
    return rivals == null || offer == null
        ? clientHelloFrames
        : rivals.frames(rivals.offer(offer, choice()), clientHelloFrames);
  }

  List<FrameRef> serverHelloFrames() {
    return serverHelloFrames;
  }

  /** What stands for a half hello, or one in doubt, is no longer known. */
  void forgetHalf() {
    offer = null;
    halfHello = false;
    halfName = null;
    hellos = 0;
    toldHellos = 0;
    clientHelloFrames = List.of();
  }

  /** What was taken for the client's and for the server's is no longer known. */
  void forgetRoles() {
    forgetHalf();
    helloDigest = Optional.empty();
    answerDigest = Optional.empty();
    choice = null;
    halfChoice = false;
    helloRetry = false;
    serverHelloFrames = List.of();
    certificate = null;
    certificateSeen = false;
    answeredInClear = false;
    rivals = null;
    clientDirection = UNKNOWN;
    clientBasis = ClientBasis.PORT;
  }

  /**
   * A hello that begins here stands in clear text: it counts once the server answers in TLS, or if
   * that was read already.
   */
  void unproven() {
    forgetUnproven();
    unproven = !answeredInTls;
  }

  /** Something else begins: what stood in clear text was no hello. */
  void forgetUnproven() {
    if (unproven) {
      forgetHalf();
      told = Optional.empty();
      helloDigest = Optional.empty();
      clientDirection = UNKNOWN;
      clientBasis = ClientBasis.PORT;
      rivals = null;
      records.begin();
      unproven = false;
    }
  }

  /**
   * A hello that stands in clear text is followed by more of it: the same, unless it is answered.
   */
  void doubt() {
    unproven |= !answeredInTls;
  }

  /** The sender in {@code direction} speaks TLS: if it is the server, the hello before counts. */
  void proven(int direction) {
    answeredInTls |= isServer(direction);
    unproven &= !isServer(direction);
  }
}
