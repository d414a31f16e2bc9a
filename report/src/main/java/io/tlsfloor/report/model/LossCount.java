package io.tlsfloor.report.model;

/**
 * How often one kind of loss happened.
 *
 * @param name for programs: {@code evicted_flows}
 * @param text for people, with the count in it: {@code 3 flows given up for lack of room}
 * @param count how often
 * @param hides whether it could hide a finding
 */
public record LossCount(String name, String text, long count, boolean hides) {
  /** Returns whether it is of this kind. */
  public boolean is(LossKind kind) {
    return name.equals(kind.id());
  }

  /** Returns whether it happened, and could hide a finding. */
  public boolean hidesNow() {
    return hides && count > 0;
  }

  /** Both counts, of one name: of two outputs, say. */
  LossCount plus(LossCount other) {
    return of(name, count + other.count);
  }

  /** A count by the name that a run line has for it; one of a later version may hide a finding. */
  static LossCount of(String name, long count) {
    return LossKind.of(name)
        .map(kind -> kind.count(count))
        .orElseGet(() -> new LossCount(name, count + " " + name.replace('_', ' '), count, true));
  }

  /** Returns the loss of a run that goes on: what it could not see is known when it ends. */
  public static LossCount goesOn() {
    return new LossCount(
        "goes_on", "the run goes on; its last line counts what it missed", 1, true);
  }
}
