package io.tlsfloor.logs;

import io.tlsfloor.logs.LogFields.BadEntryException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Entries that are not lines: of a document or of a table. */
interface EntrySource {
  /** The document or the table that a stream holds; null for a log of lines. */
  static @Nullable EntrySource of(InputStream in, byte[] head) throws IOException {
    if (CsvTable.begins(head)) {
      return new CsvTable(in, head);
    }
    String text = new String(head, StandardCharsets.UTF_8).replaceFirst("^\\uFEFF", "");
    return JsonDocument.begins(text) ? new JsonDocument(in) : null;
  }

  /**
   * The next entry; null at the end.
   *
   * @throws BadEntryException for one that cannot be read; the next can be asked for all the same
   */
  @Nullable LogFields next() throws IOException, BadEntryException;

  /** The line that the last entry begins in. */
  long line();
}
