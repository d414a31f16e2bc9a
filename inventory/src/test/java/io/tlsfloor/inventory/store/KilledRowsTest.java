package io.tlsfloor.inventory.store;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An import that is broken off at any row which it changes leaves whole transactions, and repeated
 * it ends as one that was not.
 */
class KilledRowsTest {
  private static final String MADE =
      """
      create function killed() returns trigger language plpgsql as $$ begin
        update kill set n = n - 1;
        if (select n from kill) = 0 then perform pg_terminate_backend(pg_backend_pid()); end if;
        return null;
      end $$
      """;

  /** There is a kill each so many rows; {@code .ci/proof} kills at each of them. */
  private static final int EVERY = Integer.getInteger("tlsfloor.every", 101);

  private static final int DAYS = 4;
  private static final int FIRST = 9; // after those of the statement that says at which

  @TempDir Path folder;

  private static Saved days(int from, int to) {
    Saved lines = new Saved("hq");
    for (int number = from; number < to; number++) {
      for (int host = 1; host < 6; host++) {
        Client client = new Client("10.0.1." + host).name("pc" + host + ".example");
        lines.client(day(number), client.old(number < host ? 1 : 0).good(2));
      }
      lines.day(day(number));
    }
    return lines;
  }

  private static void prepare(Book book) throws IOException {
    boolean postgres = book.store.location().postgres();
    book.store.write(
        handle -> {
          List<String> tables =
              handle
                  .createQuery(
                      postgres
                          ? "select tablename from pg_tables where schemaname = 'public'"
                          : "select name from sqlite_master where type = 'table'")
                  .mapTo(String.class)
                  .list();
          handle.execute("create table kill (n integer)");
          handle.execute("insert into kill values (0)");
          if (postgres) {
            handle.execute(MADE);
          }
          for (String table : tables) {
            for (String change : List.of("insert", "update", "delete")) {
              handle.execute(
                  (postgres
                          ? "create trigger kill_%2$s after %2$s on %1$s for each row execute function killed()"
                          : "create trigger kill_%1$s_%2$s after %2$s on %1$s begin update kill set n = n - 1;"
                              + " select raise(abort, 'killed') from kill where n = 0; end")
                      .formatted(table, change));
            }
          }
          return true;
        });
  }

  private static void killAt(Book book, int row) throws IOException {
    book.store.write((Handle handle) -> handle.execute("update kill set n = ?", row));
  }

  private String ofFirstDays(int number) throws IOException {
    try (Book first = new Book(folder.resolve("first" + number + ".db").toString())) {
      first.take(days(0, number));
      return first.answers(day(9));
    }
  }

  /** Returns whether an import ended at a row that changes, if only in what follows from it. */
  private boolean isKilled(Book book, int row) throws IOException {
    killAt(book, row);
    try {
      book.take(days(0, DAYS));
      return false;
    } catch (IOException e) {
      return true;
    } finally {
      killAt(book, 0);
    }
  }

  private void kill(Book book) throws IOException {
    prepare(book);
    int row = FIRST;
    while (isKilled(book, row)) {
      int taken =
          book.store.read(
              handle ->
                  handle
                      .createQuery("select count(distinct day) from run_day")
                      .mapTo(Integer.class)
                      .one());
      assertThat(book.answers(day(9))).as("killed at row %d", row).isEqualTo(ofFirstDays(taken));
      row += EVERY;
    }
    assertThat(row).isGreaterThan(3 * EVERY);
    assertThat(book.answers(day(9))).isEqualTo(ofFirstDays(DAYS));
  }

  @Test
  void inAFile() throws IOException {
    try (Book book = new Book(folder)) {
      kill(book);
    }
  }

  @Test
  void inADatabase() throws IOException {
    try (Postgres server = new Postgres();
        Book book = new Book(server.url())) {
      kill(book);
    }
  }
}
