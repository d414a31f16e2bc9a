package io.tlsfloor.report.form.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ClientStates;
import io.tlsfloor.report.model.Collected;
import io.tlsfloor.report.model.Counted;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.Told;
import io.tlsfloor.report.model.WatchState;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.PolicyInForce;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesReportTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static String text(Judgement judgement) throws IOException {
    Collected out = new Collected();
    new JsonLinesReport(out).connection(Result.of(judgement));
    return out.text();
  }

  private static JsonNode line(Told told) throws IOException {
    JsonNode line = JSON.readTree(text(told.judgement()));
    Schema.holds(line);
    return line;
  }

  @Test
  void holdsToTheSchemaWithEveryFieldSet() throws IOException {
    JsonNode line = line(Told.everything());

    assertThat(line.at("/@timestamp").asText()).isEqualTo("2026-11-02T09:00:00.000000000Z");
    assertThat(line.at("/event/end").asText()).isEqualTo("2026-11-02T09:00:00.007000000Z");
    assertThat(line.at("/source/mac").asText()).isEqualTo("00-00-5E-00-53-23");
    assertThat(line.at("/network/vlan/id").asText()).isEqualTo("12");
    assertThat(line.at("/network/inner/vlan/id").asText()).isEqualTo("13");
    assertThat(line.at("/tls/version").asText()).isEqualTo("1.0");
    assertThat(line.at("/tls/client/supported_ciphers"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
            "TLS_RSA_WITH_AES_128_CBC_SHA",
            "0xfe12",
            "0x0700c0");
    assertThat(line.at("/tlsfloor/offered/versions"))
        .extracting(JsonNode::asText)
        .containsExactly("0x7f1c", "TLS 1.0");
    assertThat(line.at("/tlsfloor/starttls/reply").asText()).startsWith("220 ");
    assertThat(line.at("/tlsfloor/target/port").asInt()).isEqualTo(587);
    assertThat(line.at("/tlsfloor/nat/ip").asText()).isEqualTo("203.0.113.7");
    assertThat(line.at("/tlsfloor/findings/0/exception").asText()).isEqualTo("known printer");
  }

  @Test
  void theLinesOfAWatchHoldToTheSchema() throws IOException {
    Collected out = new Collected();
    JsonLinesReport report = new JsonLinesReport(out, true, Optional.empty());
    Map<String, Long> counts = new LinkedHashMap<>();
    for (String name :
        List.of(
            "packets",
            "bytes",
            "connections",
            "flagged",
            "kernel_drops",
            "interface_drops",
            "queue_drops",
            "evicted_flows",
            "blind_seconds",
            "lost_lines",
            "memory_bytes")) {
      counts.put(name, 7L);
    }
    WatchState watch =
        new WatchState(
            "0".repeat(32),
            Told.NINE,
            Told.NINE.plusSeconds(3600),
            Duration.ofHours(1),
            List.of("interface=eth0"),
            List.of("filter"),
            List.of(new WatchState.Interface("eth0", "ring", false, 1, 2, 3, 4)),
            counts,
            List.of(new Run.Day(20_759, 3600, 7, 0, 7, 0)),
            TlsVersion.TLS_1_2,
            "2026081100",
            Optional.of("2026-08-11"));
    report.watch(watch.atStart());
    report.watch(watch);
    report.watch(
        watch.changed(List.of("floor TLS 1.2, was TLS 1.0"), PolicyInForce.of(Policy.standard())));

    List<String> lines = out.text().lines().toList();
    assertThat(lines).hasSize(3);
    for (String line : lines) {
      Schema.holds(JSON.readTree(line));
    }
    assertThat(JSON.readTree(lines.get(0)).at("/event/dataset").asText())
        .isEqualTo("tlsfloor.start");
    assertThat(JSON.readTree(lines.get(1)).at("/tlsfloor/stats/interfaces/0/blind_seconds").asInt())
        .isEqualTo(4);
    JsonNode policy = JSON.readTree(lines.get(2)).get("tlsfloor");
    assertThat(policy.at("/policy/changed/0").asText()).isEqualTo("floor TLS 1.2, was TLS 1.0");
    assertThat(policy.at("/run/policy").asText())
        .isEqualTo(PolicyInForce.of(Policy.standard()).digest());
  }

  @Test
  void holdsToTheSchemaWithAsLittleAsThereCanBe() throws IOException {
    Told bare = new Told();
    bare.offered = Optional.empty();
    bare.serverName = Optional.empty();
    bare.service = Optional.empty();
    bare.stack = Optional.empty();
    bare.severity = Optional.empty();
    bare.alert = Optional.empty();
    bare.ending = Optional.empty();
    bare.remedy = Optional.empty();
    bare.flagged = false;
    bare.inferred = Optional.of(TlsVersion.TLS_1_1);
    bare.outcome = Outcome.ESTABLISHED;

    JsonNode line = line(bare);

    assertThat(line.at("/tlsfloor/negotiated").isNull()).isTrue();
    assertThat(line.at("/tlsfloor/service").isNull()).isTrue();
    assertThat(line.at("/tlsfloor/inferred/version").asText()).isEqualTo("TLS 1.1");
    assertThat(line.at("/tlsfloor/offered").isMissingNode()).isTrue();
    assertThat(line.at("/tls/version").isMissingNode()).isTrue();
    assertThat(line.at("/message").isMissingNode()).isTrue();
    assertThat(line.at("/event/severity").asInt()).isZero();
  }

  @Test
  void leavesMinNullWithoutSupportedVersions() throws IOException {
    JsonNode offered = line(new Told()).at("/tlsfloor/offered");

    assertThat(offered.get("min").isNull()).isTrue();
    assertThat(offered.has("versions")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "ESTABLISHED, success, false", "REFUSED, failure, true", "RESET, failure, true",
    "CLOSED, failure, false", "UNANSWERED, failure, false", "INCOMPLETE, unknown, false",
    "NEGOTIATED, unknown, false", "ANSWERED_IN_CLEAR, unknown, false", "NO_TLS, unknown, false"
  })
  void tellsTheOutcomeInTheWordsOfEcs(Outcome outcome, String ecs, boolean denied)
      throws IOException {
    Told told = new Told();
    told.outcome = outcome;

    JsonNode event = line(told).get("event");

    assertThat(event.get("outcome").asText()).isEqualTo(ecs);
    assertThat(event.get("type").toString().contains("denied")).isEqualTo(denied);
  }

  @ParameterizedTest
  @CsvSource({
    "0x0002, 2.0, ssl", "0x0300, 3.0, ssl", "0x0301, 1.0, tls", "0x0304, 1.3, tls",
    "0xfeff, 1.0, dtls", "0xfefd, 1.2, dtls", "0x7f1c, 0x7f1c, tls", "0x0100, 1.0, dtls"
  })
  void splitsAVersionAsEcsDoes(String number, String version, String protocol) throws IOException {
    Told told = new Told();
    told.chosen = Optional.of(new TlsVersion(Integer.decode(number)));

    JsonNode tls = line(told).get("tls");

    assertThat(tls.get("version").asText()).isEqualTo(version);
    assertThat(tls.get("version_protocol").asText()).isEqualTo(protocol);
  }

  @ParameterizedTest
  @EnumSource(
      value = Protocol.class,
      names = {"SMTP", "IMAP", "POP3"})
  void hasNoTlsForMailInWhichItNeverStarted(Protocol protocol) throws IOException {
    Told told = new Told();
    told.protocol = protocol;
    told.outcome = Outcome.NO_TLS;

    assertThat(line(told).has("tls")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b[31m",
        "\u0000",
        "\u007f",
        "\u009b31m",
        "\u202eevil",
        "\u200b",
        "\u2028",
        "\ufeff",
        "\"},{\"",
        "</script>",
        "m\u00fcnchen",
        "\ud83d\ude00"
      })
  void carriesHostileNamesInPureAsciiAndGivesThemBackAsSent(String name) throws IOException {
    Told told = new Told();
    told.serverName = Optional.of(name);

    assertThat(text(told.judgement())).matches("[\\x20-\\x7e]+\n");
    assertThat(line(told).at("/tls/client/server_name").asText()).isEqualTo(name);
  }

  @Test
  void replacesLoneSurrogates() throws IOException {
    Told told = new Told();
    told.serverName = Optional.of("a\ud800b\udc00");

    assertThat(line(told).at("/tls/client/server_name").asText()).isEqualTo("a\ufffdb\ufffd");
  }

  @Test
  void writesClientsAndThenTheRun() throws IOException {
    Collected out = new Collected();
    JsonLinesReport report = new JsonLinesReport(out).withFloors(Policy.standard()).withFixes();
    Told none = new Told();
    none.service = Optional.empty();
    Judgement refused = none.judgement();
    none.time = Told.NINE.plusSeconds(300);
    none.outcome = Outcome.ESTABLISHED;
    FrameRef frame = new FrameRef("a.pcap", 7, Told.NINE);
    List<ClientDay> days =
        Counted.days(
            List.of(Told.everything().judgement(), refused, none.judgement()),
            List.of(new ClientName(none.client, "p12", ClientNameSource.NETBIOS, frame)));

    report.connection(Told.everything().result());
    report.clients(days);
    Losses losses =
        Losses.of(Map.of("unsupported_link_types", 1L), new TreeMap<>(Map.of("link-type 187", 1L)));
    report.run(Told.run(2, 1, 2, losses), Counted.clients(days));

    List<String> datasets = new ArrayList<>();
    List<JsonNode> lines = new ArrayList<>();
    for (String text : out.text().lines().toList()) {
      JsonNode line = JSON.readTree(text);
      Schema.holds(line);
      lines.add(line.at("/tlsfloor/client"));
      datasets.add(line.at("/event/dataset").asText());
    }
    assertThat(datasets)
        .containsExactly(
            "tlsfloor.connection", "tlsfloor.client", "tlsfloor.client", "tlsfloor.run");
    assertThat(lines.get(1).at("/names/0").toString())
        .isEqualTo(
            "{\"name\":\"p12\",\"from\":\"netbios\",\"file\":\"a.pcap\",\"frame\":7,"
                + "\"at\":\"2026-11-02T09:00:00.000000000Z\"}");
    assertThat(lines.get(1).at("/behaviour").toString())
        .isEqualTo(
            "{\"first_success\":\"2026-11-02T09:05:00.000000000Z\","
                + "\"last_success\":\"2026-11-02T09:05:00.000000000Z\","
                + "\"retries\":[{\"count\":1,\"sum_ms\":300000}],"
                + "\"speaks_floor\":\"no\",\"succeeded\":1,\"failed\":1,"
                + "\"retry_interval_ms\":300000,\"several_behind\":false,"
                + "\"low_hellos\":\"legacy\",\"text\":[\"never offers TLS 1.2 or later\","
                + "\"got through at 09:05:00\",\"tries again about every 5 min\"]}");
    JsonNode run = JSON.readTree(out.text().lines().toList().get(3)).at("/tlsfloor/run");
    assertThat(run.at("/below").asInt()).isEqualTo(1);
    assertThat(run.at("/fares").toString()).isEqualTo("{\"works\":1}");
    assertThat(run.at("/states").toString()).isEqualTo("{\"below\":1}");
    assertThat(run.at("/fixes/0/fares").toString()).isEqualTo("{\"works\":1}");
  }

  /** The line can be read again, however many captures there were. */
  @Test
  void namesAsManyInputsAsThereIsRoomForAndAddsUpTheRest() throws IOException {
    List<Run.Input> inputs = new ArrayList<>();
    for (int i = 0; i < 45_000; i++) {
      Optional<String> damage = i == 44_999 ? Optional.of("ends early") : Optional.empty();
      String name = "captures/gateway-eth1-\u00fc-" + i + ".pcap";
      inputs.add(Run.Input.capture(name, 1, 100, damage, Optional.empty()));
    }
    Run run = Told.run(2, 1, 0);
    Run.Read read = new Run.Read(inputs, 45_000, 4_500_000, run.read().first(), run.read().last());
    Collected out = new Collected();

    new JsonLinesReport(out).run(run.with(read), ClientStates.NONE);

    JsonNode line = JSON.readTree(out.text());
    Schema.holds(line);
    assertThat(out.text().length()).isLessThan(2 << 20);
    JsonNode named = line.at("/tlsfloor/run/inputs");
    assertThat(named.get(0).get("file").asText()).isEqualTo(inputs.get(0).file());
    assertThat(named.get(named.size() - 2).get("damage").asText()).isEqualTo("ends early");
    assertThat(named.get(named.size() - 1).get("file").asText()).endsWith(" more inputs");
    long packets = 0;
    for (JsonNode each : named) {
      packets += each.get("packets").asLong();
    }
    assertThat(packets).isEqualTo(45_000);
  }

  @Test
  void theSchemaRefusesAFieldThatItDoesNotKnow() throws IOException {
    JsonNode line = line(new Told());
    for (Iterator<JsonNode> parts = line.iterator(); parts.hasNext(); ) {
      if (parts.next() instanceof com.fasterxml.jackson.databind.node.ObjectNode part) {
        part.put("unheard_of", 1);
      }
    }

    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Schema.holds(line)))
        .isInstanceOf(AssertionError.class);
  }
}
