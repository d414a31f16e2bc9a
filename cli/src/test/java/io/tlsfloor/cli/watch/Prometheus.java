package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.watch.Gateway.Running;
import io.tlsfloor.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A real Prometheus on the gateway's loopback interface, with the configuration and the rules of
 * {@code docs/operate}, but each second.
 */
final class Prometheus {
  static final int SCRAPE_SECONDS = 1;
  private static final int RANGE_SECONDS = 60;
  private static final String ADDRESS = "127.0.0.1:9090";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Gateway gateway;
  private final Running process;

  private Prometheus(Gateway gateway, Running process) {
    this.gateway = gateway;
    this.process = process;
  }

  /** Starts it, with its data and its configuration in {@code folder}. */
  static Prometheus start(Gateway gateway, Path operate, Path folder) throws IOException {
    String config = Files.readString(operate.resolve("prometheus.yml"));
    assertThat(config).contains("scrape_interval: 15s", "evaluation_interval: 15s");
    Path own = Files.createDirectory(folder).resolve("prometheus.yml");
    Files.writeString(own, config.replace("_interval: 15s", "_interval: " + SCRAPE_SECONDS + "s"));
    Files.copy(operate.resolve("alerts.yml"), folder.resolve("alerts.yml"));
    return new Prometheus(
        gateway,
        gateway.start(
            "g",
            "prometheus",
            "--config.file=" + own,
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.listen-address=" + ADDRESS));
  }

  void awaitReady() {
    Await.until(() -> isReady() || !process.process().isAlive());
    assertThat(isReady()).as(process.errors()).isTrue();
  }

  private boolean isReady() {
    return process.errors().contains("ready to receive web requests");
  }

  /** Returns what the HTTP API says, which must be a success: the answer's data. */
  JsonNode ask(String what, Map<String, String> parameters) {
    List<String> command = new ArrayList<>(List.of("curl", "-sG"));
    parameters.forEach(
        (name, value) -> command.addAll(List.of("--data-urlencode", name + "=" + value)));
    command.add("http://" + ADDRESS + "/api/v1/" + what);
    try {
      JsonNode answer = JSON.readTree(gateway.out("g", command.toArray(new String[0])));
      assertThat(answer.path("status").asText())
          .as("%s %s: %s", what, parameters, answer)
          .isEqualTo("success");
      return answer.get("data");
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** The series of a query at this moment. */
  JsonNode series(String expression) {
    return ask("query", Map.of("query", expression)).get("result");
  }

  /** Returns whether a query has a series now. */
  boolean has(String expression) {
    return !series(expression).isEmpty();
  }

  /** The series of the last minute. */
  JsonNode range(String expression) {
    Instant now = Instant.now();
    return ask(
            "query_range",
            Map.of(
                "query",
                expression,
                "start",
                now.minusSeconds(RANGE_SECONDS).toString(),
                "end",
                now.toString(),
                "step",
                SCRAPE_SECONDS + "s"))
        .get("result");
  }

  /** All alert rules as it has loaded them, with how they are. */
  List<JsonNode> rules() {
    List<JsonNode> rules = new ArrayList<>();
    for (JsonNode group : ask("rules", Map.of("type", "alert")).get("groups")) {
      group.get("rules").forEach(rules::add);
    }
    return rules;
  }

  /** The state of a rule: {@code inactive}, {@code pending} or {@code firing}. */
  String state(String alert) {
    return rules().stream()
        .filter(rule -> rule.get("name").asText().equals(alert))
        .map(rule -> rule.path("state").asText())
        .findFirst()
        .orElseThrow();
  }

  void stop() throws IOException, InterruptedException {
    process.signal("TERM");
    assertThat(process.status()).as(process.errors()).isZero();
  }
}
