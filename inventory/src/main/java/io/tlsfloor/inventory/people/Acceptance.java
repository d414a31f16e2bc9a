package io.tlsfloor.inventory.people;

/**
 * Somebody accepted that what it covers stays below, for a time.
 *
 * @param scope what {@code target} is
 * @param target an identity, a range of addresses, or the name of a stack
 * @param from the day it was said
 * @param until the last day on which it holds
 * @param reason why
 * @param owner who answers for it
 */
public record Acceptance(
    Scope scope, String target, int from, int until, String reason, String owner) {
  /** Says what a note speaks of. */
  public enum Scope {
    /** One client, by its identity. */
    CLIENT,
    /** All clients of a range of addresses. */
    RANGE,
    /** All clients that look like a stack. */
    STACK
  }

  /** Returns whether it holds on {@code day}. */
  public boolean holds(int day) {
    return day >= from && day <= until;
  }
}
