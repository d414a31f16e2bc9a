package io.tlsfloor.cli.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.file.CaptureFile;
import io.tlsfloor.capture.file.CaptureFiles;
import io.tlsfloor.capture.file.PcapngWriter;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.catalogue.ListVersion;
import io.tlsfloor.testing.Project;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code scan --evidence}: where files go, what they say of their source, and when they stay. */
class ScanEvidenceTest {
  private static final Path SAMPLE = Project.path("samples/tls10/capture.pcapng");
  private static final Path TEN = Project.path("samples/tunnels/capture.pcapng"); // ten findings

  @TempDir Path scratch;

  private List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(scratch.resolve(folder))) {
      return files.sorted().toList();
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  private JsonNode manifest(String file) throws IOException {
    return new ObjectMapper().readTree(scratch.resolve(file).toFile());
  }

  @Test
  void aPipeIsHashedWhileItIsRead() throws Exception {
    byte[] bytes = Files.readAllBytes(SAMPLE);
    String hash = HexFormat.of().formatHex(Sources.sha256().digest(bytes));

    Said said =
        new Cli().input(bytes).with("scan", "-", "--evidence", scratch.resolve("out").toString());

    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.FLAGGED);
    assertThat(text(files("out").get(0))).contains("source: -, SHA-256 in the manifest");
    assertThat(manifest("out/manifest.json").at("/sources/0/sha256").asText()).isEqualTo(hash);
    assertThat(SecondReading.of(files("out").get(0))).isEqualTo(SecondReading.of(SAMPLE));
  }

  @Test
  void oneFileHasItsManifestBesideIt() throws Exception {
    Said said =
        Cli.run("scan", TEN.toString(), "--evidence", scratch.resolve("all.pcapng").toString());

    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.FLAGGED);
    JsonNode entry = manifest("all.pcapng.manifest.json").get("files").get(0);
    assertThat(entry.get("file").asText()).isEqualTo("all.pcapng");
    assertThat(entry.get("sha256").asText()).isEqualTo(Sources.of(scratch.resolve("all.pcapng")));
    assertThat(entry.get("connections")).hasSize(10);
    JsonNode first = entry.at("/connections/0");
    assertThat(first.get("wireshark").asText()).startsWith("ip.addr == ").contains("tcp.port == ");
    assertThat(first.get("arkime").asText()).startsWith("ip.protocol == tcp && ip == ");
    assertThat(text(scratch.resolve("all.pcapng"))).contains("SHA-256 " + Sources.of(TEN));
  }

  @Test
  void aConnectionOverTwoFilesHasASectionOfEach() throws Exception {
    List<Path> parts = split(SAMPLE, 5);

    Said said =
        Cli.run(
            "scan",
            "--evidence",
            scratch.resolve("out").toString(),
            parts.get(0).toString(),
            parts.get(1).toString());

    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.FLAGGED);
    Path file = files("out").get(0);
    for (Path part : parts) {
      assertThat(text(file)).contains("source: " + part + ", SHA-256 " + Sources.of(part));
    }
    assertThat(SecondReading.of(file)).isEqualTo(SecondReading.of(SAMPLE));
  }

  /** The first frames of a capture, and the others. */
  private List<Path> split(Path capture, int frames) throws Exception {
    List<Path> parts = new ArrayList<>();
    Frame frame = new Frame();
    try (CaptureFile file = CaptureFiles.open(capture, (address, name) -> {})) {
      for (int part = 1; part <= 2; part++) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PcapngWriter writer = new PcapngWriter(out);
        writer.section("test", List.of());
        writer.addInterface(1, "");
        while ((part == 2 || file.packets() < frames) && file.next(frame)) {
          byte[] bytes = new byte[frame.capturedLength()];
          frame.buffer().get(frame.offset(), bytes);
          writer.packet(0, frame.timeNanos(), bytes, frame.originalLength(), List.of());
        }
        parts.add(Files.write(scratch.resolve("part" + part + ".pcapng"), out.toByteArray()));
      }
    }
    return parts;
  }

  @Test
  void whatIsBeyondTheBoundsIsLeftOutAndSaid() throws Exception {
    Said said =
        Cli.run(
            "scan",
            "samples/office-hour",
            "--all",
            "--any-service",
            "--evidence-size",
            "64K",
            "--evidence",
            scratch.resolve("out").toString());

    int leftOut = manifest("out/manifest.json").at("/left_out/connections").asInt();
    assertThat(leftOut).isPositive();
    assertThat(said.err()).contains("evidence of " + leftOut + " connections were left out");
  }

  @Test
  void aFolderIsAddedTo() throws Exception {
    String folder = scratch.resolve("out").toString();
    Cli.run("scan", TEN.toString(), "--evidence", folder);
    Cli.run("scan", SAMPLE.toString(), "--evidence", folder);
    Cli.run("scan", SAMPLE.toString(), "--evidence", folder);

    assertThat(files("out")).hasSize(12);
    JsonNode manifest = manifest("out/manifest.json");
    assertThat(manifest.get("files")).hasSize(11);
    assertThat(manifest.get("sources").findValuesAsText("sha256"))
        .containsExactly(Sources.of(TEN), Sources.of(SAMPLE));
  }

  @Test
  void whatIsWrittenOverCountsOnce() throws Exception {
    EvidenceOptions options =
        new EvidenceOptions(scratch.resolve("out"), false, 5, 1 << 20, Duration.ofDays(1));
    for (int scan = 0; scan < 2; scan++) {
      try (EvidenceWriter evidence =
          new EvidenceWriter(
              options,
              EvidenceWriter.Of.SCAN,
              Catalogue.bundled().version(),
              Instant::now,
              event -> {})) {
        SecondReading.evidence(TEN, evidence);
        evidence.commit();
      }

      assertThat(manifest("out/manifest.json").get("files")).hasSize(5);
      assertThat(manifest("out/manifest.json").at("/left_out/connections").asInt()).isEqualTo(5);
    }
  }

  @Test
  void aManifestThatListsOtherFilesIsReadWithoutThem() throws Exception {
    Path folder = Files.createDirectory(scratch.resolve("out"));
    Files.writeString(
        folder.resolve("manifest.json"),
        "{\"files\":[{\"file\":\"a\\u0000b\"},{\"file\":\"../manifest.json\"},{\"file\":7}]}");

    Said said = Cli.run("scan", SAMPLE.toString(), "--evidence", folder.toString());

    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.FLAGGED);
    assertThat(manifest("out/manifest.json").get("files")).hasSize(files("out").size() - 1);
  }

  @Test
  void aScanThatFailsListsWhatItHadAndLeavesNoHalfFile() throws Exception {
    failsWithEvidenceIn("new/out");
    failsWithEvidenceIn("all.pcapng");

    assertThat(files(".")).containsExactly(scratch.resolve("./new"));
    assertThat(manifest("new/out/manifest.json").get("files"))
        .hasSize(files("new/out").size() - 1)
        .isNotEmpty();
  }

  private void failsWithEvidenceIn(String place) {
    String out = scratch.resolve(place).toString();
    Said said =
        new Cli()
            .output(Cli.failing(new IOException("no space left on device")))
            .with("scan", "--format", "jsonl", TEN.toString(), "--evidence", out);

    assertThat(said.code()).isEqualTo(ExitCode.FAULT);
  }

  /** The manifest is written when all is read, and what it lists waits in memory. */
  @Test
  void whatTheManifestHasNoRoomForIsLeftOut() throws Exception {
    List<String> events = new ArrayList<>();
    EvidenceOptions options =
        new EvidenceOptions(scratch.resolve("out"), false, 100, 1 << 20, Duration.ofDays(1));
    ListVersion list = Catalogue.bundled().version();

    try (EvidenceWriter evidence =
        new EvidenceWriter(
            options, EvidenceWriter.Of.SCAN, list, Instant::now, events::add, 9000)) {
      SecondReading.evidence(TEN, evidence);
      evidence.commit();
    }

    assertThat(events).singleElement().asString().contains("9 connections were left out");
    assertThat(manifest("out/manifest.json").at("/left_out/connections").asInt()).isEqualTo(9);
  }

  /** The results are whole, and say what evidence is missing. */
  @ParameterizedTest
  @ValueSource(strings = {"proof", "proof.pcapng"})
  void whatAFullDiskAteIsCountedAndTheRestIsThere(String name) throws Exception {
    try (SmallDisk disk = SmallDisk.at(scratch.resolve("disk"))) {
      Path target = disk.path().resolve(name);

      Said said =
          Cli.run("scan", TEN.toString(), "--format", "jsonl", "--evidence", target.toString());

      assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.FAULT);
      assertThat(said.err()).contains("cannot write evidence to " + target + ": No space left");
      JsonNode manifest =
          manifest(
              name.equals("proof")
                  ? "disk/proof/manifest.json"
                  : "disk/" + name + ".manifest.json");
      int told = manifest.get("files").findValues("event_id").size();
      int lost = manifest.at("/left_out/connections").asInt();
      assertThat(told).isPositive();
      assertThat(told + lost).isEqualTo(10);
      assertThat(said.err()).contains(target + ": " + lost + " finding");
      assertThat(said.lines()).hasSizeGreaterThan(10);
      assertThat(said.out()).contains("\"lost_evidence\":" + lost);
      int findings = 0;
      try (Stream<Path> all = Files.walk(disk.path())) {
        for (Path file : all.filter(each -> each.toString().endsWith(".pcapng")).toList()) {
          findings += SecondReading.of(file).size();
        }
      }
      assertThat(findings).isEqualTo(told);
    }
  }

  @Test
  void aTargetThatCannotBeIsSaidBeforeAnythingIsRead() throws Exception {
    Path taken = Files.writeString(scratch.resolve("taken"), "");
    Map<String, String> wrong =
        Map.of(
            taken.toString(), "there is a file of that name",
            scratch.resolve("no/such.pcapng").toString(), "no such folder");
    wrong.forEach(
        (target, why) -> {
          Said said = Cli.run("scan", SAMPLE.toString(), "--evidence", target);
          assertThat(said.code()).isEqualTo(ExitCode.FAULT);
          assertThat(said.err()).contains("cannot write evidence to " + target).contains(why);
          assertThat(said.out()).isEmpty();
        });
  }

  /** Somebody else may choose where it leads. */
  @Test
  void aFolderThatIsALinkIsNotFollowed() throws Exception {
    Path elsewhere = Files.createDirectory(scratch.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(scratch.resolve("link"), elsewhere);

    Said said = Cli.run("scan", SAMPLE.toString(), "--evidence", link.toString());

    assertThat(said.code()).isEqualTo(ExitCode.FAULT);
    assertThat(said.err()).contains("cannot write evidence to " + link + ": it is a symbolic link");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void packetsHaveNoPseudonyms() throws Exception {
    Path key = Files.write(scratch.resolve("key"), Files.readAllBytes(SAMPLE));
    Path out = scratch.resolve("out");
    Path config =
        Files.writeString(scratch.resolve("config"), "[watch]\npseudonymize = \"" + key + "\"\n");
    String[] evidence = {"--evidence", out.toString()};
    Said scan =
        Cli.run(
            "scan", SAMPLE.toString(), "--pseudonymize", key.toString(), evidence[0], evidence[1]);
    Said watch =
        Cli.run("watch", "-i", "lo", "--config", config.toString(), evidence[0], evidence[1]);

    assertThat(List.of(scan, watch))
        .allSatisfy(
            said -> {
              assertThat(said.code()).isEqualTo(ExitCode.USAGE);
              assertThat(said.err())
                  .contains("--evidence cannot go with --pseudonymize", "in more places than can")
                  .contains("write evidence in a run without");
            });
    assertThat(out).doesNotExist();
  }
}
