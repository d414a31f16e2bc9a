package io.tlsfloor.rules.catalogue;

import io.tlsfloor.parser.observation.Transport;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What a look-up is for: it decides which rows count and which of several is chosen.
 *
 * @param transport TCP or UDP
 * @param port the port that was asked for, 0 to 65535
 * @param time of the connection, for values that were published then; empty to leave those out
 * @param greeting whether the name was said by a mail server
 */
public record Scope(Transport transport, int port, Optional<Instant> time, boolean greeting) {
  /**
   * How long after its last appearance a retired value still counts. The source is a row of
   * snapshots, most of them one to eight weeks apart, so a value may have lived on that long.
   */
  static final int RETIRED_MARGIN_DAYS = 56;

  /** Whether {@code row} counts. */
  boolean admits(Row row) {
    if (row.use() == Row.Use.GREETING && !greeting) {
      return false;
    }
    return row.lastSeen().isEmpty()
        || time.isPresent()
            && !time.get()
                .truncatedTo(ChronoUnit.DAYS)
                .isAfter(
                    row.lastSeen()
                        .get()
                        .plusDays(RETIRED_MARGIN_DAYS)
                        .atStartOfDay(java.time.ZoneOffset.UTC)
                        .toInstant());
  }

  /** How this port fits the set of {@code row}. */
  Match.PortFit fit(Row row) {
    if (row.set().portsUnknown()) {
      return Match.PortFit.UNKNOWN;
    }
    return row.set().lists(transport, port) ? Match.PortFit.LISTED : Match.PortFit.ODD;
  }
}
