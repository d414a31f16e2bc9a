package io.tlsfloor.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.testing.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Captures of a directory: one story where they belong together, several threads where not. */
@Isolated("looks at the threads of the whole process")
class ManyCapturesTest {

  @TempDir Path folder;

  private static List<String> ids(Said said) throws IOException {
    return said.connections().stream()
        .map(line -> line.at("/event/id").asText() + " " + line.at("/tlsfloor/outcome").asText())
        .toList();
  }

  private static int packets(Said said) throws IOException {
    return said.run().at("/packets").asInt();
  }

  private static Said scan(Path path) {
    return Cli.run("scan", "--all", "--format", "jsonl", path.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7, 40})
  void aRotatedSetTellsWhatTheWholeWouldTell(int files) throws IOException {
    Captures.split(Captures.OFFICE_HOUR, folder, files);

    assertThat(ids(scan(folder))).isEqualTo(ids(scan(Captures.OFFICE_HOUR)));
  }

  /** A connection that crosses the cut counts in both; who is below, and how they fare, is one. */
  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void partsThatAreScannedApartAnswerAsTheWhole(int files) throws IOException {
    Captures.split(Captures.OFFICE_HOUR, folder, files);
    String whole = folder.resolve("whole.db").toString();
    String apart = folder.resolve("apart.db").toString();
    Cli.run("scan", "--inventory", whole, Captures.OFFICE_HOUR.toString());
    for (int i = 0; i < files; i++) {
      String part = folder.resolve(String.format("part_%05d.pcapng", i)).toString();
      Cli.run("scan", "--inventory", apart, part);
    }

    assertThat(status(apart)).isEqualTo(status(whole)).contains("\"below\":5");
  }

  private static String status(String inventory) {
    String json =
        Cli.run(
                "inventory",
                "status",
                "--as-of",
                "2026-11-02",
                "--format",
                "json",
                "--inventory",
                inventory)
            .out();
    return json.substring(0, json.indexOf("\"target\""));
  }

  @RepeatedTest(3)
  void copiesOfACaptureTellNothingTwice() throws IOException {
    Said once = scan(Captures.OFFICE_HOUR);
    for (String name : List.of("a", "b", "c", "d", "e", "f")) {
      Files.copy(Captures.OFFICE_HOUR, folder.resolve(name + ".pcapng"));
    }

    Said said = scan(folder);

    assertThat(said.code()).isEqualTo(ExitCode.FLAGGED);
    assertThat(ids(said)).isEqualTo(ids(once));
    SameTwiceTest.sameCounts(said, once);
  }

  @Test
  void aSetAndAnUnrelatedCaptureAreKeptApart() throws IOException {
    Path whole = folder.resolve("whole.pcapng");
    Captures.split(Captures.OFFICE_HOUR, folder, 3);
    Files.copy(Captures.OFFICE_HOUR, whole);

    Said said = scan(folder);

    // By time and name the set's first file comes before the whole, and the rest after it.
    Said once = scan(Captures.OFFICE_HOUR);
    assertThat(ids(said)).containsAll(ids(once));
    assertThat(packets(said)).isEqualTo(2 * packets(once));
  }

  @Test
  void aFailureOfTheOutputEndsAllThreads() throws IOException {
    for (String name : List.of("a", "b", "c", "d")) {
      Files.copy(Captures.OFFICE_HOUR, folder.resolve(name + ".pcapng"));
    }

    Said said =
        new Cli()
            .output(
                Cli.failing(
                    new io.tlsfloor.report.sink.OutputException(
                        "standard output", new IOException("full"))))
            .with("scan", "--all", "--format", "jsonl", folder.toString());

    assertThat(said.code()).isEqualTo(ExitCode.FAULT);
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .filteredOn(name -> name.startsWith("scan-"))
        .satisfies(this::endSoon);
  }

  private void endSoon(List<? extends String> names) {
    Await.until(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("scan-")),
        () -> "the end of " + names);
  }

  @Test
  void aSignalEndsAllThreadsAfterTheRunLine() throws IOException {
    for (String name : List.of("a", "b", "c", "d")) {
      Files.copy(Captures.OFFICE_HOUR, folder.resolve(name + ".pcapng"));
    }
    AtomicInteger looks = new AtomicInteger();
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    Said said =
        new Cli()
            .output(out)
            .interrupted(() -> looks.incrementAndGet() > 200)
            .with("scan", "--all", "--format", "jsonl", folder.toString());

    assertThat(said.code()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(said.lines())
        .last()
        .asString()
        .contains("\"tlsfloor.run\"")
        .contains("\"interrupted\":true");
  }
}
