package io.tlsfloor.report.form.zeek;

import io.tlsfloor.parser.observation.AlertNames;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.CipherSuites;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.Chunk.About;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.Finding;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Lines with the names of Zeek's {@code ssl.log} and {@code notice.log}, in JSON; {@code _path}
 * separates them, as Zeek's own streaming JSON does. What could not be seen is a line of {@code
 * reporter.log}.
 */
public final class ZeekReport implements Report {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int UID_DIGITS = 17; // after the C of a connection
  private static final int MICROS = 6;

  private final Chunk.Buffer line;
  private final JsonLine json;

  /** Writes to {@code out}, a line at a time. */
  public ZeekReport(Chunk.Taker out) throws IOException {
    line = new Chunk.Buffer(out);
    json = new JsonLine(line);
  }

  @Override
  public void connection(Result result) throws IOException {
    switch (result.route().protocol()) {
      case TLS, DTLS, QUIC -> ssl(result);
      case SMTP, IMAP, POP3 -> {
        // Zeek's ssl.log has no line for a connection without TLS.
      }
    }
    if (result.flagged()) {
      for (Finding finding : result.findings()) {
        if (finding.exception().isEmpty()) {
          notice(result, finding);
        }
      }
    }
  }

  private void begin(String path, Result result) throws IOException {
    Ends ends = result.ends();
    json.open();
    json.text("_path", path);
    json.number("ts", seconds(result.first().time()));
    json.text("uid", uid(result.id()));
    json.text("id.orig_h", ends.client().address().toString());
    json.number("id.orig_p", ends.client().port());
    json.text("id.resp_h", ends.server().address().toString());
    json.number("id.resp_p", ends.server().port());
  }

  private void ssl(Result result) throws IOException {
    TlsConnection connection = result.facts().connection();
    begin("ssl", result);
    Optional<Choice> choice = connection.choice();
    json.text("version", choice.map(c -> version(c.version())));
    json.text("cipher", choice.flatMap(Choice::cipher).map(CipherSuites::name));
    json.text("server_name", connection.serverName());
    json.flag("resumed", connection.progress().resumed());
    json.text("last_alert", connection.alert().map(a -> AlertNames.name(a.description())));
    json.text("next_protocol", choice.flatMap(Choice::alpn));
    json.flag("established", connection.progress().bothEncrypted());
    String history = connection.progress().messages();
    json.text("ssl_history", history.isEmpty() ? Optional.empty() : Optional.of(history));
    if (connection.certificate().isPresent()) {
      json.text("subject", connection.certificate().get().subject());
      json.text("issuer", connection.certificate().get().issuer());
    }
    json.text("ja3", connection.ja3());
    json.text("ja3s", choice.flatMap(Choice::ja3s));
    json.text("ja4", connection.ja4());
    json.text("community_id", result.communityId());
    json.close();
    line.send(About.connection(result));
  }

  private void notice(Result result, Finding finding) throws IOException {
    begin("notice", result);
    json.text("proto", Words.constant(result.route().transport()));
    Ends ends = result.ends();
    json.text("note", "TlsFloor::" + note(finding.rule().id()));
    json.text("msg", finding.summary());
    json.text(
        "sub",
        Words.constant(finding.severity())
            + result.verdict().service().map(service -> ", " + service.name()).orElse(""));
    json.text("src", ends.client().address().toString());
    json.text("dst", ends.server().address().toString());
    json.number("p", ends.server().port());
    json.texts("actions", List.of("Notice::ACTION_LOG"));
    json.text("community_id", result.communityId());
    json.close();
    line.send(About.finding(result, finding));
  }

  /** {@code offered-below-floor} becomes {@code Offered_Below_Floor}. */
  static String note(String rule) {
    StringBuilder note = new StringBuilder(rule.length());
    for (String word : rule.split("-")) {
      note.append(note.isEmpty() ? "" : "_")
          .append(word.substring(0, 1).toUpperCase(Locale.ROOT))
          .append(word.substring(1));
    }
    return note.toString();
  }

  /** As Zeek spells them: {@code TLSv10}. */
  static String version(TlsVersion version) {
    return switch (version.value()) {
      case 0x0002 -> "SSLv2";
      case 0x0300 -> "SSLv3";
      default ->
          version.isKnown() && !version.isDraft()
              ? version.toString().replace(" ", "v").replace(".", "")
              : "unknown-" + version.value();
    };
  }

  /** An id in the form of Zeek's, the same for the same packets. */
  static String uid(String eventId) {
    int[] rest = new int[eventId.length() / 4]; // four digits each
    for (int i = 0; i < rest.length; i++) {
      rest[i] = Integer.parseInt(eventId, 4 * i, 4 * i + 4, 16);
    }
    StringBuilder uid = new StringBuilder("C");
    for (int i = 0; i < UID_DIGITS; i++) {
      uid.append(DIGITS.charAt(divide(rest, DIGITS.length())));
    }
    return uid.toString();
  }

  /** Divides a number in place, and returns what is left over. */
  private static int divide(int[] number, int by) {
    int over = 0;
    for (int i = 0; i < number.length; i++) {
      int part = over << 16 | number[i];
      number[i] = part / by;
      over = part % by;
    }
    return over;
  }

  private static BigDecimal seconds(Instant time) {
    long micros = Math.multiplyExact(time.getEpochSecond(), 1_000_000L) + time.getNano() / 1000;
    return BigDecimal.valueOf(micros, MICROS);
  }

  @Override
  public void clients(List<ClientSummary> clients) {
    // Zeek has no log of them.
  }

  @Override
  public void run(Run run) throws IOException {
    for (String loss : run.missed().hiding()) {
      message(run, "WARNING", "not seen, findings may be hidden: " + loss);
    }
    for (String narrowed : run.terms().narrowed()) {
      message(run, "INFO", narrowed);
    }
  }

  private void message(Run run, String level, String text) throws IOException {
    json.open();
    json.text("_path", "reporter");
    json.number("ts", seconds(run.read().last().orElse(run.course().ended())));
    json.text("level", "Reporter::" + level);
    json.text("message", text);
    json.text("location", "tlsfloor");
    json.close();
    line.send(About.run(run));
  }
}
