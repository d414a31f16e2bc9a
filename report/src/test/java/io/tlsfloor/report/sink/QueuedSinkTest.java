package io.tlsfloor.report.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.LossKind;
import io.tlsfloor.testing.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
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

  private final List<String> events = new CopyOnWriteArrayList<>();

  private QueuedSink queued(String name, Duration patience) {
    return new QueuedSink(new StreamOutlet(pipe), name, patience, events::add);
  }

  private static Chunk line(String text) {
    return Chunk.of(text + "\n");
  }

  @Test
  void takesLinesThatNothingReadsAndWritesThemOnceItDoes() throws IOException {
    QueuedSink sink = new QueuedSink(pipe, events::add);
    sink.take(line("one"));
    sink.take(line("two"));
    reader.countDown();

    assertThat(sink.settle().count(LossKind.LOST_LINES)).isZero();
    assertThat(sink.finish()).isEmpty();
    assertThat(read.toString(StandardCharsets.UTF_8)).isEqualTo("one\ntwo\n");
  }

  @Test
  void countsWhatIsNeverRead() throws IOException {
    QueuedSink sink = queued("standard output", Duration.ZERO);
    sink.take(line("one"));
    sink.take(line("two"));

    assertThat(sink.settle().count(LossKind.LOST_LINES)).isEqualTo(2);
    sink.take(line("run"));
    assertThat(sink.finish()).hasValue("standard output: 3 lines could not be written");
    sink.close();
  }

  /** The reader may have the line before the thread that wrote it can say so. */
  @Test
  void aLineThatIsBeingTriedAgainIsWaitedFor() throws Exception {
    CountDownLatch again = new CountDownLatch(1);
    CountDownLatch written = new CountDownLatch(1);
    Outlet recovers =
        new Outlet() {
          private boolean first = true;

          @Override
          public void write(byte[] lines) throws IOException {
            if (first) {
              first = false;
              throw new IOException("nobody reads it");
            }
            again.countDown();
            try {
              written.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          }

          @Override
          public boolean passes(IOException failure) {
            return true;
          }
        };
    QueuedSink sink = new QueuedSink(recovers, "pipe", Duration.ofDays(1), events::add);
    sink.take(line("one"));
    again.await();
    CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS).execute(written::countDown);

    assertThat(sink.settle().count(LossKind.LOST_LINES)).isZero();
  }

  @Test
  void waitsNoLongerThanTheRunMay() throws IOException {
    QueuedSink sink = queued("results", Duration.ofDays(1));
    sink.take(line("one"));

    sink.endBy(System.nanoTime());

    assertThat(sink.settle().count(LossKind.LOST_LINES)).isEqualTo(1);
    assertThat(sink.finish()).hasValue("results: 1 line could not be written");
  }

  /** Takes a line in so many milliseconds. */
  private final class Slow implements Outlet {
    private final int millis;

    Slow(int millis) {
      this.millis = millis;
    }

    @Override
    public void write(byte[] lines) {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      read.writeBytes(lines);
    }

    @Override
    public boolean passes(IOException failure) {
      return false;
    }
  }

  private static long in(Duration time) {
    return System.nanoTime() + time.toNanos();
  }

  /** What is slow and healthy loses nothing, however much comes at the end of a run. */
  @Test
  void whatMakesHeadwayIsWaitedFor() throws Exception {
    QueuedSink sink = new QueuedSink(new Slow(30), "results", Duration.ofSeconds(2), events::add);
    sink.endBy(in(Duration.ofHours(1)));
    for (int i = 0; i < 80; i++) { // more than may wait, and longer than it may be stuck
      sink.take(line("x".repeat(99_999)));
    }

    assertThat(sink.settle().count(LossKind.LOST_LINES)).isZero();
    assertThat(read.size()).isEqualTo(80 * 100_000);
    assertThat(sink.finish()).isEmpty();
  }

  @Test
  void whatMakesHeadwayHasUntilTheRunIsOverAndThenTakesItsLastLine() throws Exception {
    QueuedSink sink = new QueuedSink(new Slow(50), "results", Duration.ofDays(1), events::add);
    sink.endBy(in(Duration.ofSeconds(4))); // the last three are for the run's own line
    for (int i = 0; i < 1000; i++) {
      sink.take(line("client"));
    }

    long lost = sink.settle().count(LossKind.LOST_LINES);
    sink.take(line("run"));

    assertThat(lost).isBetween(900L, 999L);
    assertThat(sink.finish().orElseThrow())
        .startsWith("results: 9")
        .endsWith(" could not be written");
    assertThat(read.toString(StandardCharsets.UTF_8)).startsWith("client\n").endsWith("\nrun\n");
  }

  /**
   * However many lines come for it at the end of a run: a wait for each is a quarter of an hour.
   */
  @Test
  void whatTakesNothingIsWaitedForOnce() throws Exception {
    QueuedSink sink = queued("standard output", Duration.ofSeconds(1));
    sink.endBy(in(Duration.ofHours(1)));
    for (int i = 0; i < 1000; i++) { // two dozen times what may wait
      sink.take(line("x".repeat(99_999)));
    }

    assertThat(sink.settle().count(LossKind.LOST_LINES)).isEqualTo(1000);
    assertThat(sink.finish()).hasValue("standard output: 1,000 lines could not be written");
    sink.close();
  }

  /** A disk has room again, say. */
  @Test
  void triesAgainWhereAnOutputFailsAndBeginsANewLine() throws IOException {
    AtomicInteger full = new AtomicInteger(2);
    QueuedSink sink =
        new QueuedSink(
            new OutputStream() {
              @Override
              public void write(int b) {
                throw new AssertionError("lines are written whole");
              }

              @Override
              public void write(byte[] bytes, int offset, int length) throws IOException {
                if (full.getAndDecrement() > 0) {
                  read.write(bytes, offset, length / 2);
                  throw new OutputException("standard output", new IOException("No space left"));
                }
                read.write(bytes, offset, length);
              }
            },
            events::add);
    sink.take(line("one"));
    Await.until(() -> sink.away().isPresent());
    sink.take(line("two"));
    sink.tick();
    Await.until(() -> sink.away().isEmpty());

    assertThat(sink.settle().count(LossKind.LOST_LINES)).isZero();
    assertThat(sink.finish()).isEmpty();
    assertThat(read.toString(StandardCharsets.UTF_8)).isEqualTo("on\none\ntwo\n");
    assertThat(events)
        .containsExactly(
            "cannot write standard output: No space left: trying again",
            "writing to standard output works again");
  }

  @Test
  void keepsTheLatestOfMoreThanThereIsRoomFor() throws IOException {
    QueuedSink sink = new QueuedSink(pipe, events::add);
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
            },
            events::add);
    sink.take(line("one"));

    assertThatThrownBy(sink::settle).hasMessage("Broken pipe");
    assertThatThrownBy(() -> sink.take(line("two"))).hasMessage("Broken pipe");
  }
}
