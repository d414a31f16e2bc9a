package io.tlsfloor.report.model;

import java.util.Optional;

/**
 * How often one kind of loss happened.
 *
 * @param name for programs: {@code flows_evicted}
 * @param text for people, with the count in it: {@code 3 flows evicted for lack of room}
 * @param count how often
 * @param hides whether it could hide a finding
 */
public record LossCount(String name, String text, long count, boolean hides) {
  /** Name of the count of connections that the options narrow a run away from: no loss. */
  public static final String LEFT_ASIDE = "left_aside";

  /** Name of the count of frames that a filter kept out: nobody can tell what they held. */
  public static final String FILTERED = "filtered_frames";

  /** Name of the count of messages that a receiver of syslog did not take: only of its reader's. */
  public static final String SYSLOG_LOST = "syslog_lost";

  /** Name of the count of inputs that were not read to their end, or not at all. */
  public static final String DAMAGED_INPUTS = "damaged_inputs";

  /**
   * A count that is no loss of the run itself, as it stands in a run line.
   *
   * @param name {@link #LEFT_ASIDE}, {@link #FILTERED} or {@link #SYSLOG_LOST}
   * @return empty for another name
   */
  public static Optional<LossCount> besides(String name, long count) {
    String text =
        switch (name) {
          case LEFT_ASIDE ->
              text(count, "connection left aside", "connections left aside")
                  + ", as the options say";
          case FILTERED -> text(count, "frame filtered out", "frames filtered out");
          case SYSLOG_LOST ->
              text(count, "syslog message not delivered", "syslog messages not delivered");
          default -> "";
        };
    return text.isEmpty() ? Optional.empty() : Optional.of(new LossCount(name, text, count, false));
  }

  private static String text(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}
