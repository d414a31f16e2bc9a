package io.tlsfloor.report.saved;

import io.tlsfloor.parser.observation.AlertNames;
import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.ChoiceBasis;
import io.tlsfloor.parser.observation.ClientBasis;
import io.tlsfloor.parser.observation.DowngradeSentinel;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Evidence;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.HandshakeProgress;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.Sides;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.parser.observation.Way;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The facts of a connection, as far as its line holds them. */
final class SavedConnection {
  private final Fields line;
  private final Fields own;
  private final String file;

  private SavedConnection(Fields line) {
    this.line = line;
    own = line.object("tlsfloor");
    file = own.object("capture").needed("file");
  }

  /**
   * Reads a line of dataset {@code tlsfloor.connection}.
   *
   * @throws SavedLineException if it is none
   */
  static TlsConnection of(Fields line) {
    return new SavedConnection(line).connection();
  }

  private TlsConnection connection() {
    Fields network = line.object("network");
    Protocol protocol = network.neededWord("protocol", Protocol.class);
    return new TlsConnection(
        network.neededWord("transport", Transport.class),
        protocol,
        peer(line.object("source")),
        peer(line.object("destination")),
        ClientBasis.CLIENT_HELLO,
        own.has("offered") ? Optional.of(offer(own.object("offered"))) : Optional.empty(),
        own.has("negotiated") ? Optional.of(choice(own.object("negotiated"))) : Optional.empty(),
        own.object("inferred").version("version"),
        own.neededWord("outcome", Outcome.class),
        own.has("alert") ? Optional.of(alert(own.object("alert"))) : Optional.empty(),
        own.has("ended") ? Optional.of(ending(own.object("ended"))) : Optional.empty(),
        progress(),
        own.objects("names").stream().map(SavedConnection::name).toList(),
        certificate(line.object("tls").object("server")),
        own.has("starttls")
            ? Optional.of(mail(own.object("starttls"), protocol))
            : Optional.empty(),
        way(),
        evidence(),
        own.has("nat") ? Optional.of(peer(own.object("nat"))) : Optional.empty(),
        log());
  }

  private Optional<LogEntry> log() {
    Optional<LogEntry.Writer> writer =
        own.text("basis").filter(basis -> !basis.equals("packets")).isPresent()
            ? own.word("basis", LogEntry.Writer.class)
            : Optional.empty();
    Fields log = own.object("log");
    return writer.map(
        of ->
            new LogEntry(
                of,
                log.text("id").orElse(""),
                log.text("version"),
                log.text("offered_from"),
                line.object("tls").object("client").text("ja3"),
                own.text("ja4")));
  }

  private static Peer peer(Fields end) {
    return new Peer(end.address("ip"), end.port("port"));
  }

  private Offer offer(Fields offered) {
    TlsVersion max = offered.version("max").orElseThrow(() -> missing("tlsfloor.offered.max"));
    Fields client = line.object("tls").object("client");
    return new Offer(
        offered.neededWord("format", HelloFormat.class),
        true,
        max,
        max,
        offered.version("min"),
        offered.has("versions") ? Optional.of(offered.versions("versions")) : Optional.empty(),
        (int) offered.number("hellos"),
        offered.flag("fallback_scsv"),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        offered.texts("alpn"),
        client.text("server_name"),
        false,
        client.text("ja3"),
        own.text("ja4"));
  }

  private static SavedLineException missing(String field) {
    return new SavedLineException("it has no " + field);
  }

  private Choice choice(Fields negotiated) {
    Fields tls = line.object("tls");
    return new Choice(
        negotiated.version("version").orElseThrow(() -> missing("tlsfloor.negotiated.version")),
        negotiated.neededWord("basis", ChoiceBasis.class),
        true,
        Optional.empty(),
        tls.text("next_protocol"),
        DowngradeSentinel.NONE,
        false,
        tls.object("server").text("ja3s"));
  }

  /** A description without a name of its own is written as its number. */
  private static AlertSeen alert(Fields alert) {
    String description = alert.needed("description");
    int number = 0;
    while (number < 256 && !AlertNames.name(number).equals(description)) {
      number++;
    }
    int level = alert.needed("level").equals("warning") ? 1 : AlertSeen.FATAL;
    return new AlertSeen(alert.word("by", Side.class), level, number & 0xFF);
  }

  private static Ending ending(Fields ended) {
    return new Ending(ended.neededWord("how", EndedHow.class), ended.word("by", Side.class));
  }

  private HandshakeProgress progress() {
    boolean established = line.object("tls").flag("established");
    return new HandshakeProgress(
        established,
        established,
        established,
        established,
        line.object("tls").flag("resumed"),
        Optional.empty()); // the sentence of the finding tells it
  }

  private static NameSeen name(Fields name) {
    return new NameSeen(name.needed("name"), name.neededWord("from", NameSource.class));
  }

  private static Optional<ServerCertificate> certificate(Fields server) {
    return server.has("subject")
        ? Optional.of(
            new ServerCertificate(
                server.needed("subject"),
                server.text("issuer").orElse(""),
                Optional.empty(),
                server.object("x509").texts("alternative_names")))
        : Optional.empty();
  }

  private static MailDialogue mail(Fields starttls, Protocol protocol) {
    return new MailDialogue(
        protocol,
        starttls.knownFlag("offered"),
        starttls.flag("masked"),
        starttls.flag("requested"),
        starttls.text("reply"),
        false,
        starttls.flag("continued_in_clear") ? List.of("…") : List.of());
  }

  private Way way() {
    Fields network = line.object("network");
    return new Way(
        own.prefaces("prefaces"),
        own.texts("tunnels"),
        vlan(network),
        vlan(network.object("inner")),
        line.object("source").mac("mac"),
        line.object("destination").mac("mac"),
        own.has("target")
            ? Optional.of(
                new Target(own.object("target").needed("host"), own.object("target").port("port")))
            : Optional.empty(),
        false);
  }

  private static Optional<Integer> vlan(Fields of) {
    Optional<String> id = of.object("vlan").text("id");
    return id.filter(text -> text.matches("[0-9]{1,4}")).map(Integer::parseInt);
  }

  private Evidence evidence() {
    Fields capture = own.object("capture");
    Fields event = line.object("event");
    Instant start = event.neededTime("start");
    Fields frames = capture.object("frames");
    List<FrameRef> clientHello = frames(frames.numbers("client_hello"), start);
    List<FrameRef> serverHello = frames(frames.numbers("server_hello"), start);
    return new Evidence(
        new FrameRef(file, frames.number("first"), start),
        new FrameRef(file, frames.number("last"), event.neededTime("end")),
        clientHello,
        serverHello,
        Optional.empty(),
        Optional.empty(),
        capture.word("sides", Sides.class).orElse(Sides.BOTH),
        (int) capture.number("holes"),
        capture.flag("truncated"),
        0,
        0,
        true,
        true);
  }

  private List<FrameRef> frames(List<Long> numbers, Instant time) {
    return numbers.stream().map(number -> new FrameRef(file, number, time)).toList();
  }
}
