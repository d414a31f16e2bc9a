package io.tlsfloor.report.form.html;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ClientStates;
import io.tlsfloor.report.model.Collected;
import io.tlsfloor.report.model.Counted;
import io.tlsfloor.report.model.KnownClient;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.report.model.Told;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Pages for tests. */
public final class Pages {
  /** Each would do harm if it were shown as it is. */
  public static final List<String> ATTACKS =
      List.of(
          "<script>alert(1)</script>.office365.com",
          "</td></table><img src=x onerror=alert(2)>",
          "\"><svg onload=alert(3)>",
          "' autofocus onfocus=alert(4) x='",
          "javascript:alert(5)",
          "${7*7}{{7*7}}@template.x()",
          "\u001b[31mred\u001b[0m\u0007",
          "moc.\u202e5 3eciffo\u202c",
          "zero\u200bwidth\ufeff",
          "=HYPERLINK(\"http://192.0.2.1\",\"x\")",
          "&lt;b&gt;&amp;",
          "a\u0000b\r\nc",
          ("x".repeat(63) + ".").repeat(4).substring(0, 255));

  private Pages() {}

  public static String of(List<Judgement> judgements) throws IOException {
    return of(judgements, Losses.NONE);
  }

  /** And something was lost. */
  public static String of(List<Judgement> judgements, Losses losses) throws IOException {
    return of(judgements, losses, Map.of());
  }

  /** And people know something of clients. */
  public static String of(
      List<Judgement> judgements, Losses losses, Map<IpAddress, KnownClient> known)
      throws IOException {
    List<ClientDay> days = Counted.days(judgements);
    Collected out = new Collected();
    HtmlReport report = new HtmlReport(out, List.of("capture.pcapng"), PageOptions.NONE);
    report.clients(days);
    ClientStates clients = Counted.clients(days, LocalDate.of(2026, 11, 2), known);
    long flagged = judgements.stream().filter(Judgement::flagged).count();
    report.run(Told.run(judgements.size(), clients.all().size(), flagged, losses), clients);
    return out.text();
  }

  /** One connection for each attack, which is in every text that others choose. */
  public static List<Judgement> hostile() {
    List<Judgement> judgements = new ArrayList<>();
    for (String attack : ATTACKS) {
      Told told = Told.everything();
      told.client = IpAddress.parse("10.0.0." + (judgements.size() + 1));
      told.serverName = Optional.of(attack);
      told.service = Optional.of(Told.exchange(attack));
      told.file = attack;
      told.stack =
          Optional.of(new ClientStack(attack, "key", Confidence.LOW, List.of(attack, attack)));
      told.remedy = Optional.of(new Remedy(attack, attack));
      judgements.add(told.judgement());
    }
    return judgements;
  }

  /** Many clients, always the same ones. */
  public static List<Judgement> many(int connections) {
    Random random = new Random(7);
    List<Judgement> judgements = new ArrayList<>(connections);
    for (int i = 0; i < connections; i++) {
      Told told = new Told();
      int client = random.nextInt(4000);
      told.client = IpAddress.v4(10 << 24 | client);
      told.time = Told.NINE.plusSeconds(random.nextInt(86_400));
      told.frame = i + 4L;
      told.flagged = client % 2 == 0;
      told.severity =
          told.flagged ? Optional.of(Severity.values()[client / 2 % 4]) : Optional.empty();
      told.rule = client % 3 == 0 ? RuleId.NEGOTIATED_BELOW_FLOOR : RuleId.OFFERED_BELOW_FLOOR;
      told.outcome = client % 3 == 0 ? Outcome.ESTABLISHED : Outcome.REFUSED;
      told.chosen = client % 3 == 0 ? Optional.of(TlsVersion.TLS_1_0) : Optional.empty();
      String stack = "Java " + (6 + client % 40);
      told.stack = Optional.of(new ClientStack(stack, "java", Confidence.HIGH, List.of(stack)));
      judgements.add(told.judgement());
    }
    return judgements;
  }
}
