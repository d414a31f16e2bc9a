package io.tlsfloor.inventory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** How SQLite finds the rows of a query: it knows nothing of what is in the tables. */
public final class Plans {
  private Plans() {}

  /** The steps, in SQLite's words, with any values in place of the parameters. */
  public static List<String> of(Path folder, String query) throws IOException {
    String asked = query.replaceAll("<\\w+>", "1, 2").replaceAll(":\\w+", "5");
    try (Book book = new Book(folder)) {
      return book.store.read(
          handle ->
              handle
                  .createQuery("explain query plan " + asked)
                  .map((r, c) -> r.getString("detail"))
                  .list());
    }
  }
}
