package io.tlsfloor.cli.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidence of a watch stays within its bounds, and survives what happens to its folder. */
class WatchEvidenceTest {
  private static final Path TEN = Project.path("samples/tunnels/capture.pcapng"); // ten findings
  private static final Path ONE = Project.path("samples/tls10/capture.pcapng");
  private static final Instant NOW = Instant.parse("2026-11-02T09:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path scratch;
  private final List<String> events = new ArrayList<>();

  private Path folder() {
    return scratch.resolve("evidence");
  }

  private EvidenceWriter open(long files, long bytes, Instant now) throws CommandException {
    return new EvidenceWriter(
        new EvidenceOptions(folder(), false, files, bytes, DAY),
        EvidenceWriter.Of.WATCH,
        Catalogue.bundled().version(),
        Clock.fixed(now, ZoneOffset.UTC),
        events::add);
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Set<String> names = new TreeSet<>();
      files.forEach(file -> names.add(file.getFileName().toString()));
      return names;
    }
  }

  private JsonNode manifest() throws IOException {
    return new ObjectMapper().readTree(folder().resolve("manifest.json").toFile());
  }

  private void assertManifestIsWhatIsThere() throws IOException {
    Set<String> listed = new TreeSet<>(Set.of("manifest.json"));
    for (JsonNode entry : manifest().get("files")) {
      Path file = folder().resolve(entry.get("file").asText());
      listed.add(entry.get("file").asText());
      assertThat(entry.get("sha256").asText()).isEqualTo(Sources.of(file));
      assertThat(entry.get("bytes").asLong()).isEqualTo(Files.size(file));
    }
    assertThat(names(folder())).isEqualTo(listed);
  }

  @Test
  void theNewestAreKeptUpToANumber() throws Exception {
    try (EvidenceWriter evidence = open(3, 1 << 30, NOW)) {
      SecondReading.evidence(TEN, evidence);
      evidence.commit();
    }

    assertThat(names(folder())).hasSize(4);
    assertManifestIsWhatIsThere();
    assertThat(manifest().at("/left_out/removed_files").asInt()).isEqualTo(7);
    assertThat(manifest().get("sources").get(0).get("name").asText()).isEqualTo("eth0");
  }

  @Test
  void theNewestAreKeptUpToASize() throws Exception {
    try (EvidenceWriter evidence = open(100, 10_000, NOW)) {
      SecondReading.evidence(TEN, evidence);
      evidence.commit();
    }

    long bytes = 0;
    for (JsonNode entry : manifest().get("files")) {
      bytes += entry.get("bytes").asLong();
    }
    assertThat(bytes).isPositive().isLessThanOrEqualTo(10_000);
    assertManifestIsWhatIsThere();
  }

  @Test
  void whatIsTooOldGoesAlsoThatOfEarlierRuns() throws Exception {
    try (EvidenceWriter evidence = open(100, 1 << 30, NOW)) {
      SecondReading.evidence(TEN, evidence);
    }
    assertThat(names(folder())).hasSize(11);
    for (String name : names(folder())) {
      Files.setLastModifiedTime(folder().resolve(name), FileTime.from(NOW));
    }

    try (EvidenceWriter evidence = open(100, 1 << 30, NOW.plus(DAY).plusSeconds(1))) {
      SecondReading.evidence(ONE, evidence);
    }

    assertThat(names(folder())).hasSize(2);
    assertManifestIsWhatIsThere();
  }

  @Test
  void aWatchGoesOnWithTheFilesOfTheOneBefore() throws Exception {
    try (EvidenceWriter evidence = open(100, 1 << 30, NOW)) {
      SecondReading.evidence(TEN, evidence);
    }
    JsonNode before = manifest().get("files");
    Files.delete(folder().resolve(before.get(0).get("file").asText())); // somebody took it
    String known = before.get(1).get("file").asText();
    Files.writeString(
        folder().resolve("." + known + ".1x2y3z.part"), "half"); // of a run that was killed
    Files.writeString(folder().resolve("notes.txt"), "not ours");

    try (EvidenceWriter evidence = open(100, 1 << 30, NOW)) {
      SecondReading.evidence(ONE, evidence);
    }

    assertThat(Files.deleteIfExists(folder().resolve("notes.txt"))).isTrue();
    assertThat(names(folder())).hasSize(11).contains(known);
    assertManifestIsWhatIsThere();
    assertThat(manifest().get("files").findValuesAsText("file")).contains(known);
    assertThat(manifest().get("files").findValuesAsText("reason")).hasSize(10);
  }

  @Test
  void aFolderThatCannotBeWrittenIsCountedToldOnceAndSurvived() throws Exception {
    try (EvidenceWriter evidence = open(100, 1 << 30, NOW)) {
      Files.delete(folder());
      SecondReading.evidence(TEN, evidence);

      assertThat(evidence.lost()).isEqualTo(10);
      assertThat(events).hasSize(1);
      assertThat(events.get(0)).startsWith("cannot write evidence to");

      Files.createDirectory(folder());
      SecondReading.evidence(ONE, evidence);
    }
    assertThat(events).hasSize(2);
    assertThat(events.get(1)).endsWith("works again; 10 findings are without");
    assertThat(names(folder())).hasSize(2);
    assertThat(manifest().at("/left_out/connections").asInt()).isEqualTo(10);
  }

  @Test
  void whatAFullDiskAteIsCountedAndTheManifestIsTrue() throws Exception {
    try (SmallDisk disk = SmallDisk.at(folder());
        EvidenceWriter evidence = open(100, 1 << 30, NOW)) {
      SecondReading.evidence(TEN, evidence);
      evidence.commit();

      assertManifestIsWhatIsThere();
      assertThat(manifest().get("files")).isNotEmpty();
      assertThat(manifest().get("files").size() + evidence.lost()).isEqualTo(10);
      assertThat(manifest().at("/left_out/connections").asLong()).isEqualTo(evidence.lost());
      assertThat(events.get(0))
          .isEqualTo(
              "cannot write evidence to "
                  + disk.path()
                  + ": No space left on device: trying again");
    }
  }

  /** A file of somebody else in a folder of all, for one; here a folder that is not empty. */
  @Test
  void whatCannotBeDeletedIsToldAndKeepsNothingElse() throws Exception {
    try (EvidenceWriter evidence = open(3, 1 << 30, NOW)) {
      SecondReading.evidence(ONE, evidence);
      evidence.commit();
      Path oldest = folder().resolve(manifest().get("files").get(0).get("file").asText());
      Files.delete(oldest);
      Files.createDirectories(oldest.resolve("inside"));

      SecondReading.evidence(TEN, evidence);
      evidence.commit();
    }

    assertThat(names(folder())).hasSize(5); // three of ten, the manifest, and what stays
    assertThat(manifest().get("files")).hasSize(3);
    assertThat(events).hasSize(2);
    assertThat(events.get(0)).startsWith("cannot write evidence to");
    assertThat(events.get(1)).contains("works again");
  }

  @Test
  void aManifestThatIsNoneOfOursIsLeftAlone() throws Exception {
    Files.createDirectory(folder());
    Files.writeString(folder().resolve("manifest.json"), "{\"other\": 1}");

    assertThatThrownBy(() -> open(1, 1 << 30, NOW))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("manifest.json cannot be read");
    assertThat(folder().resolve("manifest.json")).hasContent("{\"other\": 1}");
  }
}
