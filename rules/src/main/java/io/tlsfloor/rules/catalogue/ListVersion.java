package io.tlsfloor.rules.catalogue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Which list of endpoints is in use.
 *
 * @param source {@code bundled}, or the file it was read from
 * @param version Microsoft's number for it, ten digits, where known
 * @param date the day whose state it is, where known
 */
public record ListVersion(String source, Optional<String> version, Optional<LocalDate> date) {
  /** A list that is older misses at least one of Microsoft's monthly updates, mostly two. */
  public static final int MAX_DAYS = 60;

  /** Time since the day whose state it is; empty where that day is not known. */
  public Optional<Duration> age(Instant now) {
    return date.map(day -> Duration.between(day.atStartOfDay(ZoneOffset.UTC).toInstant(), now));
  }

  /** Returns whether it is so old that it should be updated. */
  public boolean isOld(Instant now) {
    return age(now).map(Duration::toDays).orElse(0L) > MAX_DAYS;
  }
}
