package io.tlsfloor.cli.report;

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

  /** Name of the count of inputs that were not read to their end, or not at all. */
  public static final String DAMAGED_INPUTS = "damaged_inputs";
}
