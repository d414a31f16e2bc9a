package io.tlsfloor.report.form.csv;

import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ClientState;
import io.tlsfloor.report.model.ClientStates;
import io.tlsfloor.report.model.Fixes;
import io.tlsfloor.report.model.Found;
import io.tlsfloor.report.model.KindCounts;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.report.text.Column;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.RuleId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One line a client and service, the worst first, and then one an account and service, for
 * spreadsheets. What was found that decides how the client fares gives versions, sentence, fix and
 * place; all of it gives the rules.
 *
 * <p>Coverage has no place in such lines: what could not be seen is in the other forms.
 */
public final class CsvReport implements Report.Document {
  private static final List<Column<Row>> COLUMNS =
      List.of(
          new Column<>("state", row -> row.service.state().word()),
          new Column<>("fares", row -> row.service.faring().kind().word()),
          new Column<>("since_or_until", row -> text(row.service.faring().date())),
          new Column<>("severity", row -> row.worst(found -> Words.constant(found.severity()))),
          new Column<>("client_ip", Row::address),
          new Column<>("client_name", Row::name),
          new Column<>("client_mac", row -> text(row.sum().mac().map(MacAddress::toString))),
          new Column<>("instance", row -> row.service(ServiceName::instance)),
          new Column<>("service", row -> row.service(ServiceName::name)),
          new Column<>("offered_max", Row::offered),
          new Column<>("negotiated", Row::chosen),
          new Column<>("inferred", row -> row.worst(found -> found.inferred() ? "yes" : "no")),
          new Column<>("times", row -> row.sum().flagged() + row.sum().excepted()),
          new Column<>("connections", row -> row.sum().connections()),
          new Column<>("outcomes", Row::outcomes),
          new Column<>("client_stack", Row::stack),
          new Column<>("rules", Row::rules),
          new Column<>("summary", row -> row.finding(Finding::summary)),
          new Column<>("fix", row -> row.remedy(Fixes::key)),
          new Column<>("remedy", row -> row.remedy(Remedy::text)),
          new Column<>("reference", row -> row.remedy(Remedy::reference)),
          new Column<>("exception", Row::exception),
          new Column<>("owner", row -> row.client.known().owner()),
          new Column<>("ticket", row -> row.client.known().ticket()),
          new Column<>("host", row -> row.worst(found -> text(found.hosts().commonest()))),
          new Column<>("file", row -> row.worst(found -> found.sight().frame().file())),
          new Column<>(
              "frame", row -> row.worst(found -> Long.toString(found.sight().frame().number()))),
          new Column<>("first_seen", row -> Timestamps.iso(row.sum().firstSeen())),
          new Column<>("last_seen", row -> Timestamps.iso(row.sum().lastSeen())),
          new Column<>("user", row -> row.sum().users()),
          new Column<>("application", row -> row.sum().applications()),
          new Column<>("account", row -> text(row.sum().account())));

  private final Chunk.Taker out;
  private final boolean all;

  /**
   * A line: a client and a service.
   *
   * @param findings what decides first
   */
  private record Row(ClientState client, ClientState.OfService service, List<Found> findings) {
    private ClientDay sum() {
      return service.sum();
    }

    private String address() {
      return Reported.isStandIn(client.client()) ? "" : client.client().toString();
    }

    private String name() {
      return sum().calledBy().orElse(client.known().name());
    }

    private String service(Function<ServiceName, String> part) {
      return text(sum().service().map(part));
    }

    private String worst(Function<Found, String> part) {
      return findings.isEmpty() ? "" : part.apply(findings.get(0));
    }

    private String finding(Function<Finding, String> part) {
      return worst(found -> part.apply(found.worst()));
    }

    private String remedy(Function<Remedy, String> part) {
      return finding(finding -> text(finding.remedy().map(part)));
    }

    private String offered() {
      return findings.isEmpty()
          ? lowest(sum().offered())
          : worst(found -> text(found.offered().map(TlsVersion::toString)));
    }

    private String chosen() {
      return findings.isEmpty()
          ? lowest(sum().negotiated())
          : worst(found -> text(found.chosen().map(TlsVersion::toString)));
    }

    private static String lowest(Map<TlsVersion, Long> counts) {
      return counts.isEmpty() ? "" : counts.keySet().iterator().next().toString();
    }

    /** {@code established, perhaps refused inside TLS (5); no answer (1)}. */
    private String outcomes() {
      List<String> parts = new ArrayList<>();
      if (findings.isEmpty()) {
        sum()
            .counts()
            .outcomes()
            .forEach((outcome, count) -> parts.add(Words.constant(outcome) + " (" + count + ")"));
      } else {
        KindCounts outcomes =
            findings.stream().map(Found::outcomes).reduce(KindCounts.NONE, KindCounts::and);
        outcomes.named().forEach((outcome, count) -> parts.add(outcome + " (" + count + ")"));
        if (outcomes.others() > 0) {
          parts.add("others (" + outcomes.others() + ")");
        }
      }
      return String.join("; ", parts);
    }

    private String stack() {
      return findings.isEmpty() ? String.join("; ", sum().stacks()) : worst(Found::stackName);
    }

    private String rules() {
      Set<String> rules = new LinkedHashSet<>();
      findings.forEach(found -> rules.add(found.rule().id()));
      findings.forEach(found -> found.also().stream().map(RuleId::id).forEach(rules::add));
      return String.join(" ", rules);
    }

    private String exception() {
      return worst(found -> text(client.exception(service, found)));
    }
  }

  /**
   * Writes to {@code out} when the run ends.
   *
   * @param all whether clients and services without findings have a line, too
   */
  public CsvReport(Chunk.Taker out, boolean all) {
    this.out = out;
    this.all = all;
  }

  private static String text(Optional<?> value) {
    return value.map(Object::toString).orElse("");
  }

  @Override
  public boolean wantsEveryClient() {
    return all;
  }

  @Override
  public void run(Run run, ClientStates clients) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (ClientState client : clients.both()) {
      for (ClientState.OfService service : client.services()) {
        if (all || service.sum().hasFindings()) {
          rows.add(new Row(client, service, service.findings()));
        }
      }
    }
    CsvWriter.write(COLUMNS, rows, out);
  }
}
