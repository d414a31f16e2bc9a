package io.tlsfloor.capture.chain;

import io.tlsfloor.capture.file.FollowEnd;
import io.tlsfloor.capture.file.RotatedSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Reads a capture while it grows, and those that its writer goes on with: the next of a rotated
 * set, or another under the same name. Only an interruption ends it, once something could be read.
 */
public final class Following {
  private static final long POLL_MILLIS = 200;

  private final ChainReader chain;
  private final BooleanSupplier interrupted;
  private final Consumer<ChainResult.Input> inputs;
  private final Consumer<String> warnings;
  private boolean anyRead;

  /**
   * Follows for a chain.
   *
   * @param interrupted whether to end
   * @param inputs takes each capture once it was read
   * @param warnings takes a sentence when something unusual is waited for
   */
  public Following(
      ChainReader chain,
      BooleanSupplier interrupted,
      Consumer<ChainResult.Input> inputs,
      Consumer<String> warnings) {
    this.chain = chain;
    this.interrupted = interrupted;
    this.inputs = inputs;
    this.warnings = warnings;
  }

  /**
   * Reads on until interrupted.
   *
   * @throws IOException if the folder cannot be read
   */
  public void from(Path first) throws IOException {
    RotatedSet latest = new RotatedSet(first); // of which a packet was seen
    Optional<RotatedSet> now = Optional.of(latest);
    while (now.isPresent()) {
      RotatedSet followed = now.get();
      Optional<FollowEnd> end = chain.follow(followed);
      for (ChainResult.Input input : chain.takeInputs()) {
        anyRead |= input.isRead();
        inputs.accept(input);
      }
      if (!anyRead) {
        return; // nothing at all: that is said in the end
      }
      if (followed.isBegun()) {
        latest = followed;
      }
      now = next(latest, followed, end);
    }
  }

  private Optional<RotatedSet> next(RotatedSet latest, RotatedSet followed, Optional<FollowEnd> end)
      throws IOException {
    boolean anew = end.equals(Optional.of(FollowEnd.WRITTEN_ANEW));
    boolean gone = false;
    boolean told = false;
    while (!interrupted.getAsBoolean()) {
      Optional<Path> next = latest.successor();
      if (next.isPresent()) {
        return Optional.of(new RotatedSet(next.get()));
      }
      RotatedSet.PathTarget place = followed.place();
      gone |= place == RotatedSet.PathTarget.NONE;
      boolean back = gone && place != RotatedSet.PathTarget.NONE;
      if (anew || back || place == RotatedSet.PathTarget.ANOTHER) {
        warnings.accept(
            followed.current() + ": another capture has this name now; it is followed instead");
        return Optional.of(new RotatedSet(followed.current()));
      }
      if (!told) {
        told = true;
        warnings.accept(
            followed.current()
                + (gone ? ": the file is gone" : ": nothing more of it can be read")
                + "; waiting for one that goes on with it");
      }
      try {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      } catch (InterruptedException signalled) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
