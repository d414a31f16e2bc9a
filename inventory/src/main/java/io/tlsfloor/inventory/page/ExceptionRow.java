package io.tlsfloor.inventory.page;

import io.tlsfloor.inventory.answer.Listing;
import io.tlsfloor.inventory.people.Note;
import io.tlsfloor.inventory.people.Note.Scope;
import io.tlsfloor.inventory.store.Times;
import java.util.List;
import java.util.Locale;

/**
 * An exception, as the page lists it.
 *
 * @param note what was said
 * @param until its last day
 * @param left {@code expired}, {@code ends in 9 days}, or empty while there is time
 */
public record ExceptionRow(Note note, String until, String left) {
  /** Days before its end from which on it is pointed out. */
  private static final int SOON = 14;

  static ExceptionRow of(Note note, int today) {
    int days = note.until() - today;
    String left =
        days < 0
            ? "expired"
            : days > SOON ? "" : days == 0 ? "ends today" : "ends in " + days + " days";
    return new ExceptionRow(note, Times.text(note.until()), left);
  }

  /** Returns what it covers: a client, range or stack. */
  public String scope() {
    return note.scope().name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether it covers one client, which has a page. */
  public boolean isClient() {
    return note.scope() == Scope.CLIENT;
  }

  static Listing listing(List<ExceptionRow> rows) {
    Listing listing = Listing.of("scope", "target", "reason", "owner", "until", "left", "author");
    for (ExceptionRow row : rows) {
      listing.add(
          row.scope(),
          row.note.target(),
          row.note.content(),
          row.note.owner(),
          row.until,
          row.left,
          row.note.author());
    }
    return listing;
  }
}
