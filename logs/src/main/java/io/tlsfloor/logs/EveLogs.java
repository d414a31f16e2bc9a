package io.tlsfloor.logs;

import io.tlsfloor.logs.LogFields.BadEntryException;
import io.tlsfloor.parser.observation.ClientBasis;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.Way;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections of the events {@code tls} and {@code quic} of Suricata's EVE, with what events
 * before them say: {@code smtp} of the same flow, {@code dns}, {@code dhcp}. Events {@code anomaly}
 * count flows whose TLS Suricata could not read.
 */
final class EveLogs {
  private static final int MAX_FLOWS = 1 << 16;

  private final LoggedNames names;
  private final RecentEntries<Boolean> mail = new RecentEntries<>(MAX_FLOWS);
  private final RecentEntries<Boolean> told = new RecentEntries<>(MAX_FLOWS);
  private final RecentEntries<Boolean> broken = new RecentEntries<>(MAX_FLOWS);
  private final RecentEntries<Boolean> unlogged = new RecentEntries<>(MAX_FLOWS);
  private boolean logsTls;

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
    switch (event.text("event_type").orElse("")) {
      case "tls" -> {
        logsTls = true;
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
      case "anomaly" -> {
        if (event.text("anomaly.app_proto").orElse("").equals("tls") && told.of(flow) == null) {
          broken.put(flow, true);
        }
      }
      default -> {
        if (!logsTls
            && broken.of(flow) == null
            && event.text("app_proto").orElse("").equals("tls")) {
          unlogged.put(flow, true);
        }
      }
    }
    return null;
  }

  private LoggedFacts tls(LogFields event, FrameRef place, String flow) throws BadEntryException {
    LoggedFacts facts = facts(event, place, flow);
    boolean udp = event.text("proto").orElse("").equalsIgnoreCase("UDP");
    facts.over(udp ? Protocol.DTLS : Protocol.TLS, way(event));
    facts.resumed(event.flag("tls.session_resumed"));
    hello(facts, event, "tls.");
    facts.chose(
        event.text("tls.version"),
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
    String from = event.text("tls.from_proto").orElse(mail.of(flow) == null ? "" : "smtp");
    if (from.equals("smtp")) {
      facts.afterMail(LoggedText.startedTls());
    }
    facts.named(names.of(facts));
    return facts;
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

  /**
   * Flows whose TLS could not be read, and that no event {@code tls} describes. Where there is no
   * such event at all Suricata does not log them, and all flows of TLS count.
   */
  long brokenFlows() {
    return broken.size()
        + broken.forgotten()
        + (logsTls ? 0 : unlogged.size() + unlogged.forgotten());
  }

  /** Flows that were forgotten for lack of room, with the mail they began with. */
  long forgotten() {
    return mail.forgotten();
  }
}
