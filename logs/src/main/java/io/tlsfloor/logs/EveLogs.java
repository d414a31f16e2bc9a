package io.tlsfloor.logs;

import io.tlsfloor.logs.LogFields.BadEntryException;
import io.tlsfloor.parser.observation.ClientBasis;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.parser.observation.Way;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections of the events {@code tls} and {@code quic} of Suricata's EVE, with what events
 * before them say: {@code smtp} of the same flow, {@code dns}, {@code dhcp}.
 *
 * <p>Of many connections that were refused or not answered Suricata writes no event {@code tls}.
 * Where its event {@code flow} says that it was TLS, they are connections without a version; other
 * events that say so count.
 */
final class EveLogs {
  private static final int MAX_FLOWS = 1 << 16;
  private static final int MAX_OPEN_FLOWS = 1 << 18;
  private static final int HEADER_BYTES_V4 = 14 + 20 + 32; // Ethernet, IP, TCP with timestamps
  private static final int HEADER_BYTES_V6 = HEADER_BYTES_V4 + 20;
  private static final int ALERT_BYTES = 64; // 7, and what else stands in headers

  /** Where the protocol stands that Suricata detected, of both sides or of one. */
  private static final List<String> APPLICATION =
      List.of("app_proto", "app_proto_ts", "app_proto_tc", "anomaly.app_proto");

  /** Fields of an event that are made of a ServerHello, or of what follows it. */
  private static final List<String> OF_SERVER_HELLO =
      List.of(
          "tls.ja3s.hash",
          "tls.ja3s.string",
          "tls.server_handshake",
          "tls.server_alpns",
          "tls.subject",
          "tls.issuerdn",
          "tls.serial",
          "tls.fingerprint",
          "tls.subjectaltname",
          "tls.certificate",
          "tls.chain",
          "tls.client"); // its certificate, which the server asked for

  private final LoggedNames names;
  private final RecentEntries<Boolean> mail = new RecentEntries<>(MAX_FLOWS);
  private final RecentEntries<Boolean> told = new RecentEntries<>(MAX_OPEN_FLOWS);
  private final RecentEntries<Boolean> broken = new RecentEntries<>(MAX_FLOWS); // and not told
  private @Nullable Instant begin; // of the log
  private long begunBefore;

  EveLogs(LoggedNames names) {
    this.names = names;
  }

  /**
   * Takes an event.
   *
   * @return the facts of a connection; null for an event that is none
   * @throws BadEntryException if it does not say what an event of its type must
   */
  @Nullable LoggedFacts event(LogFields event, FrameRef place) throws BadEntryException {
    String flow = event.text("flow_id").orElse("");
    begin = begin == null ? place.time() : begin;
    switch (event.text("event_type").orElse("")) {
      case "tls" -> {
        told.put(flow, true);
        broken.remove(flow);
        return tls(event, place, flow);
      }
      case "quic" -> {
        return quic(event, place, flow);
      }
      case "smtp" -> {
        mail.put(flow, true);
        names.ehlo(event.address("src_ip"), event.text("smtp.helo"), place);
      }
      case "dns" -> names.eveDns(event, place);
      case "dhcp" ->
          names.dhcp(
              event
                  .maybeAddress("dhcp.assigned_ip")
                  .filter(address -> address.low() != 0)
                  .or(() -> event.maybeAddress("dhcp.client_ip")),
              event.text("dhcp.hostname"),
              place);
      case "flow" -> {
        broken.remove(flow);
        if (!flow.isEmpty() && told.remove(flow) == null && isTls(event)) {
          return flow(event, place, flow);
        }
      }
      default -> {
        if (told.of(flow) == null && isTls(event)) {
          broken.put(flow, true);
        }
      }
    }
    return null;
  }

  /** Returns whether Suricata took a flow for TLS, be it by the bytes of one side. */
  private static boolean isTls(LogFields event) {
    return APPLICATION.stream().anyMatch(name -> event.text(name).orElse("").equals("tls"));
  }

  /** A flow of TLS that no other event describes; null for one that began before the log. */
  private @Nullable LoggedFacts flow(LogFields event, FrameRef place, String flow)
      throws BadEntryException {
    Instant start = event.text("flow.start").flatMap(LogTime::parse).orElse(place.time());
    if (start.isBefore(Objects.requireNonNull(begin)) && mayBeHandshake(event)) {
      begunBefore++; // an earlier log may say more
      return null;
    }
    FrameRef began = new FrameRef(place.file(), place.number(), start);
    LoggedFacts facts = facts(event, began, flow);
    facts.over(Protocol.TLS, way(event));
    afterMail(facts, event.text("app_proto_orig").orElse(""), flow);
    facts.named(names.of(facts));
    return facts;
  }

  /** Returns whether the server sent more than an alert, as far as the sizes of packets show. */
  private static boolean mayBeHandshake(LogFields event) {
    long packets = event.number("flow.pkts_toclient").orElse(0L);
    long bytes = event.number("flow.bytes_toclient").orElse(0L);
    boolean v4 = event.maybeAddress("dest_ip").map(IpAddress::v4).orElse(true);
    return bytes - packets * (v4 ? HEADER_BYTES_V4 : HEADER_BYTES_V6) > ALERT_BYTES;
  }

  private void afterMail(LoggedFacts facts, String before, String flow) {
    if (before.equals("smtp") || before.isEmpty() && mail.of(flow) != null) {
      facts.afterMail(LoggedText.startedTls());
    }
  }

  private LoggedFacts tls(LogFields event, FrameRef place, String flow) throws BadEntryException {
    LoggedFacts facts = facts(event, place, flow);
    boolean udp = event.text("proto").orElse("").equalsIgnoreCase("UDP");
    facts.over(udp ? Protocol.DTLS : Protocol.TLS, way(event));
    facts.resumed(event.flag("tls.session_resumed"));
    hello(facts, event, "tls.");
    facts.refused(isRefusal(event));
    facts.chose(
        chosen(event),
        Optional.empty(),
        event.texts("tls.server_alpns").stream()
            .findFirst()
            .or(() -> event.text("tls.server_alpn")),
        event.text("tls.ja3s.hash").filter(LoggedText::isMd5));
    facts.certified(
        event
            .text("tls.subject")
            .map(
                subject ->
                    LoggedText.certificate(
                        subject,
                        event.text("tls.issuerdn").orElse(""),
                        event.texts("tls.subjectaltname"))));
    afterMail(facts, event.text("tls.from_proto").orElse(""), flow);
    facts.named(names.of(facts));
    return facts;
  }

  /**
   * An event's version is the ServerHello's, or without one that of the server's first record: of
   * an alert, which is no choice, or bytes of an answer in clear text. Only what else the event has
   * of the server tells them apart.
   */
  private static Optional<String> chosen(LogFields event) {
    boolean serverHello =
        event.flag("tls.session_resumed") || OF_SERVER_HELLO.stream().anyMatch(event::has);
    return event
        .text("tls.version")
        .filter(
            text ->
                LoggedVersion.parse(text)
                    .filter(version -> serverHello || isChosen(version))
                    .isPresent());
  }

  /**
   * Returns whether the server's first record is, by all signs, an alert. Where fingerprints are
   * logged, a ServerHello would have one.
   */
  private static boolean isRefusal(LogFields event) {
    boolean fingerprints = event.has("tls.ja3.hash") || event.has("tls.ja3.string");
    return fingerprints
        && chosen(event).isEmpty()
        && event
            .text("tls.version")
            .flatMap(LoggedVersion::parse)
            .filter(EveLogs::isOfRecords)
            .isPresent();
  }

  /** Returns whether no record carries it, so that a ServerHello does (RFC 8446 §5.1). */
  private static boolean isChosen(TlsVersion version) {
    return TlsVersion.TLS_1_2.isBefore(version);
  }

  private static boolean isOfRecords(TlsVersion version) {
    return version.value() >= TlsVersion.SSL_3_0.value()
        && version.value() <= TlsVersion.TLS_1_2.value();
  }

  private LoggedFacts quic(LogFields event, FrameRef place, String flow) throws BadEntryException {
    LoggedFacts facts = facts(event, place, flow);
    facts.over(Protocol.QUIC, way(event));
    hello(facts, event, "quic.");
    facts.named(names.of(facts));
    return facts;
  }

  /** The sender of a hello is the client; of a QUIC event without one the ports must do. */
  private static LoggedFacts facts(LogFields event, FrameRef place, String flow)
      throws BadEntryException {
    Peer source = event.peer("src_ip", "src_port");
    Peer destination = event.peer("dest_ip", "dest_port");
    boolean quic = event.has("quic");
    boolean hello = event.has("quic.sni") || event.has("quic.ja3") || event.has("quic.ja4");
    boolean byServer =
        quic && !hello && (event.has("quic.ja3s") || source.port() < destination.port());
    LoggedFacts facts =
        new LoggedFacts(
            LogEntry.Writer.EVE,
            flow,
            place,
            byServer ? destination : source,
            byServer ? source : destination);
    facts.clientBy(!quic ? ClientBasis.SYN : hello ? ClientBasis.CLIENT_HELLO : ClientBasis.PORT);
    return facts;
  }

  private static void hello(LoggedFacts facts, LogFields event, String of) {
    facts.asked(
        LoggedHello.of(
            event.text(of + "ja3.hash"), event.text(of + "ja3.string"), event.text(of + "ja4")),
        event.text(of + "sni").filter(LoggedText::isName),
        event.texts(of + "client_alpns"));
  }

  private static Way way(LogFields event) {
    List<String> vlans = event.texts("vlan");
    return LoggedText.way(
        vlan(vlans, 0), vlan(vlans, 1), mac(event, "ether.src_mac"), mac(event, "ether.dest_mac"));
  }

  private static Optional<Integer> vlan(List<String> ids, int index) {
    return ids.size() > index && ids.get(index).matches("[0-9]{1,4}")
        ? Optional.of(Integer.parseInt(ids.get(index)))
        : Optional.empty();
  }

  private static Optional<MacAddress> mac(LogFields event, String name) {
    return event.text(name).flatMap(LoggedText::mac);
  }

  /** Flows that are TLS, as some event says, and of which nothing else is known. */
  long brokenFlows() {
    return broken.size() + broken.forgotten();
  }

  /** Flows of TLS that began before the log, so that nothing else is known of them. */
  long begunBefore() {
    return begunBefore;
  }

  /** Flows that were forgotten for lack of room, with the mail they began with. */
  long forgotten() {
    return mail.forgotten();
  }
}
