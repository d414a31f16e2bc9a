package io.tlsfloor.report.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a client did with a service over time.
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
  /** Copies the list. */
  public ClientBehaviour {
    text = List.copyOf(text);
  }

  /** Whether a client offers the floor or more. */
  public enum SpeaksFloor {
    /** To this service. */
    HERE,
    /** To others only. */
    ELSEWHERE,
    /** Not in this capture. */
    NO
  }
}
