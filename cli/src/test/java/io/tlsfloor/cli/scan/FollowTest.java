package io.tlsfloor.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.testing.Await;
import io.tlsfloor.testing.Project;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A capture that grows is told of as it grows. */
@Timeout(600)
class FollowTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path folder;
  private final AtomicBoolean interrupted = new AtomicBoolean();
  private final AtomicInteger asked = new AtomicInteger(); // whether to end
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @AfterEach
  void endAll() {
    interrupted.set(true);
  }

  private CompletableFuture<Cli.Said> follow(Path capture, String... more) {
    String[] args =
        Stream.of(List.of("scan", "--follow"), List.of(more), List.of(capture.toString()))
            .flatMap(List::stream)
            .toArray(String[]::new);
    return CompletableFuture.supplyAsync(
        () -> new Cli().output(out).errors(err).interrupted(this::isInterrupted).with(args));
  }

  private boolean isInterrupted() {
    asked.incrementAndGet();
    return interrupted.get();
  }

  private String told() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private void awaitTold(String text, CompletableFuture<Cli.Said> scan) {
    Await.until(() -> scan.isDone() || told().contains(text), () -> text + " in: " + told());
    assertThat(scan).as("the scan still runs").isNotDone();
  }

  private void awaitError(String text) {
    Await.until(() -> said().contains(text), () -> text + " in: " + said());
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /**
   * Waits until all that is there now has been read, and was looked for once more. A scan that has
   * no more to read asks before and after each pause whether to end; while there is more, only
   * after 64 frames.
   */
  private void awaitPause() {
    int before = asked.get();
    Await.until(() -> asked.get() >= before + 5, () -> "the scan to pause");
  }

  private Cli.Said interrupt(CompletableFuture<Cli.Said> scan) throws Exception {
    interrupted.set(true);
    return scan.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static byte[] sample(String name) {
    return Captures.bytes(Project.path("samples").resolve(name).resolve("capture.pcapng"));
  }

  private static void append(Path file, byte[] bytes, int from, int to) throws IOException {
    Files.write(file, Arrays.copyOfRange(bytes, from, to), StandardOpenOption.APPEND);
  }

  @Test
  void findingsAppearAsTheFileGrowsAndTheRunEndsWithItsRunLine() throws Exception {
    byte[] whole = sample("tls10");
    Path capture = Files.createFile(folder.resolve("live.pcapng"));
    CompletableFuture<Cli.Said> scan = follow(capture, "--format", "jsonl");
    append(capture, whole, 0, 101); // not even its first block, and later half a packet
    awaitPause();
    append(capture, whole, 101, whole.length - 1501);
    awaitPause();
    append(capture, whole, whole.length - 1501, whole.length);
    awaitTold("negotiated-below-floor", scan);
    append(capture, sample("tls11"), 0, 50); // half a block is no damage when the scan is ended

    Cli.Said said = interrupt(scan);

    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(said.lines().get(said.lines().size() - 1))
        .contains("\"tlsfloor.run\"")
        .contains("\"interrupted\":true")
        .doesNotContain("\"damage\"");
  }

  @Test
  void whatIsToldIsWhatAScanOfTheWholeCaptureTells() throws Exception {
    Path capture = Files.write(folder.resolve("hour.pcapng"), sample("office-hour"));
    List<String> whole = Cli.run("scan", "--all", "--format", "jsonl", capture.toString()).lines();
    CompletableFuture<Cli.Said> scan = follow(capture, "--all", "--format", "jsonl");
    String late =
        whole.stream()
            .filter(line -> line.contains("tlsfloor.connection\""))
            .filter(line -> line.contains("\"outcome\":\"established\""))
            .reduce((before, line) -> line)
            .orElseThrow();
    awaitTold(late.substring(late.indexOf("\"id\":"), late.indexOf("\"id\":") + 40), scan);

    List<String> followed = interrupt(scan).lines();

    assertThat(followed.subList(0, followed.size() - 1))
        .containsExactlyInAnyOrderElementsOf(whole.subList(0, whole.size() - 1));
  }

  @Test
  void theNextFileOfARotatedSetIsReadTooAndTheTableComesAtTheEnd() throws Exception {
    Path first = Files.write(folder.resolve("lan_00001.pcapng"), sample("tls10"));
    CompletableFuture<Cli.Said> scan = follow(first);
    awaitTold("negotiated-below-floor", scan);
    assertThat(told()).contains("offered TLS 1.0").doesNotContain("offered TLS 1.1");

    Files.write(folder.resolve("lan_00002.pcapng"), sample("tls11"));
    awaitTold("offered TLS 1.1", scan);
    Cli.Said said = interrupt(scan);

    assertThat(said.code()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(said.err()).isEmpty();
    assertThat(said.out())
        .contains("2 captures")
        .contains("SEVERITY")
        .contains("Interrupted: this covers only what was read until then.");
  }

  @Test
  void anotherFileUnderTheSameNameIsFollowedInstead() throws Exception {
    Path capture = Files.write(folder.resolve("live.pcapng"), sample("tls10"));
    Path other = Files.write(folder.resolve("other"), sample("tls11"));
    CompletableFuture<Cli.Said> scan = follow(capture);
    awaitTold("offered TLS 1.0", scan);
    Files.move(other, capture, StandardCopyOption.REPLACE_EXISTING);
    awaitTold("offered TLS 1.1", scan);

    assertThat(interrupt(scan).err())
        .isEqualTo(
            "tlsfloor: warning: "
                + capture
                + ": another capture has this name now; it is followed instead\n");
  }

  @Test
  void aFileBegunAnewIsReadFromItsBeginningAndCountsAsALoss() throws Exception {
    Path capture = Files.write(folder.resolve("live.pcapng"), sample("tls10"));
    CompletableFuture<Cli.Said> scan = follow(capture, "--format", "jsonl");
    awaitTold("negotiated-below-floor", scan);
    Files.write(capture, sample("tls11")); // cut to nothing first, as tcpdump -w does
    awaitTold("\"version\":\"1.1\"", scan);
    Cli.Said said = interrupt(scan);

    assertThat(said.err()).contains("overwritten while it was read");
    assertThat(said.lines().get(said.lines().size() - 1)).contains("\"damaged_inputs\":1");
  }

  @Test
  void aFileThatIsGoneIsSaidAndOneThatComesBackIsRead() throws Exception {
    Path capture = Files.write(folder.resolve("live.pcapng"), sample("tls10"));
    CompletableFuture<Cli.Said> scan = follow(capture);
    awaitTold("offered TLS 1.0", scan);
    Files.delete(capture);
    awaitError("the file is gone");
    Files.move(Files.write(folder.resolve("other"), sample("tls11")), capture);
    awaitTold("offered TLS 1.1", scan);

    assertThat(interrupt(scan).err()).contains("another capture has this name now");
  }

  @Test
  void damageIsSaidAtOnceAndAnUnreadableFileInItsPlaceIsSaidOnce() throws Exception {
    byte[] whole = sample("tls10");
    Path capture = Files.write(folder.resolve("live.pcapng"), whole);
    append(capture, new byte[64], 0, 64); // zeros where a block should be
    CompletableFuture<Cli.Said> scan = follow(capture);
    awaitTold("offered TLS 1.0", scan);
    awaitError("nothing more of it can be read; waiting");
    Files.move(
        Files.writeString(folder.resolve("text"), "no capture\n"),
        capture,
        StandardCopyOption.REPLACE_EXISTING);
    awaitError("looks like text");
    awaitPause(); // in which it could be said again
    Cli.Said said = interrupt(scan);

    assertThat(said.err().lines())
        .hasSize(5)
        .anySatisfy(line -> assertThat(line).contains("damaged at byte " + whole.length))
        .anySatisfy(line -> assertThat(line).contains("nothing more of it can be read; waiting"))
        .anySatisfy(line -> assertThat(line).contains("looks like text"));
  }

  @Test
  void onlyOneFileThatIsThereAndIsACaptureCanBeFollowed() throws Exception {
    Path text = Files.writeString(folder.resolve("notes.txt"), "no capture, and long enough\n");
    Path packed = folder.resolve("a.pcap.gz");
    Files.write(packed, new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});

    assertThat(Cli.run("scan", "--follow", "-").err()).contains("--follow needs one capture file");
    assertThat(Cli.run("scan", "--follow", "a.pcap", "b.pcap").code()).isEqualTo(ExitCode.USAGE);
    assertThat(Cli.run("scan", "--follow", folder.toString()).err()).contains("is no file");
    assertThat(Cli.run("scan", "--follow", "missing.pcap").err()).contains("is no file");
    assertThat(Cli.run("scan", "--follow", "--from", "+1m", text.toString()).code())
        .isEqualTo(ExitCode.USAGE);
    assertThat(Cli.run("scan", "--follow", packed.toString()).err())
        .contains("is compressed (gzip) and cannot be followed while it grows");
  }
}
