package io.tlsfloor.report.model;

/**
 * A kind of loss that happened, in words.
 *
 * @param name for programs: {@code evicted_flows}
 * @param text for people, with the count in it: {@code 3 flows given up for lack of room}
 * @param count how often, at least once
 * @param hides whether it could hide a finding
 */
public record LossCount(String name, String text, long count, boolean hides) {
  /** Returns whether it is of this kind. */
  public boolean is(LossKind kind) {
    return name.equals(kind.id());
  }
}
