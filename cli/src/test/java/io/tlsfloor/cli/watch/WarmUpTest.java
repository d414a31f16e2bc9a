package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a warm-up ends, and what it does without. */
@Timeout(600)
class WarmUpTest {
  private static final Path SAMPLES = Project.path("samples");
  private static final Path ONE_CONNECTION = SAMPLES.resolve("tls10");

  @TempDir Path folder;

  /** A clock that goes on by a millisecond each time somebody looks at it. */
  private static final class Ticking implements LongSupplier {
    private long millis = -1;

    @Override
    public long getAsLong() {
      return ++millis * 1_000_000;
    }
  }

  private static long stoppedClock() {
    return 0;
  }

  private static int run(
      Path captures, LongSupplier clock, BooleanSupplier interrupted, String... options)
      throws Exception {
    return new WarmUp(WatchTest.options(options), Catalogue.bundled(), interrupted, clock)
        .run(captures);
  }

  @Test
  void endsWhenAFurtherConnectionWouldTakeNoLessTime() throws Exception {
    assertThat(run(ONE_CONNECTION, WarmUpTest::stoppedClock, () -> false)).isEqualTo(WarmUp.ENOUGH);
  }

  @ParameterizedTest(name = "--duration {0}: {1} ms")
  @CsvSource({"60, 500", "0.5, 500", "0.2, 200"})
  void endsWhenItsTimeOrThatOfTheWatchIsOver(String duration, long limitMillis) throws Exception {
    Ticking clock = new Ticking();

    int connections = run(ONE_CONNECTION, clock, () -> false, "--duration", duration);

    assertThat(connections).isPositive().isLessThan(WarmUp.ENOUGH);
    assertThat(clock.millis).isBetween(limitMillis, limitMillis + 3); // looks once more, and leaves
  }

  @Test
  void runsOneCaptureHoweverSlowTheMachineIs() throws Exception {
    AtomicLong nanos = new AtomicLong();

    assertThat(run(ONE_CONNECTION, () -> nanos.addAndGet(1_000_000_000L), () -> false))
        .isEqualTo(1);
  }

  @Test
  void endsBetweenTwoFramesWhenSomebodyAsksForAnEnd() throws Exception {
    AtomicInteger asked = new AtomicInteger();

    int connections =
        run(ONE_CONNECTION, WarmUpTest::stoppedClock, () -> asked.incrementAndGet() >= 100);

    assertThat(connections).isBetween(1, 5); // it has 20 frames
    assertThat(asked).hasValueLessThanOrEqualTo(102);
  }

  @Test
  void givesEachKindOfHandshakeTheSameTime() throws Exception {
    write(
        "long.pcapng", Files.readAllBytes(SAMPLES.resolve("not-tls/capture.pcapng"))); // 125 frames
    write("short.pcapng", Files.readAllBytes(ONE_CONNECTION.resolve("capture.pcapng")));

    int alone = run(ONE_CONNECTION, new Ticking(), () -> false);
    int half = run(folder, new Ticking(), () -> false);

    assertThat(alone).isBetween(20, 25); // the clock goes by frames: 500, of which one has 20
    assertThat(half).isBetween(alone / 2 - 2, alone / 2 + 2); // taking turns, it would have 3
  }

  @Test
  void doesNothingWithoutCaptures() throws Exception {
    assertThat(run(folder, WarmUpTest::stoppedClock, () -> false)).isZero();
    assertThat(run(folder.resolve("missing"), WarmUpTest::stoppedClock, () -> false)).isZero();
  }

  @Test
  void leavesOutWhatCannotBeRead() throws Exception {
    byte[] whole = Files.readAllBytes(ONE_CONNECTION.resolve("capture.pcapng"));
    write("empty.pcap", new byte[0]);
    write("header.pcapng", Arrays.copyOf(whole, 20));
    write("text.pcapng", "not a capture".getBytes(StandardCharsets.US_ASCII));
    Files.createSymbolicLink(folder.resolve("link.pcap"), folder.resolve("nowhere"));
    assertThat(run(folder, WarmUpTest::stoppedClock, () -> false)).isZero();

    write("cut.pcapng", Arrays.copyOf(whole, whole.length - 7)); // in its last packet
    assertThat(run(folder, WarmUpTest::stoppedClock, () -> false)).isEqualTo(WarmUp.ENOUGH);
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }
}
