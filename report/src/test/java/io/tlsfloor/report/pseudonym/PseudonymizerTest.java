package io.tlsfloor.report.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.form.jsonl.JsonLinesReport;
import io.tlsfloor.report.model.Collected;
import io.tlsfloor.report.model.Told;
import io.tlsfloor.report.model.Wants;
import io.tlsfloor.report.model.WatchState;
import io.tlsfloor.report.output.Output;
import io.tlsfloor.report.output.Outputs;
import io.tlsfloor.rules.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A judgement with other addresses and names, and the same facts. */
class PseudonymizerTest {
  @TempDir Path folder;
  private Pseudonymizer pseudonymizer;

  @BeforeEach
  void makeAKey() throws Exception {
    byte[] random = new byte[32];
    new Random(7).nextBytes(random);
    Path key = Files.write(folder.resolve("key"), random);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    pseudonymizer =
        new Pseudonymizer(
            new Pseudonyms(PseudonymKey.read(key.toString())),
            Policy.standard().homeNetworks(),
            address -> false);
  }

  @Test
  void keepsThatTheFactsAreFromALogButNotTheLogsIdOfTheConnection() {
    Told told = new Told();
    told.log =
        Optional.of(
            new LogEntry(
                LogEntry.Writer.ZEEK,
                "CHhAvVGS1DHFjwGM9",
                Optional.of("TLSv10"),
                Optional.of("ja4"),
                Optional.of("e7d705a3286e19ea42f587b344ee6865"),
                Optional.empty(),
                Optional.empty()));

    TlsConnection pseudonymous = pseudonymizer.judgement(told.judgement()).connection();

    LogEntry log = pseudonymous.log().orElseThrow();
    assertThat(log.writer()).isEqualTo(LogEntry.Writer.ZEEK);
    assertThat(log.version()).contains("TLSv10");
    assertThat(log.ja3()).contains("e7d705a3286e19ea42f587b344ee6865");
    assertThat(log.id()).isEmpty();
  }

  @Test
  void keepsTheNamesOfAWatchsOptionsAndNotTheirValues() throws Exception {
    List<String> options = List.of("filter=host 10.20.3.41", "home-net=10.20.3.0/24", "quiet");
    WatchState watch =
        new WatchState(
            "0".repeat(32),
            Told.NINE,
            Told.NINE,
            Duration.ZERO,
            options,
            List.of("filter"),
            List.of(),
            Map.of(),
            List.of(),
            TlsVersion.TLS_1_2,
            "/home/alice/list.json",
            Optional.empty());
    Collected out = new Collected();
    Outputs outputs = new Outputs(Optional.of(pseudonymizer));
    outputs.add(new Output(new JsonLinesReport(out, true, Optional.empty()), out::take, Wants.ALL));

    outputs.watch(watch);

    assertThat(out.text())
        .contains("\"options\":[\"filter\",\"home-net\",\"quiet\"]")
        .doesNotContain("10.20.3")
        .doesNotContain("alice");
  }

  @Test
  void keepsWhatReplacesAnEarlierReport() {
    Told told = new Told();
    told.amends = true;

    TlsConnection pseudonymous = pseudonymizer.judgement(told.judgement()).connection();

    assertThat(pseudonymous.evidence().amends()).isTrue();
    assertThat(pseudonymous.client()).isNotEqualTo(told.judgement().connection().client());
  }
}
