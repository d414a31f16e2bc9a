package io.tlsfloor.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Suricata reads every sample, and its EVE is scanned: the connections are those of the packets,
 * but for differences of the classes that {@code docs/dev/suricata.md} explains. With {@code
 * -Dlogs.captures=DIR} all captures below that folder are compared as well.
 */
@TakesLong("Suricata is asked about every sample")
class SuricataLogsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path DOCUMENT = Project.path("docs/dev/suricata.md");
  private static final int THREADS = 3;
  private static final long PATIENCE_SECONDS = 300;

  private static final String CONFIGURATION =
      """
      %YAML 1.1
      ---
      outputs:
        - eve-log:
            enabled: yes
            filetype: regular
            filename: eve.json
            types:
              - tls: {extended: yes, ja3: yes, ja4: yes}
              - smtp: {extended: yes}
              - dns: {version: 2}
              - dhcp: {enabled: yes, extended: yes}
              - quic
              - anomaly: {enabled: yes, types: {decode: no, stream: no, applayer: yes}}
              - flow
      app-layer:
        protocols:
          tls: {enabled: yes, ja3-fingerprints: yes, ja4-fingerprints: yes}
          smtp: {enabled: yes}
          dns: {tcp: {enabled: yes}, udp: {enabled: yes}}
          dhcp: {enabled: yes}
          quic: {enabled: yes, ja3-fingerprints: yes, ja4-fingerprints: yes}
      """;

  @TempDir private static Path folder;

  /** A kind of difference, by the name that it has in the document. */
  private enum Difference {
    EQUAL("equal"),
    NOT_READ("not read by Suricata"),
    NO_EVENT("no event"),
    TWO_SIGHTINGS("two sightings"),
    QUIC_EVENTS("several events of QUIC"),
    QUIC_LIST("QUIC without its list"),
    NO_TLS("no TLS"),
    BEGAN_BEFORE("began before the log"),
    NO_VERSION("version not logged"),
    LEGACY_VERSION("legacy version"),
    OLD_DRAFT("old draft"),
    NO_FINGERPRINT("no fingerprint"),
    OTHER_DIRECTION("other direction");

    final String name;

    Difference(String name) {
      this.name = name;
    }
  }

  @BeforeAll
  static void needsSuricata() throws IOException {
    Requires.tools("suricata");
    Files.writeString(folder.resolve("suricata.yaml"), CONFIGURATION);
    Files.writeString(folder.resolve("none.rules"), "");
  }

  @Test
  void connectionsFromEveAreThoseFromPacketsButForWhatIsExplained() throws Exception {
    Map<Difference, Integer> counts = new TreeMap<>();
    List<String> unexplained = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<List<Compared>>> all = new ArrayList<>();
      for (Path capture : captures()) {
        all.add(threads.submit(() -> compare(capture)));
      }
      for (Future<List<Compared>> each : all) {
        for (Compared one : each.get()) {
          counts.merge(
              one.difference() == null ? Difference.EQUAL : one.difference(), 1, Integer::sum);
          if (one.difference() == null) {
            unexplained.add(one.what());
          }
        }
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(unexplained).isEmpty();
    assertThat(counts.get(Difference.EQUAL)).isGreaterThan(200);
    String document = Files.readString(DOCUMENT);
    for (Difference seen : counts.keySet()) {
      assertThat(document).as("docs/dev/suricata.md explains it").contains("| " + seen.name + " |");
    }
  }

  /** A comparison; without a difference it is one that nothing explains. */
  private record Compared(Difference difference, String what) {}

  private static List<Path> captures() throws IOException {
    List<Path> roots = new ArrayList<>(List.of(Project.path("samples")));
    String more = System.getProperty("logs.captures");
    if (more != null) {
      roots.add(Path.of(more));
    }
    List<Path> captures = new ArrayList<>();
    for (Path root : roots) {
      try (Stream<Path> files = Files.walk(root)) {
        files
            .filter(file -> file.getFileName().toString().matches(".*\\.(pcap|pcapng|cap)"))
            .sorted()
            .forEach(captures::add);
      }
    }
    return captures;
  }

  private static List<Compared> compare(Path capture) throws Exception {
    Path eve = ask(capture);
    if (eve == null) {
      return List.of(new Compared(Difference.NOT_READ, capture.toString()));
    }
    Map<Set<String>, List<JsonNode>> packets = connections(capture);
    Map<Set<String>, List<JsonNode>> logs = connections(eve);
    List<Compared> all = new ArrayList<>();
    long events = events(eve);
    long told = logs.values().stream().mapToLong(List::size).sum();
    for (long missing = told; missing < events; missing++) {
      all.add(new Compared(Difference.BEGAN_BEFORE, ""));
    }
    if (events != told + begunBefore(eve)) {
      all.add(new Compared(null, capture + ": " + events + " events, " + told + " connections"));
    }
    for (Map.Entry<Set<String>, List<JsonNode>> each : packets.entrySet()) {
      if (!logs.containsKey(each.getKey())) {
        each.getValue().forEach(c -> all.add(new Compared(Difference.NO_EVENT, "")));
      }
    }
    for (Map.Entry<Set<String>, List<JsonNode>> each : logs.entrySet()) {
      List<JsonNode> same = packets.get(each.getKey());
      for (JsonNode log : each.getValue()) {
        String what = capture + " " + each.getKey() + ": ";
        if (same == null) {
          boolean quic = log.at("/network/protocol").asText().equals("quic");
          all.add(
              new Compared(quic ? Difference.QUIC_EVENTS : unmatched(log, packets), what + log));
        } else {
          compare(same.get(0), log, what, all);
        }
      }
    }
    return all;
  }

  /** Counts events of TLS and QUIC, and flows of TLS without one. */
  private static long events(Path eve) throws IOException {
    Set<String> described = new HashSet<>();
    long events = 0;
    for (String line : Files.readAllLines(eve)) {
      JsonNode event = JSON.readTree(line);
      String flow = event.path("flow_id").asText();
      switch (event.path("event_type").asText()) {
        case "tls" -> {
          events++;
          described.add(flow);
        }
        case "quic" -> events++;
        case "flow" -> {
          boolean tls =
              Stream.of("app_proto", "app_proto_ts", "app_proto_tc")
                  .anyMatch(name -> event.path(name).asText().equals("tls"));
          events += tls && described.add(flow) ? 1 : 0;
        }
        default -> {} // of something else
      }
    }
    return events;
  }

  /** The outside of a NAT is a connection of its own in a log. */
  private static Difference unmatched(JsonNode log, Map<Set<String>, List<JsonNode>> packets) {
    String client = end(log, "source");
    boolean twin =
        packets.values().stream()
            .flatMap(List::stream)
            .anyMatch(
                c ->
                    client.equals(
                        c.at("/tlsfloor/nat/ip").asText() + ":" + c.at("/tlsfloor/nat/port")));
    boolean flow =
        log.at("/tlsfloor/negotiated").isNull() && log.at("/tlsfloor/offered").isMissingNode();
    return twin ? Difference.TWO_SIGHTINGS : flow ? Difference.NO_TLS : null;
  }

  private static void compare(JsonNode packets, JsonNode log, String what, List<Compared> all) {
    boolean quic = log.at("/network/protocol").asText().equals("quic");
    if (!end(packets, "source").equals(end(log, "source"))) {
      all.add(new Compared(Difference.OTHER_DIRECTION, what));
    }
    all.add(
        new Compared(
            quic ? Difference.QUIC_EVENTS : version(packets, log), what + packets + "\n" + log));
    String max = packets.at("/tlsfloor/offered/max").asText();
    String logged = log.at("/tlsfloor/offered/max").asText();
    if (!max.equals(logged)) {
      Difference missing = quic ? Difference.QUIC_LIST : Difference.NO_FINGERPRINT;
      boolean draft = max.startsWith("0x7f") && logged.equals("TLS 1.2");
      Difference found = draft ? Difference.OLD_DRAFT : logged.isEmpty() ? missing : null;
      all.add(new Compared(found, what + max + ", logged " + logged));
    }
    String name = packets.at("/tls/client/server_name").asText();
    String loggedName = log.at("/tls/client/server_name").asText();
    if (!name.equals(loggedName)) {
      Difference missing = quic ? Difference.QUIC_EVENTS : Difference.NO_FINGERPRINT;
      boolean none = loggedName.isEmpty() && logged.isEmpty();
      all.add(new Compared(none ? missing : null, what + name + ", logged " + loggedName));
    }
  }

  private static Difference version(JsonNode packets, JsonNode log) {
    String chosen = packets.at("/tlsfloor/negotiated/version").asText();
    if (chosen.equals(log.at("/tlsfloor/negotiated/version").asText())) {
      return Difference.EQUAL;
    }
    boolean none = log.at("/tlsfloor/negotiated").isNull();
    boolean legacy =
        chosen.equals("TLS 1.3") && log.at("/tlsfloor/log/version").asText().equals("TLS 1.2");
    return chosen.isEmpty()
        ? null
        : none ? Difference.NO_VERSION : legacy ? Difference.LEGACY_VERSION : null;
  }

  private static Cli.Said scan(Path input) {
    return Cli.run(
        "scan",
        "--all",
        "--any-service",
        "--direction",
        "any",
        "--format",
        "jsonl",
        input.toString());
  }

  private static long begunBefore(Path eve) throws IOException {
    return scan(eve).run().at("/coverage/from_middle").asLong();
  }

  private static Map<Set<String>, List<JsonNode>> connections(Path input) throws IOException {
    Cli.Said said = scan(input);
    Map<Set<String>, List<JsonNode>> connections = new HashMap<>();
    for (String line : said.lines()) {
      JsonNode read = JSON.readTree(line);
      if (read.at("/event/dataset").asText().equals("tlsfloor.connection")) {
        connections
            .computeIfAbsent(
                Set.of(end(read, "source"), end(read, "destination")), k -> new ArrayList<>())
            .add(read);
      }
    }
    return connections;
  }

  private static String end(JsonNode connection, String name) {
    JsonNode end = connection.path(name);
    return end.path("ip").asText() + ":" + end.path("port").asText();
  }

  /**
   * Shows what Suricata makes of a capture; null if it cannot read it, which it says or never ends.
   */
  private static Path ask(Path capture) throws IOException, InterruptedException {
    Path to = Files.createTempDirectory(folder, "eve");
    Process suricata =
        new ProcessBuilder(
                "suricata",
                "--runmode",
                "single",
                "-c",
                folder.resolve("suricata.yaml").toString(),
                "-S",
                folder.resolve("none.rules").toString(),
                "-k",
                "none",
                "-l",
                to.toString(),
                "-r",
                capture.toString())
            .redirectErrorStream(true)
            .redirectOutput(to.resolve("log.txt").toFile())
            .start();
    Path log = to.resolve("log.txt");
    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!suricata.waitFor(100, TimeUnit.MILLISECONDS)) {
      if (System.nanoTime() > patience || Files.readString(log).contains("failed to initialize")) {
        suricata.destroyForcibly();
        return null;
      }
    }
    Path eve = to.resolve("eve.json");
    return suricata.exitValue() == 0 && Files.size(eve) > 0 ? eve : null;
  }
}
