package io.tlsfloor.inventory.people;

import java.util.Locale;

/**
 * One thing that somebody decided. It stays when a later one of the same field takes its place.
 *
 * @param scope what {@code target} is
 * @param target an identity, a range of addresses, or the name of a stack
 * @param field which thing
 * @param content what was decided; empty takes back what was decided before
 * @param owner of an acceptance: who answers for it
 * @param until of an acceptance: its last day; of others 0
 * @param author who said so
 * @param noted when, nanoseconds since 1970
 * @param day from which day on it counts
 */
public record Note(
    Scope scope,
    String target,
    Field field,
    String content,
    String owner,
    int until,
    String author,
    long noted,
    int day) {
  /** Says what a note speaks of. */
  public enum Scope {
    /** One client, by its identity. */
    CLIENT,
    /** All clients of a range of addresses. */
    RANGE,
    /** All clients that look like a stack. */
    STACK
  }

  /** Says what can be decided. */
  public enum Field {
    /** Who is responsible. */
    OWNER,
    /** Where the work is tracked. */
    TICKET,
    /** Anything else. */
    COMMENT,
    /** It may stay below: the content is the reason. */
    ACCEPT,
    /** It is gone from that day on, unless it is seen again. */
    RETIRED;

    /** The word for outputs and options. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The same about something else. */
  public Note about(Scope other, String what) {
    return new Note(other, what, field, content, owner, until, author, noted, day);
  }
}
