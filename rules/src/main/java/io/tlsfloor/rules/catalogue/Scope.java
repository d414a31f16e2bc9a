package io.tlsfloor.rules.catalogue;

import io.tlsfloor.parser.observation.Transport;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;

/**
 * Holds what a look-up is for: it decides which rows count and which of several is chosen.
 *
 * @param transport TCP or UDP
 * @param port the port that was asked for, 0 to 65535
 * @param timeNanos of the connection, in nanoseconds since 1970 UTC, for values that were published
 *     then; {@link #TODAY} to leave those out
 * @param greeting whether the name was said by a mail server
 */
public record Scope(Transport transport, int port, long timeNanos, boolean greeting) {
  /** Values that are in the list today, and no others. */
  public static final long TODAY = Long.MAX_VALUE;

  /**
   * How long after its last appearance a retired value still counts. The source is a row of
   * snapshots, most of them one to eight weeks apart, so a value may have lived on that long.
   */
  static final int RETIRED_MARGIN_DAYS = 56;

  /** Returns whether {@code row} counts. */
  boolean admits(Row row) {
    if (row.use() == Row.Use.GREETING && !greeting) {
      return false;
    }
    return row.lastSeen().isEmpty() || timeNanos < endNanos(row.lastSeen().get());
  }

  /** When a value counts no more that was in the list for the last time on {@code lastSeen}. */
  static long endNanos(LocalDate lastSeen) {
    return TimeUnit.DAYS.toNanos(lastSeen.toEpochDay() + RETIRED_MARGIN_DAYS + 1);
  }

  /** How this port fits the set of {@code row}. */
  Match.PortFit fit(Row row) {
    if (row.set().portsUnknown()) {
      return Match.PortFit.UNKNOWN;
    }
    return row.set().lists(transport, port) ? Match.PortFit.LISTED : Match.PortFit.ODD;
  }
}
