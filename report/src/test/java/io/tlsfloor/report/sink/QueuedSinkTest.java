package io.tlsfloor.report.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.Chunk.About;
import io.tlsfloor.testing.Requires;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class QueuedSinkTest {
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private final CountDownLatch reader = new CountDownLatch(1);

  /** Takes nothing until somebody reads. */
  private final OutputStream pipe =
      new OutputStream() {
        @Override
        public void write(int b) {
          throw new AssertionError("lines are written whole");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
          try {
            reader.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          read.write(bytes, offset, length);
        }
      };

  private static Chunk line(String text) {
    return Chunk.of(About.DOCUMENT, text + "\n");
  }

  @Test
  void takesLinesThatNothingReadsAndWritesThemOnceItDoes() throws IOException {
    QueuedSink sink = new QueuedSink(pipe);
    sink.take(line("one"));
    sink.take(line("two"));
    reader.countDown();

    assertThat(sink.settle()).hasValueSatisfying(lost -> assertThat(lost.count()).isZero());
    assertThat(sink.finish()).isEmpty();
    assertThat(read.toString(StandardCharsets.UTF_8)).isEqualTo("one\ntwo\n");
  }

  @Test
  void countsWhatIsNeverRead() throws IOException {
    QueuedSink sink = new QueuedSink(pipe, "standard output", Duration.ZERO);
    sink.take(line("one"));
    sink.take(line("two"));

    assertThat(sink.settle()).hasValueSatisfying(lost -> assertThat(lost.count()).isEqualTo(2));
    sink.take(line("run"));
    assertThat(sink.finish()).hasValue("standard output: 3 lines could not be written");
    sink.close();
  }

  @Test
  void waitsNoLongerThanTheRunMay() throws IOException {
    QueuedSink sink = new QueuedSink(pipe, "results", Duration.ofDays(1));
    sink.take(line("one"));

    sink.endBy(System.nanoTime());

    assertThat(sink.settle()).hasValueSatisfying(lost -> assertThat(lost.count()).isEqualTo(1));
    assertThat(sink.finish()).hasValue("results: 1 line could not be written");
  }

  @Test
  void aLineThatThereIsNoMemoryForIsLostAndCountedAndTheNextIsWritten() throws IOException {
    QueuedSink sink =
        new QueuedSink(
            new OutputStream() {
              private boolean full = true;

              @Override
              public void write(int b) {
                throw new AssertionError("lines are written whole");
              }

              @Override
              public void write(byte[] bytes, int offset, int length) {
                if (full) {
                  full = false;
                  throw new OutOfMemoryError("as if the heap were full");
                }
                read.write(bytes, offset, length);
              }
            });
    sink.take(line("one"));
    sink.take(line("two"));

    assertThat(sink.settle()).hasValueSatisfying(lost -> assertThat(lost.count()).isEqualTo(1));
    assertThat(read.toString(StandardCharsets.UTF_8)).isEqualTo("two\n");
  }

  @Test
  void aPipeWithoutAReaderHoldsNobodyUp(@TempDir Path folder) throws Exception {
    Requires.tools("mkfifo");
    Path fifo = folder.resolve("fifo");
    new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor();

    assertThat(QueuedSink.isSpecial(fifo.toString())).isTrue();
    assertThat(QueuedSink.isSpecial(folder.toString())).isFalse();
    QueuedSink sink = QueuedSink.special(fifo.toString());
    for (int i = 0; i < 100; i++) { // a pipe has room for 64 KB
      sink.take(line("a".repeat(1024)));
    }
    sink.endBy(System.nanoTime());

    assertThat(sink.finish().orElseThrow()).contains("fifo: ").contains("could not be written");
  }

  @Test
  void keepsTheLatestOfMoreThanThereIsRoomFor() throws IOException {
    QueuedSink sink = new QueuedSink(pipe);
    String long1 = "a".repeat(1 << 20);
    for (int i = 0; i < 10; i++) {
      sink.take(line(long1));
    }
    sink.take(line("last"));
    long lost = sink.lost();
    reader.countDown();
    sink.settle();

    assertThat(lost).isBetween(6L, 8L); // one or none is with the thread that writes
    assertThat(read.toString(StandardCharsets.UTF_8)).endsWith("\nlast\n");
  }

  @Test
  void aFailureOfTheStreamEndsTheRun() throws IOException {
    QueuedSink sink =
        new QueuedSink(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
              }
            });
    sink.take(line("one"));

    assertThatThrownBy(sink::settle).hasMessage("Broken pipe");
    assertThatThrownBy(() -> sink.take(line("two"))).hasMessage("Broken pipe");
  }
}
