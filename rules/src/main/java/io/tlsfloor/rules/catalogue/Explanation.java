package io.tlsfloor.rules.catalogue;

import java.util.List;
import java.util.Optional;

/**
 * All that a catalogue has to say of one name or address.
 *
 * @param subject what was looked up, in normal form
 * @param chosen the match that a connection would get
 * @param matches every row that matches, the most specific first, each with its reason
 * @param near rows that do not match and come near, each with its reason; at most a handful
 */
public record Explanation(
    String subject, Optional<Match> chosen, List<Reasoned> matches, List<Reasoned> near) {
  /** Copies the lists. */
  public Explanation {
    matches = List.copyOf(matches);
    near = List.copyOf(near);
  }

  /**
   * A row with the reason why it matches, or why not.
   *
   * @param match the row, and how the port fits
   * @param why for people
   */
  public record Reasoned(Match match, String why) {}
}
