package io.tlsfloor.cli.policy;

import io.tlsfloor.rules.catalogue.ListVersion;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/** How old an endpoint list is. */
public final class ListAge {
  /** A list that is older misses at least one of Microsoft's monthly updates, mostly two. */
  public static final int MAX_DAYS = 60;

  private ListAge() {}

  /** Days since the day whose state {@code list} is; empty where that day is not known. */
  public static OptionalLong days(ListVersion list, Instant now) {
    if (list.date().isEmpty()) {
      return OptionalLong.empty();
    }
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    return OptionalLong.of(Math.max(0, ChronoUnit.DAYS.between(list.date().get(), today)));
  }

  /** Returns whether {@code list} is so old that it should be updated. */
  public static boolean isOld(ListVersion list, Instant now) {
    return days(list, now).orElse(0) > MAX_DAYS;
  }

  /** A sentence for people about a list that is too old; empty where it is not. */
  public static Optional<String> notice(ListVersion list, Instant now) {
    return isOld(list, now)
        ? Optional.of(
            "the endpoint list is "
                + days(list, now).getAsLong()
                + " days old; tlsfloor endpoints update brings a new one")
        : Optional.empty();
  }
}
