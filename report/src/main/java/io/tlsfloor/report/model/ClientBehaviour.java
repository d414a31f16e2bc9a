package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Timestamps.Dated;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds what a client did with a service over time.
 *
 * @param succeeded connections that were established
 * @param failed connections that were refused, reset, closed or not answered
 * @param firstSuccess first packet of the first established connection
 * @param lastSuccess first packet of the last established connection
 * @param retryInterval median time from an attempt that failed to the next attempt
 * @param lowHellos why there are hellos below the floor
 * @param speaksFloor whether it also offers the floor or more, and to whom
 * @param severalBehind whether there seem to be several devices or users behind its address
 * @param text all of it that is worth saying, one clause each, for people; names no client
 */
public record ClientBehaviour(
    long succeeded,
    long failed,
    Optional<Instant> firstSuccess,
    Optional<Instant> lastSuccess,
    Optional<Duration> retryInterval,
    LowHellos lowHellos,
    SpeaksFloor speaksFloor,
    boolean severalBehind,
    List<String> text) {
  private static final long SECONDS_BELOW = 120;
  private static final long MINUTES_BELOW = 120 * 60;
  private static final long HOURS_BELOW = 48 * 3600;

  /** Copies the list. */
  public ClientBehaviour {
    text = List.copyOf(text);
  }

  /**
   * The same in words, where there is something to say that a single connection does not; before
   * it, {@code text} holds no more than that there are several behind the address.
   *
   * @param offered connections by the highest version offered
   * @param floor versions before it are low
   * @param dated whether times of one day name it
   */
  ClientBehaviour inWords(Map<TlsVersion, Long> offered, TlsVersion floor, Dated dated) {
    long low = 0;
    for (Map.Entry<TlsVersion, Long> count : offered.entrySet()) {
      low += count.getKey().isBefore(floor) ? count.getValue() : 0;
    }
    List<String> words = new ArrayList<>(words(low, floor, dated));
    words.addAll(severalText());
    return withText(words);
  }

  private ClientBehaviour withText(List<String> words) {
    return new ClientBehaviour(
        succeeded,
        failed,
        firstSuccess,
        lastSuccess,
        retryInterval,
        lowHellos,
        speaksFloor,
        severalBehind,
        words);
  }

  private List<String> severalText() {
    return severalBehind && !text.isEmpty()
        ? text.subList(text.size() - 1, text.size())
        : List.of();
  }

  /** This and what the client did later, added up, and not yet in words. */
  ClientBehaviour then(ClientBehaviour later) {
    return new ClientBehaviour(
        succeeded + later.succeeded,
        failed + later.failed,
        firstSuccess.or(later::firstSuccess),
        later.lastSuccess.or(() -> lastSuccess),
        later.retryInterval.or(() -> retryInterval),
        together(later),
        speaksFloor.compareTo(later.speaksFloor) < 0 ? speaksFloor : later.speaksFloor,
        severalBehind || later.severalBehind,
        later.severalBehind ? later.severalText() : severalText());
  }

  private LowHellos together(ClientBehaviour other) {
    LowHellos worse =
        lowHellos.compareTo(other.lowHellos) > 0 ? lowHellos : other.lowHellos; // in their order
    boolean mixes = getsThroughHigh() || other.getsThroughHigh();
    return worse == LowHellos.LEGACY && mixes ? LowHellos.MIXED : worse;
  }

  private boolean getsThroughHigh() {
    return lowHellos == LowHellos.NONE && succeeded > 0 && speaksFloor == SpeaksFloor.HERE;
  }

  /**
   * Returns what there is to say.
   *
   * @param hellos how many hellos were below the floor
   * @param dated whether times of one day name it
   */
  private List<String> words(long hellos, TlsVersion floor, Dated dated) {
    List<String> text = new ArrayList<>();
    switch (lowHellos) {
      case FALLBACK -> text.add("falls back below " + floor + " after attempts with more");
      case MIXED ->
          text.add("also gets through with " + floor + " or later: perhaps a second program");
      case LEGACY -> {
        if (speaksFloor == SpeaksFloor.ELSEWHERE) {
          text.add("offers " + floor + " or later to others, never here");
        } else if (speaksFloor == SpeaksFloor.NO && hellos > 1) {
          text.add("never offers " + floor + " or later");
        }
      }
      case NONE -> {
        // Nothing below the floor.
      }
    }
    if (lowHellos != LowHellos.NONE || failed > 0) {
      outcomes(text, dated);
    }
    return text;
  }

  /** That there seem to be several devices or users, and what shows it; empty for nothing. */
  static List<String> several(List<String> signs) {
    return signs.isEmpty()
        ? List.of()
        : List.of(String.join(" and ", signs) + " at one address: a NAT, a proxy or several users");
  }

  private void outcomes(List<String> text, Dated dated) {
    if (failed > 1 && succeeded == 0) {
      text.add("never got through");
    } else if (failed > 0 && firstSuccess.isPresent() && lastSuccess.isPresent()) {
      Instant first = firstSuccess.get();
      Instant last = lastSuccess.get();
      String span = Timestamps.span(first, last, dated);
      text.add("got through " + (span.contains(" to ") ? "" : "at ") + span);
    }
    retryInterval.ifPresent(interval -> text.add("tries again about every " + rounded(interval)));
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

  /** Says whether a client offers the floor or more. */
  public enum SpeaksFloor {
    /** To this service. */
    HERE,
    /** To others only. */
    ELSEWHERE,
    /** Not in this capture. */
    NO
  }
}
