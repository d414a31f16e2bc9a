package io.tlsfloor.report.form.eve;

import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.ServerCertificate.Marks;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.parser.observation.Way;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.Chunk.About;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.Severity;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Events with the names of Suricata 7's EVE: one {@code tls} a connection, one {@code alert} a
 * finding of a flagged one, and {@code stats} for the run. Facts that EVE has no place for are in
 * {@code alert.metadata}, which holds lists of text.
 */
public final class EveReport implements Report {
  private static final int FLOW_ID_DIGITS = 13; // in hex: 52 bits, exact in every JSON reader

  private final Chunk.Buffer line;
  private final JsonLine json;
  private boolean named = true;

  /** Writes to {@code out}, a line at a time. */
  public EveReport(Chunk.Taker out) throws IOException {
    line = new Chunk.Buffer(out);
    json = new JsonLine(line);
  }

  /** For what is shared: connections do not name the file that they were read from. */
  public EveReport unnamed() {
    named = false;
    return this;
  }

  @Override
  public void connection(Result result) throws IOException {
    TlsConnection connection = result.facts().connection();
    if (isTls(connection)) {
      begin(result, "tls");
      tls(connection);
      json.close();
      line.send(About.connection(result));
    }
    if (result.flagged()) {
      for (Finding finding : result.findings()) {
        if (finding.exception().isEmpty()) {
          begin(result, "alert");
          json.text("app_proto", isTls(connection) ? "tls" : Words.constant(connection.protocol()));
          alert(finding, result.facts());
          if (isTls(connection)) {
            tls(connection);
          }
          json.close();
          line.send(About.finding(result, finding));
        }
      }
    }
  }

  private static boolean isTls(TlsConnection connection) {
    return switch (connection.protocol()) {
      case TLS, DTLS, QUIC -> true;
      case SMTP, IMAP, POP3 -> false;
    };
  }

  private void begin(Result result, String type) throws IOException {
    Ends ends = result.ends();
    json.open();
    json.text("timestamp", timestamp(result.first().time()));
    json.number("flow_id", Long.parseLong(result.id().substring(0, FLOW_ID_DIGITS), 16));
    FrameRef frame = result.frames().hello();
    json.number("pcap_cnt", frame.number());
    json.text("event_type", type);
    Way way = result.facts().connection().way();
    if (way.vlan().isPresent()) {
      json.list("vlan");
      json.item(way.vlan().get());
      if (way.innerVlan().isPresent()) {
        json.item(way.innerVlan().get());
      }
      json.endList();
    }
    json.text("src_ip", address(ends.client().address()));
    json.number("src_port", ends.client().port());
    json.text("dest_ip", address(ends.server().address()));
    json.number("dest_port", ends.server().port());
    json.text("proto", result.route().transport().name());
    json.text("community_id", result.communityId());
    if (named) {
      json.text("pcap_filename", frame.file());
    }
  }

  /** What went before TLS, by Suricata's names for what it follows. */
  private static Optional<String> before(List<PrefaceKind> prefaces) {
    if (prefaces.isEmpty()) {
      return Optional.empty();
    }
    String name =
        switch (prefaces.get(prefaces.size() - 1)) {
          case SMTP -> "smtp";
          case HTTP_CONNECT -> "http";
          default -> "";
        };
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  /** As Suricata writes them: of IPv6 all digits. */
  static String address(IpAddress address) {
    if (address.v4()) {
      return address.toString();
    }
    String digits =
        HexFormat.of().toHexDigits(address.high()) + HexFormat.of().toHexDigits(address.low());
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < digits.length(); i += 4) {
      text.append(i == 0 ? "" : ":").append(digits, i, i + 4);
    }
    return text.toString();
  }

  /** {@code 2026-11-02T09:00:04.000000+0000}. */
  static String timestamp(Instant time) {
    return Timestamps.iso(time).substring(0, 26) + "+0000";
  }

  private void tls(TlsConnection connection) throws IOException {
    json.object("tls");
    if (connection.certificate().isPresent()) {
      json.text("subject", inOrder(connection.certificate().get().subject()));
      json.text("issuerdn", inOrder(connection.certificate().get().issuer()));
      Optional<Marks> marks = connection.certificate().get().marks();
      json.text("serial", marks.map(Marks::serial));
      json.text("fingerprint", marks.map(Marks::sha1).map(EveReport::inPairs));
      json.text("notbefore", marks.map(Marks::notBefore));
      json.text("notafter", marks.map(Marks::notAfter));
    }
    if (connection.progress().resumed()) {
      json.flag("session_resumed", true);
    }
    json.text("sni", connection.serverName());
    json.text("version", connection.choice().map(c -> version(c.version())).orElse("UNDETERMINED"));
    hash("ja3", connection.ja3());
    hash("ja3s", connection.choice().flatMap(Choice::ja3s));
    json.text("ja4", connection.ja4());
    json.text("from_proto", before(connection.way().prefaces()));
    json.endObject();
  }

  /**
   * A distinguished name in the order of the certificate, as Suricata writes it: {@code O=Contoso,
   * CN=mail} for {@code CN=mail,O=Contoso} (RFC 4514 §2.1 has the order reversed).
   */
  static String inOrder(String name) {
    StringBuilder ordered = new StringBuilder(name.length() + 8);
    int end = name.length();
    for (int i = name.length() - 1; i >= -1; i--) {
      if (i < 0 || name.charAt(i) == ',' && !isEscaped(name, i)) {
        ordered.append(ordered.isEmpty() ? "" : ", ").append(name, i + 1, end);
        end = i;
      }
    }
    return ordered.toString();
  }

  /** Whether an odd number of backslashes comes before. */
  private static boolean isEscaped(String name, int at) {
    int backslashes = 0;
    while (at - backslashes > 0 && name.charAt(at - backslashes - 1) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  /** {@code 05:a5:a8}. */
  private static String inPairs(String hex) {
    return hex.replaceAll("(..)(?!$)", "$1:");
  }

  private void hash(String name, Optional<String> hash) throws IOException {
    if (hash.isPresent()) {
      json.object(name);
      json.text("hash", hash);
      json.endObject();
    }
  }

  /** As Suricata spells them. */
  static String version(TlsVersion version) {
    return switch (version.value()) {
      case 0x0002 -> "SSLv2";
      case 0x0300 -> "SSLv3";
      case 0x0301 -> "TLSv1";
      default -> version.toString();
    };
  }

  private void alert(Finding finding, Judgement judgement) throws IOException {
    json.object("alert");
    json.text("action", "allowed");
    json.number("gid", 1);
    json.number("signature_id", finding.rule().signatureId());
    json.number("rev", 1);
    json.text("signature", "tlsfloor " + finding.rule().id());
    json.text("category", "Potential Corporate Privacy Violation");
    json.number("severity", priority(finding.severity()));
    json.object("metadata");
    one("rule", Optional.of(finding.rule().id()));
    one("tlsfloor_severity", Optional.of(Words.constant(finding.severity())));
    one("confidence", Optional.of(Words.constant(finding.confidence())));
    one("summary", Optional.of(finding.summary()));
    one("service", judgement.service().map(Service::name));
    one("client_stack", judgement.stack().map(ClientStack::name));
    one("offered_max", judgement.connection().offer().map(o -> o.max().toString()));
    one("outcome", Optional.of(Words.constant(judgement.connection().outcome())));
    one("direction", Optional.of(Words.constant(judgement.direction())));
    one("remedy", finding.remedy().map(r -> r.reference()));
    json.endObject();
    json.endObject();
  }

  private void one(String name, Optional<String> value) throws IOException {
    if (value.isPresent()) {
      json.texts(name, List.of(value.get()));
    }
  }

  /** Suricata counts from 1, the worst. */
  private static int priority(Severity severity) {
    return switch (severity) {
      case CRITICAL -> 1;
      case HIGH -> 2;
      case MEDIUM -> 3;
      case LOW -> 4;
    };
  }

  @Override
  public void clients(List<ClientSummary> clients) {
    // EVE has no event for them.
  }

  @Override
  public void run(Run run) throws IOException {
    json.open();
    json.text("timestamp", timestamp(run.read().last().orElse(run.course().ended())));
    json.text("event_type", "stats");
    json.object("stats");
    json.number("uptime", run.course().duration().toSeconds());
    json.object("capture");
    json.number("kernel_packets", run.read().packets());
    json.number("kernel_drops", run.missed().count("kernel_drops"));
    json.endObject();
    json.object("decoder");
    json.number("pkts", run.read().packets());
    json.number("bytes", run.read().bytes());
    json.endObject();
    json.object("tlsfloor");
    json.number("connections", run.found().connections());
    json.number("flagged", run.found().flagged());
    if (!run.terms().limits().isEmpty()) {
      json.texts("limits", run.terms().limits());
    }
    if (run.terms().leftOut().isPresent()) {
      json.object("left_aside");
      json.number("connections", run.terms().leftOut().get().connections());
      json.number("flagged", run.terms().leftOut().get().flagged());
      json.texts("by", run.terms().leftOut().get().by());
      json.endObject();
    }
    for (LossCount loss : run.missed().counts()) {
      json.number(loss.name(), loss.count());
    }
    json.endObject();
    json.endObject();
    json.close();
    line.send(About.run(run));
  }
}
