package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientBehaviour.SpeaksFloor;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Timestamps.Dated;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a client's behaviour into words, where there is something to say that a single connection
 * does not.
 */
final class BehaviourText {
  private static final long SECONDS_BELOW = 120;
  private static final long MINUTES_BELOW = 120 * 60;
  private static final long HOURS_BELOW = 48 * 3600;

  private BehaviourText() {}

  /**
   * What there is to say.
   *
   * @param lowHellos how many hellos were below the floor
   * @param dated whether times of one day name it
   */
  static List<String> of(ClientBehaviour behaviour, long lowHellos, TlsVersion floor, Dated dated) {
    List<String> text = new ArrayList<>();
    LowHellos low = behaviour.lowHellos();
    switch (low) {
      case FALLBACK -> text.add("falls back below " + floor + " after attempts with more");
      case MIXED ->
          text.add("also gets through with " + floor + " or later: perhaps a second program");
      case LEGACY -> {
        if (behaviour.speaksFloor() == SpeaksFloor.ELSEWHERE) {
          text.add("offers " + floor + " or later to others, never here");
        } else if (behaviour.speaksFloor() == SpeaksFloor.NO && lowHellos > 1) {
          text.add("never offers " + floor + " or later");
        }
      }
      case NONE -> {
        // Nothing below the floor.
      }
    }
    if (low != LowHellos.NONE || behaviour.failed() > 0) {
      outcomes(text, behaviour, dated);
    }
    return text;
  }

  /** That there seem to be several devices or users, and what shows it; empty for nothing. */
  static List<String> several(List<String> signs) {
    return signs.isEmpty()
        ? List.of()
        : List.of(String.join(" and ", signs) + " at one address: a NAT, a proxy or several users");
  }

  private static void outcomes(List<String> text, ClientBehaviour behaviour, Dated dated) {
    if (behaviour.failed() > 1 && behaviour.succeeded() == 0) {
      text.add("never got through");
    } else if (behaviour.failed() > 0
        && behaviour.firstSuccess().isPresent()
        && behaviour.lastSuccess().isPresent()) {
      Instant first = behaviour.firstSuccess().get();
      Instant last = behaviour.lastSuccess().get();
      String span = Timestamps.span(first, last, dated);
      text.add("got through " + (span.contains(" to ") ? "" : "at ") + span);
    }
    behaviour
        .retryInterval()
        .ifPresent(interval -> text.add("tries again about every " + rounded(interval)));
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
