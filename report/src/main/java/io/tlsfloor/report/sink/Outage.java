package io.tlsfloor.report.sink;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Says that something fails, and that it works again, no more than once a minute: a disk with room
 * for a little, now and then, would fill a log. An outage that was not said, since another had just
 * been, is said once the minute is over, if it goes on. Confined to one thread at a time.
 */
public final class Outage {
  private static final long AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

  private final Consumer<String> events;
  private final LongSupplier nanoTime;
  private long saidAt;
  private boolean said; // of this outage
  private boolean saidEver;

  /** Says it to {@code events}. */
  public Outage(Consumer<String> events) {
    this(events, System::nanoTime);
  }

  Outage(Consumer<String> events, LongSupplier nanoTime) {
    this.events = events;
    this.nanoTime = nanoTime;
  }

  /** It fails, for the first time or still: called at each try. */
  public void goesOn(String what) {
    long now = nanoTime.getAsLong();
    if (!said && (!saidEver || now - saidAt >= AGAIN_NANOS)) {
      said = true;
      saidEver = true;
      saidAt = now;
      events.accept(what);
    }
  }

  /** It works: says so where the outage was said. */
  public void ends(String what) {
    if (said) {
      said = false;
      events.accept(what);
    }
  }
}
