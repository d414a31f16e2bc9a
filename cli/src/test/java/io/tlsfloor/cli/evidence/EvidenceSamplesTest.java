package io.tlsfloor.cli.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.Sample;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The evidence of every sample: adding a folder adds it. */
class EvidenceSamplesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_SECONDS = 300;

  @TempDir static Path all;

  /** Writes the evidence of all samples, a folder each. */
  @BeforeAll
  static void write() {
    for (Sample sample : Sample.all()) {
      Said said = scan(sample, all.resolve(sample.name()));
      assertThat(said.code()).as(said.err()).isIn(ExitCode.CLEAN, ExitCode.FLAGGED, ExitCode.LOSS);
    }
  }

  private static Said scan(Sample sample, Path evidence) {
    List<String> words = new ArrayList<>(List.of("scan", "--evidence", evidence.toString()));
    words.addAll(List.of(SecondReading.ALL));
    words.add(sample.capture().toString());
    return Cli.run(words.toArray(new String[0]));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".pcapng")).sorted().toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> readAgainItGivesTheSameVerdicts() {
    return Sample.each(EvidenceSamplesTest::sameVerdicts);
  }

  private static void sameVerdicts(Sample sample) throws IOException {
    Map<String, String> again = new TreeMap<>();
    for (Path file : files(all.resolve(sample.name()))) {
      Map<String, String> one = SecondReading.of(file);
      assertThat(one).as(file + ": one finding a file").hasSize(1);
      again.putAll(one);
    }
    assertThat(again).isEqualTo(SecondReading.of(sample));
  }

  @TakesLong("evidence of every sample is written and read in another way")
  @TestFactory
  Stream<DynamicTest> inOneFileTooItGivesTheSameVerdicts() {
    return Sample.each(
        sample -> {
          Path file = all.resolve(sample.name() + ".pcapng");
          assertThat(scan(sample, file).code()).isNotEqualTo(ExitCode.FAULT);
          assertThat(SecondReading.of(file)).isEqualTo(SecondReading.of(sample));
        });
  }

  @TestFactory
  Stream<DynamicTest> theManifestIsWhatIsThere() {
    return Sample.each(EvidenceSamplesTest::manifest);
  }

  private static void manifest(Sample sample) throws IOException {
    Path folder = all.resolve(sample.name());
    JsonNode manifest = JSON.readTree(folder.resolve("manifest.json").toFile());
    TreeSet<String> listed = new TreeSet<>(List.of("manifest.json"));
    Map<String, String> verdicts = SecondReading.of(sample);
    for (JsonNode entry : manifest.get("files")) {
      Path file = folder.resolve(entry.get("file").asText());
      listed.add(entry.get("file").asText());
      assertThat(entry.get("bytes").asLong()).isEqualTo(Files.size(file));
      assertThat(entry.get("sha256").asText()).isEqualTo(Sources.of(file));
      JsonNode connection = entry.get("connections").get(0);
      assertThat(verdicts).containsKey(connection.get("event_id").asText());
      assertThat(connection.get("findings")).isNotEmpty();
      assertThat(connection.get("frames").get(0).get("source").asText())
          .isEqualTo(sample.capture().toString());
      assertThat(connection.has("incomplete")).isFalse();
    }
    try (Stream<Path> there = Files.list(folder)) {
      assertThat(there.map(file -> file.getFileName().toString()))
          .containsAll(listed)
          .hasSameSizeAs(listed);
    }
    for (JsonNode source : manifest.get("sources")) {
      assertThat(source.get("sha256").asText()).isEqualTo(Sources.of(sample.capture()));
    }
  }

  @TakesLong("tshark reads the evidence of every sample")
  @Test
  void tsharkReadsEveryFileAndShowsAComment() throws Exception {
    Requires.tools("tshark", "capinfos");
    List<String> capinfos = new ArrayList<>(List.of("capinfos", "-M", "-T", "-c", "-k"));
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    int files = 0;
    for (Sample sample : Sample.all()) {
      for (Path file : files(all.resolve(sample.name()))) {
        capinfos.add(file.toString());
        joined.writeBytes(Files.readAllBytes(file));
        files++;
      }
    }
    String infos = run(capinfos);
    assertThat(infos.lines().filter(line -> line.contains("what proves a finding"))).hasSize(files);
    assertThat(infos.lines().filter(line -> line.contains("SHA-256"))).hasSize(files);
    Path together = Files.write(all.resolve("together.pcapng"), joined.toByteArray());
    String frames =
        run(
            List.of(
                "tshark", "-n", "-r", together.toString(), "-T", "fields", "-e", "frame.comment"));
    assertThat(frames.lines()).hasSizeGreaterThan(files * 3);
    assertThat(frames.lines()).allSatisfy(line -> assertThat(line).contains("frame "));
  }

  /** Runs a program that must have nothing to complain of. */
  private static String run(List<String> command) throws IOException, InterruptedException {
    Path complaints = Files.createTempFile(all, "complaints", ".txt");
    Process process = new ProcessBuilder(command).redirectError(complaints.toFile()).start();
    try {
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      String said =
          Files.readString(complaints)
              .lines()
              .filter(line -> !line.startsWith("Running as user"))
              .reduce("", String::concat);
      assertThat(said).isEmpty();
      assertThat(process.exitValue()).isZero();
      return out;
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          starttls-trouble        | Subject: test
          starttls-trouble        | scanner@contoso.com
          starttls-trouble        | office@fabrikam.com
          mta-falls-back-to-clear | Subject: test
          mta-falls-back-to-clear | scanner@contoso.com
          mta-falls-back-to-clear | office@fabrikam.com
          office-hour             | scanner@contoso.com
          office-hour             | office@fabrikam.com
          http-connect            | YWxleDpsYWI=
          http-connect            | Proxy-Authenticate
          http-connect            | User-Agent
          http-connect            | Squid Software Foundation
          socks                   | alex\\003lab
          answered-in-clear       | <html>
          client-certificate      | device17.contoso.com
          """)
  void nothingPrivateIsHandedOn(String sample, String private_) throws IOException {
    String wanted = private_.replace("\\003", "\u0003");
    String capture = text(Sample.of(sample).capture());
    assertThat(capture).as("the marker is in the sample").contains(wanted);
    List<Path> files = files(all.resolve(sample));
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      assertThat(text(file)).as(file.toString()).doesNotContain(wanted);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }
}
