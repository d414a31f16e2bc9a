package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Timestamps.Dated;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds what a client did with a service over time, besides what its connections were. Parts add up
 * in any order.
 *
 * @param firstSuccess first packet of the first established connection
 * @param lastSuccess first packet of the last established connection
 * @param retries how long it waits before it tries again
 * @param fallsBack whether a hello below the floor said that it is a fallback (RFC 7507), or
 *     followed at once on an attempt with more that failed
 * @param succeedsHigh whether a hello that offered the floor or more led to success
 * @param speaksFloor whether it offers the floor or more, and to whom
 * @param stacks that it looked like, with all services, where they are too many for one device
 * @param names that it gave itself, where they are too many for one device
 */
public record ClientBehaviour(
    Optional<Instant> firstSuccess,
    Optional<Instant> lastSuccess,
    Retries retries,
    boolean fallsBack,
    boolean succeedsHigh,
    SpeaksFloor speaksFloor,
    int stacks,
    int names) {
  private static final long SECONDS_BELOW = 120;
  private static final long MINUTES_BELOW = 120 * 60;
  private static final long HOURS_BELOW = 48 * 3600;

  /** Says whether a client offers the floor or more. */
  public enum SpeaksFloor {
    /** To this service. */
    HERE,
    /** To others only. */
    ELSEWHERE,
    /** Not in this capture. */
    NO
  }

  /** Whether a client that sends hellos below the floor to a service also sends better ones. */
  public enum LowHellos {
    /** No hello is below the floor. */
    NONE,
    /** No connection with a hello at the floor or above was established. */
    LEGACY,
    /** One was: by a second program, a second device, or the same program before a fallback. */
    MIXED,
    /**
     * A hello below the floor has TLS_FALLBACK_SCSV, or follows at once on a better one that
     * failed.
     */
    FALLBACK
  }

  /** Both, added up. */
  ClientBehaviour and(ClientBehaviour other) {
    return both(other, retries.and(other.retries));
  }

  /** Both, of the same time as two runs saw it. */
  ClientBehaviour larger(ClientBehaviour other) {
    return both(other, retries.larger(other.retries));
  }

  private ClientBehaviour both(ClientBehaviour other, Retries again) {
    return new ClientBehaviour(
        earlier(firstSuccess, other.firstSuccess),
        later(lastSuccess, other.lastSuccess),
        again,
        fallsBack || other.fallsBack,
        succeedsHigh || other.succeedsHigh,
        speaksFloor.compareTo(other.speaksFloor) < 0 ? speaksFloor : other.speaksFloor,
        Math.max(stacks, other.stacks),
        Math.max(names, other.names));
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    return one.isPresent() && (other.isEmpty() || one.get().isBefore(other.get())) ? one : other;
  }

  private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
    return one.isPresent() && (other.isEmpty() || one.get().isAfter(other.get())) ? one : other;
  }

  /**
   * Why there are hellos below the floor.
   *
   * @param low how many there are
   */
  public LowHellos lowHellos(long low) {
    if (low == 0) {
      return LowHellos.NONE;
    }
    return fallsBack ? LowHellos.FALLBACK : succeedsHigh ? LowHellos.MIXED : LowHellos.LEGACY;
  }

  /** Returns whether there seem to be several devices or users behind its address. */
  public boolean severalBehind() {
    return stacks > 0 || names > 0;
  }

  /**
   * Returns clauses for people about what only several connections together show: fallbacks,
   * retries, successes and failures, several devices behind one address.
   *
   * @param counts its connections
   * @param floor versions before it are low
   * @param dated whether times of one day name it
   */
  public List<String> text(ClientDay.Counts counts, TlsVersion floor, Dated dated) {
    List<String> text = new ArrayList<>();
    long low = counts.offeredBelow(floor);
    LowHellos why = lowHellos(low);
    switch (why) {
      case FALLBACK -> text.add("falls back below " + floor + " after attempts with more");
      case MIXED ->
          text.add("also gets through with " + floor + " or later: perhaps a second program");
      case LEGACY -> {
        if (speaksFloor == SpeaksFloor.ELSEWHERE) {
          text.add("offers " + floor + " or later to others, never here");
        } else if (speaksFloor == SpeaksFloor.NO && low > 1) {
          text.add("never offers " + floor + " or later");
        }
      }
      case NONE -> {
        // Nothing below the floor.
      }
    }
    if (why != LowHellos.NONE || counts.failed() > 0) {
      outcomes(text, counts, dated);
    }
    List<String> signs = new ArrayList<>(2);
    if (stacks > 0) {
      signs.add(stacks + " stacks");
    }
    if (names > 0) {
      signs.add(names + " names");
    }
    if (!signs.isEmpty()) {
      text.add(String.join(" and ", signs) + " at one address: a NAT, a proxy or several users");
    }
    return text;
  }

  private void outcomes(List<String> text, ClientDay.Counts counts, Dated dated) {
    if (counts.failed() > 1 && counts.succeeded() == 0) {
      text.add("never got through");
    } else if (counts.failed() > 0 && firstSuccess.isPresent() && lastSuccess.isPresent()) {
      String span = Timestamps.span(firstSuccess.get(), lastSuccess.get(), dated);
      text.add("got through " + (span.contains(" to ") ? "" : "at ") + span);
    }
    retries.usual().ifPresent(each -> text.add("tries again about every " + rounded(each)));
  }

  /** {@code 90 s}, {@code 5 min}, {@code 3 h}, {@code 2 days}. */
  static String rounded(Duration interval) {
    long seconds = Math.round(interval.toMillis() / 1000.0);
    if (seconds < SECONDS_BELOW) {
      return seconds + " s";
    }
    if (seconds < MINUTES_BELOW) {
      return Math.round(seconds / 60.0) + " min";
    }
    if (seconds < HOURS_BELOW) {
      return Math.round(seconds / 3600.0) + " h";
    }
    return Math.round(seconds / 86400.0) + " days";
  }
}
