package io.tlsfloor.cli.scan;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Values;
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
record TimeBound(Optional<Instant> time, Optional<Duration> after) {
  private static final int MAX_DIGITS = 9;

  /**
   * The value of an option.
   *
   * @throws CommandException if it is no time
   */
  static Optional<TimeBound> of(String option, Values values) throws CommandException {
    Optional<String> text = values.last(option);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<TimeBound> bound =
        text.get().startsWith("+") ? relative(text.get().substring(1)) : absolute(text.get());
    if (bound.isEmpty()) {
      throw CommandException.usage(
          "--" + option + " cannot be \"" + text.get() + "\"",
          "Give a time such as 2026-11-02T09:00:00Z (UTC without a zone), a day, or +90s, +10m,"
              + " +2h after the first packet.");
    }
    return bound;
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

  boolean isRelative() {
    return after.isPresent();
  }

  /** The time, given that of the first packet; without it, the beginning of time. */
  Instant at(Optional<Instant> firstPacket) {
    return time.orElseGet(() -> firstPacket.orElse(Instant.MIN).plus(after.orElse(Duration.ZERO)));
  }
}
