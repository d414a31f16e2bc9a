package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tlsfloor.cli.watch.Dashboard.Query;
import io.tlsfloor.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Holds what {@code docs/operate} shows and warns of, held against a Prometheus that scrapes a
 * watch. The watch has seen an old connection to Exchange Online and one of TLS 1.3, and lost
 * nothing.
 */
final class Monitoring {
  static final Path OPERATE = Assembled.PROJECT.resolve("docs/operate");

  private final Gateway gateway;
  private final Prometheus prometheus;

  Monitoring(Gateway gateway, Prometheus prometheus) {
    this.gateway = gateway;
    this.prometheus = prometheus;
  }

  /** Prometheus' own checker takes the numbers, and documents and dashboard name all of them. */
  void numbersAreWellFormedAndAllDescribed() throws IOException {
    String numbers = gateway.out("g", "curl", "-s", "127.0.0.1:9365/metrics");
    String file = gateway.file("numbers");
    Files.writeString(Path.of(file), numbers);
    gateway.in("g", "sh", "-c", "promtool check metrics <" + file);
    assertThat(gateway.out("g", "curl", "-s", "127.0.0.1:9365/health")).isEqualTo("ok\n");
    assertThat(numbers)
        .contains(
            "tlsfloor_connections_total{negotiated=\"TLS 1.0\",offered=\"TLS"
                + " 1.0\",service=\"Exchange Online\"} 2",
            "rule=\"negotiated-below-floor\",severity=\"critical\"} 2");
    Set<String> served =
        numbers
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split("[{ ]")[0])
            .collect(Collectors.toCollection(TreeSet::new));
    for (String user : List.of("grafana.json", "README.md")) {
      assertThat(names(Files.readString(OPERATE.resolve(user)))).as(user).isEqualTo(served);
    }
    assertThat(served).containsAll(names(Files.readString(OPERATE.resolve("alerts.yml"))));
  }

  /** Each query of each panel has series, named by labels that they have. */
  void everyPanelShowsSomething() throws IOException {
    Map<String, Double> shown = new TreeMap<>();
    Dashboard dashboard = new Dashboard(OPERATE.resolve("grafana.json"));
    for (Query query : dashboard.queries(prometheus, Prometheus.SCRAPE_SECONDS)) {
      JsonNode series =
          query.instant()
              ? prometheus.series(query.expression())
              : prometheus.range(query.expression());
      assertThat(series).as("%s", query).isNotEmpty();
      Set<String> names = new TreeSet<>();
      for (JsonNode one : series) {
        JsonNode labels = one.get("metric");
        assertThat(labels.fieldNames()).toIterable().as("%s", query).containsAll(query.labels());
        assertThat(names.add(query.name(labels))).as("one series a name: %s", query).isTrue();
        shown.merge(query.panel() + ": " + query.name(labels), highest(one), Math::max);
      }
    }
    assertThat(shown).doesNotContainValue(Double.NaN);
    for (String positive :
        List.of(
            "Connections below the floor, last hour: negotiated-below-floor",
            "Findings by rule: negotiated-below-floor",
            "Connections by chosen version: TLS 1.0",
            "Connections below TLS 1.2 by service, last hour: Exchange Online",
            "Packets a second: 127.0.0.1:9365",
            "Bytes a second: 127.0.0.1:9365",
            "Share of time spent with packets: 127.0.0.1:9365",
            "Flows: 127.0.0.1:9365")) {
      assertThat(shown.get(positive)).as("%s of %s", positive, shown).isPositive();
    }
    assertThat(shown)
        .containsEntry("Packets lost, last hour: kernel", 0.0)
        .containsEntry("Interfaces and outputs down: interfaces", 0.0)
        .containsEntry("Results lost, last day: lines", 0.0);
  }

  /** Asks for a series at one moment, or over a stretch of time. */
  private static double highest(JsonNode series) {
    double highest = series.at("/value/1").asDouble(Double.NEGATIVE_INFINITY);
    for (JsonNode value : series.path("values")) {
      highest = Math.max(highest, value.get(1).asDouble());
    }
    return highest;
  }

  /** Each rule is healthy and compares something, and those that should fire do. */
  void everyAlertLooksAtSomething() throws IOException {
    Await.until(
        () ->
            prometheus.rules().stream().noneMatch(r -> r.at("/health").asText().equals("unknown")));
    List<JsonNode> rules = prometheus.rules();
    assertThat(rules)
        .hasSize(Files.readString(OPERATE.resolve("alerts.yml")).split("- alert: ").length - 1);
    for (JsonNode rule : rules) {
      assertThat(rule.get("health").asText()).as("%s", rule).isEqualTo("ok");
      assertThat(rule.path("lastError").asText()).as("%s", rule).isEmpty();
      String alert = rule.get("name").asText();
      boolean fires = alert.equals("TlsBelowFloor");
      assertThat(rule.get("state").asText().equals("firing")).as("%s", rule).isEqualTo(fires);

      // With "bool" a comparison keeps every series that it looks at, and says 0 or 1.
      String expression = rule.get("query").asText();
      String compared = expression.replaceFirst("(==|>) ([0-9 *]+)$", "$1 bool $2");
      assertThat(compared).isNotEqualTo(expression);
      JsonNode series = prometheus.series(compared);
      assertThat(series).as("%s: %s", alert, expression).isNotEmpty();
      Matcher used =
          Pattern.compile("\\$labels\\.(\\w+)").matcher(rule.get("annotations").toString());
      List<String> labels = used.results().map(label -> label.group(1)).toList();
      for (JsonNode one : series) {
        assertThat(one.get("metric").fieldNames()).toIterable().as(alert).containsAll(labels);
      }
      for (JsonNode active : rule.get("alerts")) {
        assertThat(active.at("/annotations/summary").asText()).doesNotContain("no value", "error");
      }
    }
    assertThat(rules.toString())
        .containsPattern(
            "\"\\d+ connections got through below the floor in the last hour"
                + " \\(negotiated-below-floor\\)\"");
  }

  private static Set<String> names(String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = Pattern.compile("\\b(tlsfloor|process)_[a-z_]+").matcher(text);
    while (matcher.find()) {
      names.add(matcher.group());
    }
    return names;
  }
}
