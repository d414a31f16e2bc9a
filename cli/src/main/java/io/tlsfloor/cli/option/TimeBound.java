package io.tlsfloor.cli.option;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A point in packet time: one of ISO 8601, or so long after the first packet.
 *
 * @param time where it is absolute
 * @param after the first packet, where it is relative
 */
public record TimeBound(Optional<Instant> time, Optional<Duration> after) {
  private static final int MAX_DIGITS = 9;

  /** Reads a time. */
  static TimeBound parse(String text) {
    return (text.startsWith("+") ? relative(text.substring(1)) : absolute(text))
        .orElseThrow(IllegalArgumentException::new);
  }

  private static Optional<TimeBound> relative(String text) {
    if (text.length() < 2 || text.length() > MAX_DIGITS + 1) {
      return Optional.empty();
    }
    String digits = text.substring(0, text.length() - 1);
    if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    long number = Long.parseLong(digits);
    return switch (text.charAt(text.length() - 1)) {
      case 's' -> after(Duration.ofSeconds(number));
      case 'm' -> after(Duration.ofMinutes(number));
      case 'h' -> after(Duration.ofHours(number));
      case 'd' -> after(Duration.ofDays(number));
      default -> Optional.empty();
    };
  }

  private static Optional<TimeBound> after(Duration duration) {
    return Optional.of(new TimeBound(Optional.empty(), Optional.of(duration)));
  }

  private static Optional<TimeBound> absolute(String text) {
    String iso = text.replace(' ', 'T');
    try {
      if (iso.indexOf('T') < 0) {
        return at(LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC));
      }
      boolean zoned = iso.endsWith("Z") || iso.lastIndexOf('+') > 0 || iso.lastIndexOf('-') > 10;
      return at(
          zoned
              ? OffsetDateTime.parse(iso).toInstant()
              : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<TimeBound> at(Instant time) {
    return Optional.of(new TimeBound(Optional.of(time), Optional.empty()));
  }

  /** Whether it counts from the first packet. */
  public boolean isRelative() {
    return after.isPresent();
  }

  /** The time, given that of the first packet; without it, the beginning of time. */
  public Instant at(Optional<Instant> firstPacket) {
    return time.orElseGet(() -> firstPacket.orElse(Instant.MIN).plus(after.orElse(Duration.ZERO)));
  }
}
