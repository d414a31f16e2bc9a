package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.text.Timestamps.Dated;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    List<String> words = new ArrayList<>(BehaviourText.of(this, low, floor, dated));
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
