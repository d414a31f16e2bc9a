package io.tlsfloor.cli.watch;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.file.CaptureFile;
import io.tlsfloor.capture.file.CaptureFiles;
import io.tlsfloor.capture.live.CaptureException;
import io.tlsfloor.capture.live.LiveCapture;
import io.tlsfloor.capture.live.LiveStats;
import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Plays a capture once, as if it were now, then keeps silent or breaks off. */
final class PlayedCapture implements LiveCapture {
  private static final Path SAMPLE = Project.path("samples/tls10/capture.pcapng");

  private static final long LATE_NANOS = 15_000_000_000L;

  private final CaptureFile file;
  private final Optional<CaptureException> failure;
  private final long from;
  volatile boolean over;
  long lateFrom = Long.MAX_VALUE; // number of the first frame that comes 15 s later
  long backFrom = Long.MAX_VALUE; // number of the first frame by a clock a day behind
  LiveStats lost = LiveStats.NONE;

  /** A little later than now: the client was seen in each interval of the test. */
  long ahead = 20_000_000_000L;

  private long shift;

  PlayedCapture(Optional<CaptureException> failure) throws Exception {
    this(failure, Duration.ZERO);
  }

  /** Its frames are there only after a while. */
  PlayedCapture(Optional<CaptureException> failure, Duration after) throws Exception {
    from = System.nanoTime() + after.toNanos();
    file = CaptureFiles.open(SAMPLE, (address, name) -> {});
    this.failure = failure;
  }

  @Override
  public long nextNanos() {
    return NOTHING; // one interface: nobody asks
  }

  @Override
  public boolean poll(Frame frame) {
    if (System.nanoTime() < from) {
      return false;
    }
    try {
      over = over || !file.next(frame);
      if (!over) {
        if (shift == 0) {
          shift = System.currentTimeMillis() * 1_000_000L + ahead - frame.timeNanos();
        }
        long time = frame.timeNanos() + shift + (frame.number() < lateFrom ? 0 : LATE_NANOS);
        time -= frame.number() < backFrom ? 0 : Duration.ofDays(1).toNanos();
        frame.about(frame.number(), frame.linkType(), time, true);
      }
      return !over;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void await(long nanos) {
    LockSupport.parkNanos(this, nanos);
  }

  @Override
  public boolean isOpen() throws CaptureException {
    if (over && failure.isPresent()) {
      throw failure.get();
    }
    return true;
  }

  @Override
  public LiveStats stats() {
    return new LiveStats(packets(), 0, 0, 0, 0).plus(lost);
  }

  @Override
  public String name() {
    return "any";
  }

  @Override
  public long packets() {
    return file.packets();
  }

  @Override
  public long bytes() {
    return file.bytes();
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
