package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.names.ServerNames;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.ClientBasis;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Evidence;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.HandshakeProgress;
import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Opening;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.parser.observation.Sides;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.parser.observation.Way;
import io.tlsfloor.parser.preface.Preface;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the immutable record of a conversation whose verdict is known: the only copy that is made.
 */
final class ConnectionBuilder {
  private static final int MAX_NAMES = 64;

  private final ServerNames serverNames;
  private final PlainWays plainWays = new PlainWays();
  private final List<NameSeen> names = new ArrayList<>(); // of the connection that is built
  private String letters = ""; // of its messages

  ConnectionBuilder(ServerNames serverNames) {
    this.serverNames = serverNames;
  }

  TlsConnection build(Conversation conversation, Verdict verdict) {
    TlsFacts facts = conversation.facts();
    Optional<MailDialogue> mail = mail(conversation);
    boolean tls = conversation.tlsSeen() || mail.isEmpty() || mayBeTls(mail.get(), conversation);
    int client = clientDirection(conversation);
    Peer clientPeer = conversation.sender(client);
    Peer serverPeer = conversation.sender(1 - client);
    Optional<Choice> choice = facts.choice();
    Optional<TlsVersion> inferred = facts.inferred();
    boolean tells =
        choice.isEmpty() && inferred.isPresent() && inferred.get().isBefore(TlsVersion.TLS_1_2);
    return new TlsConnection(
        new TlsConnection.SocketPair(
            conversation.transport(),
            clientPeer,
            serverPeer,
            clientBasis(conversation),
            conversation.telling.nat()),
        new TlsConnection.Handshake(
            tls ? conversation.protocol() : mail.get().protocol(),
            facts.offer(),
            choice,
            tells ? inferred : Optional.empty(),
            tls ? verdict.outcome() : Outcome.NO_TLS,
            facts.alert(),
            verdict.ending(),
            progress(conversation, client, verdict),
            facts.certificate()),
        names(conversation, clientPeer, serverPeer),
        mail,
        way(conversation, client),
        evidence(conversation, client, verdict),
        Optional.empty());
  }

  /** Whether TLS may have begun after a dialogue, in what the capture does not show. */
  private static boolean mayBeTls(MailDialogue mail, Conversation conversation) {
    boolean unseen =
        conversation.holes() > 0
            || mail.accepted() && !conversation.payloadSeen(clientDirection(conversation));
    boolean notRefused = mail.accepted() || mail.reply().isEmpty();
    return mail.requested() && notRefused && mail.commandsInClear().isEmpty() && unseen;
  }

  private static Optional<MailDialogue> mail(Conversation conversation) {
    Optional<MailDialogue> last = Optional.empty();
    if (conversation.isMailForged()) {
      return last;
    }
    List<Preface> dialogues = conversation.prefaces();
    for (int i = 0; i < dialogues.size(); i++) {
      Preface preface = dialogues.get(i);
      Optional<MailDialogue> here = preface.mail();
      if (here.isPresent()) {
        last = here;
      }
    }
    return last;
  }

  /** The client's direction by the best basis there is. */
  static int clientDirection(Conversation conversation) {
    int known = conversation.facts().clientDirection();
    if (known >= 0) {
      return known;
    }
    TrackedFlow flow = conversation.flow();
    List<Preface> dialogues = conversation.prefaces();
    for (int i = 0; i < dialogues.size(); i++) {
      Preface preface = dialogues.get(i);
      if (preface.clientDirection() >= 0) {
        return preface.clientDirection() == 0 ? conversation.opener() : 1 - conversation.opener();
      }
    }
    if (flow.initiator >= 0) {
      return flow.initiator;
    }
    return flow.senderPort(0) > flow.senderPort(1) ? 0 : 1; // the higher port is the ephemeral one
  }

  private static ClientBasis clientBasis(Conversation conversation) {
    if (conversation.facts().clientDirection() >= 0) {
      return conversation.facts().clientBasis();
    }
    return conversation.flow().initiator >= 0 ? ClientBasis.SYN : ClientBasis.PORT;
  }

  private HandshakeProgress progress(Conversation conversation, int client, Verdict verdict) {
    TlsFacts facts = conversation.facts();
    int server = 1 - client;
    int holes = conversation.holes(server);
    Optional<Choice> choice = facts.serverHelloSeen() ? facts.choice() : Optional.empty();
    Optional<TlsVersion> inferred = facts.inferred();
    boolean upTo12 = choice.isPresent() && !TlsVersion.TLS_1_2.isBefore(choice.get().version());
    boolean resumed =
        upTo12
            ? facts.records().sentChangeCipherSpec(server)
                && !facts.serverFlightSeen()
                && holes == 0
            : choice.isPresent() && choice.get().preSharedKey();
    letters = facts.records().history().text(client, letters);
    return new HandshakeProgress(
        facts.records().sentChangeCipherSpec(client),
        facts.records().sentChangeCipherSpec(server),
        facts.records().isEncrypted(client),
        facts.records().isEncrypted(server),
        resumed,
        verdict.outcome() == Outcome.ESTABLISHED
            ? EarlyEnds.of(conversation, server)
            : Optional.empty(),
        letters,
        inferred.isPresent() && !inferred.get().isBefore(TlsVersion.TLS_1_2),
        inferred.isEmpty() && facts.records().areOld());
  }

  /** Valid until the next connection is built. */
  private List<NameSeen> names(Conversation conversation, Peer client, Peer server) {
    names.clear();
    TlsFacts facts = conversation.facts();
    Optional<String> serverName = facts.serverName();
    if (serverName.isPresent()) {
      add(names, serverName.get(), NameSource.SNI);
    }
    List<String> others = facts.offer().map(Offer::otherNames).orElse(List.of());
    for (int i = 0; i < others.size(); i++) {
      add(names, others.get(i), NameSource.SNI);
    }
    List<Preface> dialogues = conversation.prefaces();
    for (int i = 0; i < dialogues.size(); i++) {
      Preface preface = dialogues.get(i);
      add(names, preface.names());
    }
    long begun = conversation.flow().firstNanos();
    add(names, serverNames.of(client.address(), asked(facts), server.address(), begun));
    Optional<ServerCertificate> certificate = facts.certificate();
    if (certificate.isPresent()) {
      List<String> alternatives = certificate.get().alternativeNames();
      for (int i = 0; i < alternatives.size() && names.size() < MAX_NAMES; i++) {
        add(names, alternatives.get(i), NameSource.CERTIFICATE);
      }
      Optional<String> commonName = certificate.get().commonName();
      if (commonName.isPresent()) {
        add(names, commonName.get(), NameSource.CERTIFICATE);
      }
    }
    return names.size() == 1 ? List.of(names.get(0)) : names; // which need not be copied
  }

  private static void add(List<NameSeen> names, String name, NameSource from) {
    NameSeen seen = new NameSeen(name, from);
    if (names.size() < MAX_NAMES && !names.contains(seen)) {
      names.add(seen);
    }
  }

  /** Adds what is new, while there is room. Most connections have one name or two. */
  private static void add(List<NameSeen> names, List<NameSeen> more) {
    for (int i = 0; i < more.size(); i++) {
      NameSeen name = more.get(i);
      if (names.size() < MAX_NAMES && !names.contains(name)) {
        names.add(name);
      }
    }
  }

  /** The server name that the client sends; none if the real one is encrypted. */
  private static Optional<String> asked(TlsFacts facts) {
    boolean encrypted = facts.offer().isPresent() && facts.offer().get().encryptedClientHello();
    return encrypted ? Optional.empty() : facts.serverName();
  }

  private Way way(Conversation conversation, int client) {
    TrackedFlow flow = conversation.flow();
    Path path = conversation.path;
    Optional<Peer> proxy = conversation.telling.proxy();
    if (path.isPlain()
        && conversation.prefaces().isEmpty()
        && !conversation.isFragmented()
        && proxy.isEmpty()) {
      return plainWays.of(flow.mac(client), flow.mac(1 - client));
    }
    List<PrefaceKind> prefaces = new ArrayList<>();
    Optional<Target> target = Optional.empty();
    List<Preface> dialogues = conversation.prefaces();
    for (int i = 0; i < dialogues.size(); i++) {
      Preface preface = dialogues.get(i);
      if (!preface.isNone() && (preface.mail().isEmpty() || preface.mail().get().requested())) {
        boolean again = preface.mail().isPresent() && prefaces.contains(preface.kind());
        if (!again) { // what one end said was captured behind all that the other did
          prefaces.add(preface.kind());
        }
      }
      if (preface.target().isPresent()) {
        target = preface.target();
      }
    }
    return new Way(
        prefaces,
        path.tunnels(),
        path.vlan() < 0 ? Optional.empty() : Optional.of(path.vlan()),
        path.innerVlan() < 0 ? Optional.empty() : Optional.of(path.innerVlan()),
        PlainWays.mac(flow.mac(client)),
        PlainWays.mac(flow.mac(1 - client)),
        target,
        conversation.isFragmented(),
        proxy);
  }

  private static boolean isPacket(EndedHow how) {
    return how == EndedHow.RESET || how == EndedHow.FIN;
  }

  private static Evidence evidence(Conversation conversation, int client, Verdict verdict) {
    TlsFacts facts = conversation.facts();
    boolean clientBytes = conversation.packetsSeen(client);
    boolean serverBytes = conversation.packetsSeen(1 - client);
    boolean endedByPacket = verdict.ending().isPresent() && isPacket(verdict.ending().get().how());
    FrameRef first = conversation.flow().first();
    FrameRef last = facts.changes() > 0 ? facts.lastFrame().toRef() : first;
    Optional<FrameRef> ended =
        endedByPacket
            ? Optional.ofNullable(conversation.endFrame()).map(FrameMark::toRef)
            : Optional.empty();
    return new Evidence(
        new Evidence.Frames(
            first,
            ended.orElse(last),
            facts.clientHelloFrames(),
            facts.serverHelloFrames(),
            facts.records().alertFrame(),
            ended,
            facts.records().inferredFrame(),
            conversation.commands()),
        new Evidence.Visibility(
            clientBytes && serverBytes ? Sides.BOTH : serverBytes ? Sides.SERVER : Sides.CLIENT,
            conversation.holes(),
            conversation.isTruncated(),
            conversation.duplicates(),
            conversation.conflicts(),
            conversation.isFromStart(),
            conversation.flow().timeKnown,
            conversation.isContested(),
            conversation.isStray()),
        conversation.telling.amends(),
        opening(conversation));
  }

  private static Optional<Opening> opening(Conversation conversation) {
    Optional<HelloDigest> hello = conversation.facts().helloDigest();
    Optional<HelloDigest> digest = hello.isPresent() ? hello : conversation.mailOpening();
    return digest.isPresent()
        ? Optional.of(digest.get().opening(conversation.facts().answerDigest()))
        : Optional.empty();
  }
}
