package io.tlsfloor.cli.scan;

import io.tlsfloor.capture.file.FollowEnd;
import io.tlsfloor.capture.file.RotatedSet;
import io.tlsfloor.cli.command.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Reads a capture while it grows, and those that its writer goes on with: the next of a rotated
 * set, or another under the same name. Only an interruption ends it, once something could be read.
 */
final class Following {
  private static final long POLL_MILLIS = 200;

  private final ChainScanner chain;
  private final InputLog log;
  private final Console console;

  Following(ChainScanner chain, InputLog log, Console console) {
    this.chain = chain;
    this.log = log;
    this.console = console;
  }

  /**
   * Reads on until interrupted.
   *
   * @throws IOException if the folder cannot be read
   */
  void from(Path first) throws IOException {
    RotatedSet latest = new RotatedSet(first); // of which a packet was seen
    Optional<RotatedSet> now = Optional.of(latest);
    while (now.isPresent()) {
      RotatedSet followed = now.get();
      Optional<FollowEnd> end = chain.follow(followed);
      chain.takeInputs().forEach(log::add);
      if (!log.anyRead()) {
        return; // nothing at all: that is told in the end
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
    while (!console.interrupted()) {
      Optional<Path> next = latest.successor();
      if (next.isPresent()) {
        return Optional.of(new RotatedSet(next.get()));
      }
      RotatedSet.Place place = followed.place();
      gone |= place == RotatedSet.Place.NONE;
      boolean back = gone && place != RotatedSet.Place.NONE;
      if (anew || back || place == RotatedSet.Place.ANOTHER) {
        console.warn(
            followed.current() + ": another capture has this name now; it is followed instead");
        return Optional.of(new RotatedSet(followed.current()));
      }
      if (!told) {
        told = true;
        console.warn(
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
