package io.tlsfloor.report.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.LossKind;
import io.tlsfloor.testing.Await;
import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A queue in front of a named pipe, whose readers come and go, and of devices. */
@Timeout(90)
class SpecialTest {
  private final List<String> events = new CopyOnWriteArrayList<>();
  private String fifo = "";
  private QueuedSink sink;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    Requires.tools("mkfifo");
    fifo = folder.resolve("fifo").toString();
    new ProcessBuilder("mkfifo", fifo).start().waitFor();
    sink = QueuedSink.special(Path.of(fifo), events::add);
  }

  @AfterEach
  void close() throws IOException {
    sink.close();
  }

  private static Chunk line(String text) {
    return Chunk.of(text + "\n");
  }

  private void take(int first, int last) throws IOException {
    for (int i = first; i <= last; i++) {
      sink.take(line("line " + i));
    }
  }

  /**
   * Takes lines until nobody reads them, and returns the last. A process that another test starts
   * at the same time has all that is open here for a moment, a reader's end of the pipe as well.
   */
  private int takeUntilAway(int first) throws Exception {
    int last = first - 1;
    while (sink.away().isEmpty()) {
      last++;
      take(last, last);
      Thread.sleep(10);
    }
    return last;
  }

  private long lost() throws IOException {
    return sink.settle().count(LossKind.LOST_LINES);
  }

  private InputStream reader() throws IOException {
    return Files.newInputStream(Path.of(fifo));
  }

  /** A line, and no byte more: what comes behind it stays in the pipe. */
  private static String lineOf(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.append((char) b);
    }
    return line.toString();
  }

  @Test
  void isWhatHasTheNameOfAFileAndIsNone(@TempDir Path folder) throws IOException {
    assertThat(QueuedSink.isSpecial(Path.of(fifo))).isTrue();
    assertThat(QueuedSink.isSpecial(Path.of("/dev/null"))).isTrue();
    assertThat(QueuedSink.isSpecial(folder)).isFalse();
    assertThat(QueuedSink.isSpecial(Files.createFile(folder.resolve("file")))).isFalse();
  }

  @Test
  void countsAllLinesOfAPipeThatNobodyEverOpensAndWaitsForNoReader() throws IOException {
    take(1, 3);
    long begun = System.nanoTime();

    assertThat(lost()).isEqualTo(3);
    sink.take(line("run"));
    assertThat(sink.finish()).hasValue(fifo + ": 4 lines could not be written");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
    assertThat(events).containsExactly("cannot write " + fifo + ": nobody reads it: trying again");
    assertThat(sink.away()).hasValue("cannot write " + fifo);
  }

  @Test
  void aReaderThatComesLaterGetsAllOfIt() throws Exception {
    take(1, 3);
    Await.until(() -> sink.away().isPresent());

    try (InputStream in = reader()) {
      assertThat(lineOf(in)).isEqualTo("line 1");
      assertThat(lineOf(in)).isEqualTo("line 2");
      assertThat(lineOf(in)).isEqualTo("line 3");
      assertThat(lost()).isZero();
    }
    assertThat(events).hasSize(2).last().isEqualTo("writing to " + fifo + " works again");
    assertThat(sink.away()).isEmpty();
  }

  @Test
  void whatAReaderLeftInThePipeIsKeptForTheNext() throws Exception {
    try (InputStream in = reader()) {
      take(1, 5);
      assertThat(lineOf(in)).isEqualTo("line 1");
      assertThat(lost()).isZero();
    }
    int last = takeUntilAway(6);

    try (InputStream in = reader()) {
      for (int i = 2; i <= last; i++) {
        assertThat(lineOf(in)).isEqualTo("line " + i);
      }
    }
  }

  /** A long line may be in the pipe by half when its reader goes. */
  @Test
  void noByteIsMissingOrThereTwiceWhenReadersTakeTurns() throws Exception {
    String wide = "a".repeat(100_000); // wider than the pipe
    sink.take(line(wide));
    StringBuilder read = new StringBuilder();
    while (read.length() <= wide.length()) {
      try (InputStream in = Files.newInputStream(Path.of(fifo))) {
        int most = Math.min(3000, wide.length() + 1 - read.length()); // more would never come
        byte[] bytes = new byte[most];
        int count = in.readNBytes(bytes, 0, most); // the shorter form seeks, where Java is 21
        read.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
      }
    }

    assertThat(read.toString()).isEqualTo(wide + "\n");
    assertThat(lost()).isZero();
  }

  @Test
  void aReaderThatReadsNothingHoldsNobodyUp() throws Exception {
    InputStream in = reader();
    for (int i = 0; i < 100; i++) { // a pipe has room for 64 KB
      sink.take(line("a".repeat(1023)));
    }
    sink.endBy(System.nanoTime());

    assertThat(lost()).isBetween(36L, 100L);
    assertThat(sink.finish().orElseThrow()).contains("fifo: ").contains("could not be written");
    in.close();
  }

  @Test
  void aDeviceThatTakesNothingEndsNoRun() throws IOException {
    QueuedSink full = QueuedSink.special(Path.of("/dev/full"), events::add);
    full.take(line("one"));
    full.take(line("two"));

    assertThat(full.settle().count(LossKind.LOST_LINES)).isEqualTo(2);
    full.tick();
    assertThat(events)
        .containsExactly("cannot write /dev/full: No space left on device: trying again");
    assertThat(full.finish()).hasValue("/dev/full: 2 lines could not be written");
    full.close();
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThatThrownBy(() -> QueuedSink.special(Path.of(fifo + "-gone"), events::add))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("no such file or directory");
  }

  /** Two would mix their lines. */
  @Test
  void aPipeHasOneWriterAndADeviceAnyNumber() throws Exception {
    assertThatThrownBy(() -> QueuedSink.special(Path.of(fifo), events::add))
        .isInstanceOf(ReportException.class)
        .hasMessage("cannot write " + fifo + ": another watch writes to it");

    sink.close();
    sink = QueuedSink.special(Path.of(fifo), events::add);
    QueuedSink.special(Path.of("/dev/null"), events::add).close();
    QueuedSink.special(Path.of("/dev/null"), events::add).close();
  }
}
