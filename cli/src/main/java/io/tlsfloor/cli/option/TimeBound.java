package io.tlsfloor.cli.option;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A point in packet time: one of ISO 8601, or so long after the first packet.
 *
 * @param time where it is absolute
 * @param after the first packet, where it is relative
 */
public record TimeBound(Optional<Instant> time, Optional<Duration> after) {
  static final Kind<TimeBound> KIND =
      Kind.of(
          TimeBound::parse,
          "Give a time such as 2026-11-02T09:00:00Z (UTC without a zone), a day, or +90s, +10m,"
              + " +2h after the first packet.");

  private static final String RELATIVE = "\\+([0-9]{1,9})([smhd])";
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS,
          "d", ChronoUnit.DAYS);

  private static TimeBound parse(String text) {
    Matcher after = Pattern.compile(RELATIVE).matcher(text);
    if (after.matches()) {
      ChronoUnit unit = Objects.requireNonNull(UNITS.get(after.group(2)));
      Duration duration = Duration.of(Long.parseLong(after.group(1)), unit);
      return new TimeBound(Optional.empty(), Optional.of(duration));
    }
    try {
      return new TimeBound(Optional.of(absolute(text.replace(' ', 'T'))), Optional.empty());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException();
    }
  }

  private static Instant absolute(String iso) {
    if (iso.indexOf('T') < 0) {
      return LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    boolean zoned = iso.endsWith("Z") || iso.lastIndexOf('+') > 0 || iso.lastIndexOf('-') > 10;
    return zoned
        ? OffsetDateTime.parse(iso).toInstant()
        : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
  }

  /** Returns whether it counts from the first packet. */
  public boolean isRelative() {
    return after.isPresent();
  }

  /** The time, given that of the first packet; without it, the beginning of time. */
  public Instant at(Optional<Instant> firstPacket) {
    return time.orElseGet(() -> firstPacket.orElse(Instant.MIN).plus(after.orElse(Duration.ZERO)));
  }
}
