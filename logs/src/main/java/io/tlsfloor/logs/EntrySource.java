package io.tlsfloor.logs;

import io.tlsfloor.logs.LogFields.BadEntryException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Entries that are not lines: of a document or of a table. */
interface EntrySource {
  /**
   * The next entry; null at the end.
   *
   * @throws BadEntryException for one that cannot be read; the next can be asked for all the same
   */
  @Nullable LogFields next() throws IOException, BadEntryException;

  /** The report that its last entry is of. */
  LogKind kind();

  /** The line that the last entry begins in. */
  long line();

  /** Returns whether it says that there are more entries, in another answer. */
  default boolean hasMore() {
    return false;
  }
}
