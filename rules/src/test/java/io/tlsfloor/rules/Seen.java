package io.tlsfloor.rules;

import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.ChoiceBasis;
import io.tlsfloor.parser.observation.ClientBasis;
import io.tlsfloor.parser.observation.DowngradeSentinel;
import io.tlsfloor.parser.observation.EarlyEnd;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Evidence;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.HandshakeProgress;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.PrefaceKind;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Builds connections for tests: a home client to an Exchange Online address on 443 from which
 * nothing was seen, until a test says otherwise.
 */
public final class Seen {
  /** A time after every change of the bundled list. */
  public static final Instant NOW = Instant.parse("2026-11-02T09:00:00Z");

  private Transport transport = Transport.TCP;
  private Protocol protocol = Protocol.TLS;
  private Peer client = new Peer(IpAddress.parse("10.20.3.41"), 49152);
  private Peer server = new Peer(IpAddress.parse("52.97.1.1"), 443);
  private Optional<Offer> offer = Optional.empty();
  private Optional<Choice> choice = Optional.empty();
  private Optional<TlsVersion> inferred = Optional.empty();
  private Outcome outcome = Outcome.INCOMPLETE;
  private Optional<AlertSeen> alert = Optional.empty();
  private Optional<Ending> ending = Optional.of(new Ending(EndedHow.CAPTURE_END, Optional.empty()));
  private boolean clientChangeCipherSpec;
  private Optional<EarlyEnd> earlyEnd = Optional.empty();
  private final List<NameSeen> names = new ArrayList<>();
  private Optional<ServerCertificate> certificate = Optional.empty();
  private Optional<MailDialogue> mail = Optional.empty();
  private final List<PrefaceKind> prefaces = new ArrayList<>();
  private Optional<Target> target = Optional.empty();
  private Instant time = NOW;
  private boolean timeKnown = true;
  private Optional<Evidence.Visibility> visibility = Optional.empty();
  private boolean setUpSeen = true;

  public static Seen connection() {
    return new Seen();
  }

  /** A ClientHello without supported_versions. */
  public static Offer upTo(TlsVersion max) {
    return new Offer(
        max.isDtls() ? HelloFormat.DTLS : HelloFormat.TLS,
        true,
        1,
        new Offer.Range(max, max, Optional.empty(), Optional.empty(), false),
        Offer.Lists.ofSuites(List.of(0xC02F, 0xC013, 0x002F)),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  /** A ClientHello with supported_versions. */
  public static Offer listing(TlsVersion... versions) {
    List<TlsVersion> list = List.of(versions);
    TlsVersion max = list.stream().max((a, b) -> a.rank() - b.rank()).orElseThrow();
    TlsVersion min =
        list.stream().filter(TlsVersion::isKnown).min((a, b) -> a.rank() - b.rank()).orElseThrow();
    Offer plain = upTo(TlsVersion.TLS_1_2);
    return new Offer(
        plain.format(),
        true,
        1,
        new Offer.Range(TlsVersion.TLS_1_2, max, Optional.of(min), Optional.of(list), false),
        new Offer.Lists(List.of(0x1301, 0xC02F), List.of(43), List.of(), List.of(), List.of()),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  public static Offer with(Offer o, List<Integer> suites, boolean fallback, HelloFormat format) {
    return new Offer(
        format,
        o.whole(),
        o.hellos(),
        new Offer.Range(o.legacyVersion(), o.max(), o.min(), o.versions(), fallback),
        new Offer.Lists(suites, o.extensions(), o.groups(), o.pointFormats(), o.alpn()),
        o.serverName(),
        o.encryptedClientHello(),
        o.ja3(),
        o.ja4());
  }

  public static Offer encrypted(Offer o) {
    return new Offer(
        o.format(),
        o.whole(),
        o.hellos(),
        o.range(),
        o.lists(),
        o.serverName(),
        true,
        o.ja3(),
        o.ja4());
  }

  public static Offer half(Offer o) {
    return new Offer(
        o.format(),
        false,
        o.hellos(),
        o.range(),
        Offer.Lists.ofSuites(List.of()),
        o.serverName(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  public static Choice chosen(TlsVersion version) {
    return chosen(version, DowngradeSentinel.NONE);
  }

  public static Choice chosen(TlsVersion version, DowngradeSentinel sentinel) {
    return new Choice(
        version,
        ChoiceBasis.SERVER_HELLO,
        true,
        Optional.of(0xC013),
        Optional.empty(),
        sentinel,
        false,
        Optional.empty());
  }

  public Seen offers(Offer seen) {
    offer = Optional.of(seen);
    return this;
  }

  public Seen chooses(Choice seen) {
    choice = Optional.of(seen);
    return this;
  }

  public Seen chooses(TlsVersion version) {
    return chooses(chosen(version));
  }

  public Seen infers(TlsVersion version) {
    inferred = Optional.of(version);
    return this;
  }

  public Seen outcome(Outcome seen) {
    outcome = seen;
    return this;
  }

  public Seen established() {
    clientChangeCipherSpec = true;
    return outcome(Outcome.ESTABLISHED);
  }

  /** Established, and ended by the server after so many records and bytes, in frame 21. */
  public Seen endedEarly(EndedHow how, int records, int bytes) {
    earlyEnd = Optional.of(new EarlyEnd(how, records, bytes, new FrameRef("test.pcap", 21, time)));
    return established();
  }

  public Seen refused(Side by, int description) {
    alert = Optional.of(new AlertSeen(by, AlertSeen.FATAL, description));
    ending = Optional.of(new Ending(EndedHow.ALERT, Optional.of(by)));
    return outcome(Outcome.REFUSED);
  }

  public Seen reset(Side by) {
    ending = Optional.of(new Ending(EndedHow.RESET, Optional.of(by)));
    return outcome(Outcome.RESET);
  }

  public Seen closed(Side by) {
    ending = Optional.of(new Ending(EndedHow.FIN, Optional.of(by)));
    return outcome(Outcome.CLOSED);
  }

  public Seen clientChangeCipherSpec() {
    clientChangeCipherSpec = true;
    return this;
  }

  public Seen client(String address) {
    client = new Peer(IpAddress.parse(address), 49152);
    return this;
  }

  public Seen server(String address, int port) {
    server = new Peer(IpAddress.parse(address), port);
    return this;
  }

  public Seen port(int port) {
    server = new Peer(server.address(), port);
    return this;
  }

  public Seen clientPort(int port) {
    client = new Peer(client.address(), port);
    return this;
  }

  public Seen udp(Protocol over) {
    transport = Transport.UDP;
    protocol = over;
    return this;
  }

  public Seen named(NameSource from, String... seen) {
    for (String name : seen) {
      names.add(new NameSeen(name, from));
    }
    return this;
  }

  /** A DNS answer in a frame of its own, with all its names. */
  public Seen answered(int frame, String... seen) {
    FrameRef ref = new FrameRef("test.pcap", frame, time);
    for (String name : seen) {
      names.add(new NameSeen(name, NameSource.DNS, Optional.of(ref)));
    }
    return this;
  }

  public Seen sni(String name) {
    return named(NameSource.SNI, name);
  }

  public Seen certificate(String commonName, String... alternativeNames) {
    certificate =
        Optional.of(
            new ServerCertificate(
                "CN=" + commonName, "CN=CA", Optional.of(commonName), List.of(alternativeNames)));
    return this;
  }

  public Seen target(String preface, String host, int port) {
    prefaces.add(PrefaceKind.ofLabel(preface).orElseThrow());
    target = Optional.of(new Target(host, port));
    return this;
  }

  public Seen preface(String label) {
    prefaces.add(PrefaceKind.ofLabel(label).orElseThrow());
    return this;
  }

  public Seen mail(
      Protocol over,
      Optional<Boolean> offered,
      boolean requested,
      boolean accepted,
      String... verbs) {
    protocol = over;
    mail =
        Optional.of(
            new MailDialogue(
                over, offered, false, requested, Optional.empty(), accepted, List.of(verbs)));
    return this;
  }

  public Seen at(String instant) {
    time = Instant.parse(instant);
    return this;
  }

  public Seen timeUnknown() {
    timeKnown = false;
    return this;
  }

  public Seen changed(UnaryOperator<Offer> change) {
    offer = offer.map(change);
    return this;
  }

  /** Returns what of it was not seen; the first packet is the hello's where the set-up was not. */
  public Seen visible(Sides sides, int holes, boolean truncated, boolean setUp) {
    visibility =
        Optional.of(
            new Evidence.Visibility(
                sides, holes, truncated, 0, setUp || offer.isPresent(), true, Set.of()));
    setUpSeen = setUp;
    return this;
  }

  public TlsConnection build() {
    FrameRef hello = new FrameRef("test.pcap", 4, time);
    FrameRef first = setUpSeen ? new FrameRef("test.pcap", 1, time) : hello;
    FrameRef answer = new FrameRef("test.pcap", 6, time);
    FrameRef last = new FrameRef("test.pcap", 9, time);
    return new TlsConnection(
        new TlsConnection.SocketPair(
            transport, client, server, ClientBasis.CLIENT_HELLO, Optional.empty()),
        new TlsConnection.Handshake(
            protocol,
            offer,
            choice,
            inferred,
            outcome,
            alert,
            ending,
            new HandshakeProgress(
                clientChangeCipherSpec, false, false, false, false, earlyEnd, "", false, false),
            certificate),
        names,
        mail,
        new Way(
            prefaces,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            target,
            false,
            Optional.empty()),
        new Evidence(
            new Evidence.Frames(
                first,
                last,
                offer.isPresent() ? List.of(hello) : List.of(),
                choice.isPresent() ? List.of(answer) : List.of(),
                alert.map(a -> new FrameRef("test.pcap", 7, time)),
                Optional.empty(),
                inferred.isPresent() ? Optional.of(last) : Optional.empty(),
                mail.isPresent()
                    ? Collections.nCopies(mail.get().commandsInClear().size(), last)
                    : List.of()),
            visibility.orElse(
                new Evidence.Visibility(Sides.BOTH, 0, false, 0, true, timeKnown, Set.of())),
            false,
            Optional.empty()),
        Optional.empty());
  }
}
