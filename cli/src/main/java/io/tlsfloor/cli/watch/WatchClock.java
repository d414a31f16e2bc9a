package io.tlsfloor.cli.watch;

import java.time.Instant;

/** What time it is for a watch, by which it writes days and says how it is doing. */
interface WatchClock {
  /** That of the machine. */
  WatchClock SYSTEM =
      new WatchClock() {
        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public long nanos() {
          return System.nanoTime();
        }
      };

  /** The time of day. */
  Instant now();

  /** Nanoseconds since some time: only differences mean anything. */
  long nanos();
}
