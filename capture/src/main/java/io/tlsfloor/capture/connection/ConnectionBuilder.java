package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.names.ServerNames;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.parser.observation.EarlyEnd;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Evidence;
import io.tlsfloor.parser.observation.HandshakeProgress;
import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.Sides;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.parser.observation.Way;
import io.tlsfloor.parser.preface.Preface;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes down what is reported of a connection whose verdict is known. */
final class ConnectionBuilder {
  private static final int MODERN = 0x0303;

  private final ServerNames serverNames;
  private final SharedParts shared = new SharedParts();
  private String letters = ""; // of the latest connection's messages: most have the same

  ConnectionBuilder(ServerNames serverNames) {
    this.serverNames = serverNames;
  }

  /** The outcome when nothing more comes, for the reason given: the first that applies. */
  Outcome outcome(Connection connection, Ending ending) {
    HandshakeFacts facts = connection.facts;
    if (isEstablished(connection)) {
      return Outcome.ESTABLISHED;
    }
    if (facts.isRefused()) {
      return Outcome.REFUSED;
    }
    if (facts.isAnsweredInClear()) {
      return Outcome.ANSWERED_IN_CLEAR;
    }
    boolean chosen = facts.chosen() != null;
    boolean told = (facts.helloSeen() || chosen) && connection.holes() == 0;
    if (told && ending.how() == EndedHow.RESET) {
      return Outcome.RESET;
    }
    if (told && ending.how() == EndedHow.FIN) {
      return Outcome.CLOSED;
    }
    int server = 1 - facts.client();
    if (ending.how() != EndedHow.TIMEOUT
        || facts.client() < 0
        || connection.holes() > 0
        || facts.isHalf()
        || !connection.side(server).seen) {
      return Outcome.INCOMPLETE;
    }
    if (chosen) {
      return Outcome.NEGOTIATED;
    }
    return facts.helloSeen() && !connection.side(server).payloadSeen
        ? Outcome.UNANSWERED
        : Outcome.INCOMPLETE;
  }

  /** Returns whether each end that was seen sent something encrypted. */
  private static boolean isEstablished(Connection connection) {
    HandshakeFacts facts = connection.facts;
    boolean one = facts.isEncrypted(0);
    boolean other = facts.isEncrypted(1);
    return (one || other)
        && (one || !connection.side(0).seen)
        && (other || !connection.side(1).seen);
  }

  /** Writes down the verdict of a connection. */
  void find(Connection connection, Outcome outcome, Optional<Ending> ending, Verdict found) {
    HandshakeFacts facts = connection.facts;
    int client = connection.client();
    found.transport = connection.transport();
    connection.endsOf(found);
    found.client = client;
    found.clientBasis = connection.clientBasis();
    found.mail = connection.dialogues.mailDialogue();
    boolean tls =
        found.mail.isEmpty() || connection.isTlsSeen() || mayBeTls(found.mail.get(), connection);
    Protocol protocol = tls ? connection.protocol() : found.mail.get().protocol();
    found.handshake =
        handshake(connection, client, protocol, tls ? outcome : Outcome.NO_TLS, ending);
    found.names = names(connection, client);
    found.way = way(connection, client);
    evidence(connection, client, ending, found);
    found.recording = facts.recording;
    facts.opening(found);
    if (!found.isRecognised()) {
      found.randomOne = connection.dialogues.hash(client);
    }
  }

  /** Returns whether TLS may have begun after a dialogue, in what the capture does not show. */
  private static boolean mayBeTls(MailDialogue mail, Connection connection) {
    boolean unseen =
        connection.holes() > 0
            || mail.accepted() && !connection.side(connection.client()).payloadSeen;
    boolean notRefused = mail.accepted() || mail.reply().isEmpty();
    return mail.requested() && notRefused && mail.commandsInClear().isEmpty() && unseen;
  }

  private static Optional<AlertSeen> alert(HandshakeFacts facts, int client) {
    if (facts.alertBy() < 0) {
      return Optional.empty();
    }
    Side by = facts.alertBy() == client ? Side.CLIENT : Side.SERVER;
    return Optional.of(new AlertSeen(by, facts.alertLevel(), facts.alertDescription()));
  }

  /** Returns what was said in it, which most connections have in common with others. */
  private TlsConnection.Handshake handshake(
      Connection connection,
      int client,
      Protocol protocol,
      Outcome outcome,
      Optional<Ending> ending) {
    HandshakeFacts facts = connection.facts;
    int server = 1 - client;
    Optional<EarlyEnd> early =
        outcome == Outcome.ESTABLISHED ? earlyEnd(connection, server) : Optional.empty();
    letters = facts.history.text(client, letters);
    boolean resumed = isResumed(connection, server);
    boolean older = facts.inferred() == 0 && facts.areRecordsOld();
    long said = protocol.ordinal();
    said = said << 4 | outcome.ordinal();
    said = said << 4 | (ending.isEmpty() ? 0 : 1 + ending.get().how().ordinal());
    said = said << 2 | (ending.isEmpty() ? 0 : by(ending.get().by()));
    said = said << 16 | facts.inferred();
    said = said << 2 | (resumed ? 2 : 0) | (older ? 1 : 0);
    said = said << 4 | facts.encryption(client);
    said <<= 18;
    if (facts.alertBy() >= 0) {
      said |= (facts.alertBy() == client ? 1L : 2L) << 16;
      said |= (long) facts.alertLevel() << 8 | facts.alertDescription();
    }
    TlsConnection.Handshake known =
        early.isPresent()
            ? null
            : shared.handshake(said, facts.offer(), facts.choice(), facts.certificate(), letters);
    if (known == null) {
      known =
          new TlsConnection.Handshake(
              protocol,
              facts.offer(),
              facts.choice(),
              facts.inferred() != 0 && facts.inferred() < MODERN
                  ? Optional.of(new TlsVersion(facts.inferred()))
                  : Optional.empty(),
              outcome,
              alert(facts, client),
              ending,
              new HandshakeProgress(
                  facts.sentChangeCipherSpec(client),
                  facts.sentChangeCipherSpec(server),
                  facts.isEncrypted(client),
                  facts.isEncrypted(server),
                  resumed,
                  early,
                  letters,
                  facts.inferred() >= MODERN,
                  older),
              facts.certificate());
      if (early.isEmpty()) {
        shared.keep(said, known);
      }
    }
    return known;
  }

  private static int by(Optional<Side> side) {
    return side.isEmpty() ? 0 : 1 + side.get().ordinal();
  }

  private static boolean isResumed(Connection connection, int server) {
    HandshakeFacts facts = connection.facts;
    Optional<Choice> choice = facts.serverHelloSeen() ? facts.choice() : Optional.empty();
    boolean upTo12 = choice.isPresent() && !TlsVersion.TLS_1_2.isBefore(choice.get().version());
    return upTo12
        ? facts.sentChangeCipherSpec(server)
            && !facts.serverFlightSeen()
            && connection.side(server).holes == 0
        : choice.isPresent() && choice.get().preSharedKey();
  }

  /** The early end of an established mail connection, if there was one. */
  private static Optional<EarlyEnd> earlyEnd(Connection connection, int server) {
    TcpSide side = connection.side(server);
    int records = connection.facts.earlyRecords(server);
    if (!connection.isTcp()
        || connection.ended() != server
        || side.holes > 0
        || records < 1
        || records > HandshakeFacts.MAX_EARLY_RECORDS
        || !Teller.isEarlyEndLookedFor(connection)) {
      return Optional.empty();
    }
    return Optional.of(
        new EarlyEnd(
            side.end == TcpSegment.RST ? EndedHow.RESET : EndedHow.FIN,
            records,
            connection.facts.earlyBytes(server),
            side.endFrame.toRef()));
  }

  private List<NameSeen> names(Connection connection, int client) {
    HandshakeFacts facts = connection.facts;
    Optional<String> sni = facts.serverName();
    Optional<String> asked = facts.isNameEncrypted() ? Optional.empty() : sni;
    List<NameSeen> others =
        serverNames.isEmpty() // then no address is made for it
            ? List.of()
            : serverNames.of(
                connection.peer(client).address(),
                asked,
                connection.peer(1 - client).address(),
                connection.first.timeNanos());
    Optional<ServerCertificate> certificate = facts.certificate();
    List<String> more = facts.otherNames();
    if (sni.isPresent() && more.isEmpty() && others.isEmpty() && connection.dialogues.isEmpty()) {
      return shared.names(sni.get(), certificate);
    }
    List<NameSeen> names = new ArrayList<>(4);
    if (sni.isPresent()) {
      names.add(new NameSeen(sni.get(), NameSource.SNI));
    }
    more.forEach(name -> SharedParts.add(names, new NameSeen(name, NameSource.SNI)));
    for (Preface preface : connection.dialogues.all()) {
      preface.names().forEach(name -> SharedParts.add(names, name));
    }
    others.forEach(name -> SharedParts.add(names, name));
    SharedParts.add(names, certificate);
    return names;
  }

  private Way way(Connection connection, int client) {
    long own = connection.side(client).mac;
    long servers = connection.side(1 - client).mac;
    if (connection.dialogues.isEmpty()
        && connection.tunnels.isEmpty()
        && connection.vlan < 0
        && !connection.fragmented) {
      return shared.way(own, servers);
    }
    List<PrefaceKind> kinds = new ArrayList<>();
    boolean targetless = false; // a reply that was captured before its request
    for (Preface preface : connection.dialogues.all()) {
      boolean led =
          !preface.isNone() && (preface.mail().isEmpty() || preface.mail().get().requested());
      boolean one = preface.mail().isPresent() || targetless || preface.target().isEmpty();
      if (led && !(one && kinds.contains(preface.kind()))) {
        kinds.add(preface.kind());
      }
      targetless = preface.mail().isEmpty() && preface.target().isEmpty();
    }
    return new Way(
        kinds,
        connection.tunnels,
        connection.vlan < 0 ? Optional.empty() : Optional.of(connection.vlan),
        connection.innerVlan < 0 ? Optional.empty() : Optional.of(connection.innerVlan),
        SharedParts.mac(own),
        SharedParts.mac(servers),
        connection.dialogues.target(),
        connection.fragmented,
        Optional.empty());
  }

  private static void evidence(
      Connection connection, int client, Optional<Ending> ending, Verdict found) {
    HandshakeFacts facts = connection.facts;
    boolean own = connection.side(client).seen;
    boolean servers = connection.side(1 - client).seen;
    int ended = -1;
    if (ending.isPresent()
        && (ending.get().how() == EndedHow.RESET || ending.get().how() == EndedHow.FIN)) {
      ended = connection.ended();
    }
    FrameMark end = ended < 0 ? null : connection.side(ended).endFrame;
    found.first.set(connection.first);
    found.last.set(end != null ? end : facts.changes() > 0 ? facts.latest() : connection.first);
    found.helloFrames = List.copyOf(facts.helloFrames());
    found.choiceFrames = List.copyOf(facts.choiceFrames());
    found.alertFrame = facts.alertFrame();
    found.endFrame = end == null ? Optional.empty() : Optional.of(end.toRef());
    found.inferredFrame = facts.inferredFrame();
    found.commandFrames = List.copyOf(connection.dialogues.commands());
    found.visibility =
        visibility(
            connection,
            own && servers ? Sides.BOTH : servers ? Sides.SERVER : Sides.CLIENT,
            contradictions(connection));
  }

  private static Set<Contradiction> contradictions(Connection connection) {
    Set<Contradiction> found = connection.contradictions();
    if (connection.isStray()) {
      found.add(Contradiction.NOT_TAKEN);
    }
    return found;
  }

  /** How it was seen; most are whole. */
  private static Evidence.Visibility visibility(
      Connection connection, Sides sides, Set<Contradiction> contradictions) {
    int duplicates = connection.side(0).duplicates + connection.side(1).duplicates;
    boolean whole =
        sides == Sides.BOTH
            && connection.holes() == 0
            && duplicates == 0
            && !connection.truncated
            && connection.timeKnown
            && contradictions.isEmpty()
            && connection.isFromStart();
    return whole
        ? Evidence.Visibility.WHOLE
        : new Evidence.Visibility(
            sides,
            connection.holes(),
            connection.truncated,
            duplicates,
            connection.isFromStart(),
            connection.timeKnown,
            contradictions);
  }
}
