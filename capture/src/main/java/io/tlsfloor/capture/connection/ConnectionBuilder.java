package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.names.ServerNames;
import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.parser.observation.EarlyEnd;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the parts of what is reported of a connection whose verdict is known. */
final class ConnectionBuilder {
  private static final int MODERN = 0x0303;

  private final ServerNames serverNames;
  private final SharedParts shared = new SharedParts();
  private final Set<Contradiction> contradictions = EnumSet.noneOf(Contradiction.class); // of one
  private String letters = ""; // of the latest connection's messages: most have the same

  ConnectionBuilder(ServerNames serverNames) {
    this.serverNames = serverNames;
  }

  private static Optional<AlertSeen> alert(HandshakeFacts facts, int client) {
    if (facts.alertBy() < 0) {
      return Optional.empty();
    }
    Side by = facts.alertBy() == client ? Side.CLIENT : Side.SERVER;
    return Optional.of(new AlertSeen(by, facts.alertLevel(), facts.alertDescription()));
  }

  /** What was said in it, which most connections have in common with others. */
  TlsConnection.Handshake handshake(
      Connection connection, Conclusion conclusion, Optional<MailDialogue> mail) {
    HandshakeFacts facts = connection.facts;
    int client = connection.client();
    int server = 1 - client;
    Outcome outcome = conclusion.outcome();
    Optional<Ending> ending = conclusion.ending();
    Protocol protocol =
        outcome == Outcome.NO_TLS && mail.isPresent()
            ? mail.get().protocol()
            : connection.protocol();
    Optional<EarlyEnd> early =
        outcome == Outcome.ESTABLISHED ? Conclusion.earlyEnd(connection) : Optional.empty();
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
            : shared.handshake(
                said, facts.hello.offer(), facts.choice(), facts.answer.certificate(), letters);
    if (known == null) {
      known =
          new TlsConnection.Handshake(
              protocol,
              facts.hello.offer(),
              facts.choice(),
              facts.inferred() != 0 && facts.inferred() < MODERN
                  ? Optional.of(new TlsVersion(facts.inferred()))
                  : Optional.empty(),
              outcome,
              alert(facts, client),
              ending,
              new HandshakeProgress(
                  facts.side(client).isCipherSpecChanged(),
                  facts.side(server).isCipherSpecChanged(),
                  facts.side(client).isEncrypted(),
                  facts.side(server).isEncrypted(),
                  resumed,
                  early,
                  letters,
                  facts.inferred() >= MODERN,
                  older),
              facts.answer.certificate());
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
        ? facts.side(server).isCipherSpecChanged()
            && !facts.answer.isFlightSeen()
            && connection.side(server).holes() == 0
        : choice.isPresent() && choice.get().preSharedKey();
  }

  /** The names of the server, by what was said and by answers of name servers. */
  List<NameSeen> names(Connection connection, int client) {
    HandshakeFacts facts = connection.facts;
    Optional<String> sni = facts.hello.serverName();
    Optional<String> asked = facts.hello.isNameEncrypted() ? Optional.empty() : sni;
    List<NameSeen> others =
        serverNames.isEmpty() // then no address is made for it
            ? List.of()
            : serverNames.of(
                connection.peer(client).address(),
                asked,
                connection.peer(1 - client).address(),
                connection.first().timeNanos());
    Optional<ServerCertificate> certificate = facts.answer.certificate();
    List<String> more = facts.hello.otherNames();
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

  /** The way that it took. */
  Way way(Connection connection, int client) {
    long own = connection.side(client).mac();
    long servers = connection.side(1 - client).mac();
    PacketPath path = connection.path;
    if (connection.dialogues.isEmpty() && path.isPlain()) {
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
        path.tunnels(),
        path.vlan() < 0 ? Optional.empty() : Optional.of(path.vlan()),
        path.innerVlan() < 0 ? Optional.empty() : Optional.of(path.innerVlan()),
        SharedParts.mac(own),
        SharedParts.mac(servers),
        connection.dialogues.target(),
        path.isFragmented(),
        Optional.empty());
  }

  /** How it was seen; most are whole. */
  Evidence.Visibility visibility(Connection connection, int client) {
    boolean own = connection.side(client).isSeen();
    boolean servers = connection.side(1 - client).isSeen();
    Sides sides = own && servers ? Sides.BOTH : servers ? Sides.SERVER : Sides.CLIENT;
    Set<Contradiction> conflicts = contradictions(connection);
    int duplicates = connection.side(0).duplicates() + connection.side(1).duplicates();
    boolean whole =
        sides == Sides.BOTH
            && connection.holes() == 0
            && duplicates == 0
            && !connection.path.isTruncated()
            && connection.isTimeKnown()
            && conflicts.isEmpty()
            && connection.isFromStart();
    return whole
        ? Evidence.Visibility.WHOLE
        : new Evidence.Visibility(
            sides,
            connection.holes(),
            connection.path.isTruncated(),
            duplicates,
            connection.isFromStart(),
            connection.isTimeKnown(),
            conflicts);
  }

  private Set<Contradiction> contradictions(Connection connection) {
    contradictions.clear();
    connection.contradictions(contradictions);
    if (connection.isNotTaken()) {
      contradictions.add(Contradiction.NOT_TAKEN);
    }
    return contradictions.isEmpty() ? Set.of() : EnumSet.copyOf(contradictions);
  }
}
