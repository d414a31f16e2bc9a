package io.tlsfloor.report.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.report.model.Told;
import io.tlsfloor.rules.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
                Optional.empty()));

    TlsConnection pseudonymous = pseudonymizer.judgement(told.judgement()).connection();

    LogEntry log = pseudonymous.log().orElseThrow();
    assertThat(log.writer()).isEqualTo(LogEntry.Writer.ZEEK);
    assertThat(log.version()).contains("TLSv10");
    assertThat(log.ja3()).contains("e7d705a3286e19ea42f587b344ee6865");
    assertThat(log.id()).isEmpty();
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
