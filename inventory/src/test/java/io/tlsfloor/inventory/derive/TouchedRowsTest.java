package io.tlsfloor.inventory.derive;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.answer.ClientStory;
import io.tlsfloor.inventory.intake.Forgetting;
import io.tlsfloor.inventory.store.Times;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import changes rows of the clients that it brings, and of no others. */
class TouchedRowsTest {
  private static final int DAYS = 16; // so many that some clients are quiet

  @TempDir Path folder;

  /** One in three is below, and one in three of these is not seen any more. */
  private static Saved lines(int number, int from, int to) {
    Saved lines = new Saved("hq");
    for (int id = from; id < to; id++) {
      if (number < 2 || id % 9 > 0) {
        Client client =
            new Client("10.0." + id / 250 + "." + (1 + id % 250)).name("pc" + id + ".example");
        client.mac(String.format("00-00-5E-00-%02X-%02X", id / 250, id % 250));
        lines.client(day(number), id % 3 == 0 ? client.old(1) : client.good(2));
      }
    }
    return lines;
  }

  private static void countRows(Book book) throws IOException {
    book.store.write(
        handle -> {
          List<String> tables =
              handle
                  .createQuery("select name from sqlite_master where type = 'table'")
                  .mapTo(String.class)
                  .list();
          handle.execute("create table counted (n integer)");
          handle.execute("insert into counted values (0)");
          for (String table : tables) {
            for (String change : List.of("insert", "update", "delete")) {
              handle.execute(
                  "create trigger count_%1$s_%2$s after %2$s on %1$s begin update counted set n = n + 1; end"
                      .formatted(table, change));
            }
          }
          return true;
        });
  }

  private static int counted(Book book) throws IOException {
    return book.store.write(
        (Handle handle) -> {
          int count = handle.createQuery("select n from counted").mapTo(Integer.class).one();
          handle.execute("update counted set n = 0");
          return count;
        });
  }

  /** Rows that are changed by a file of today, a late one, and by forgetting a client. */
  private List<Integer> changed(int clients) throws IOException {
    try (Book book = new Book(folder.resolve("of" + clients).toString())) {
      for (int number = 0; number < DAYS; number++) {
        book.take(lines(number, 0, clients).day(day(number)));
      }
      countRows(book);
      counted(book);
      book.take(lines(DAYS, 10, 20).run(day(DAYS), "08:00", "17:00", "today"));
      int today = counted(book);
      book.take(lines(3, 20, 30).run(day(3), "08:00", "17:00", "late"));
      int late = counted(book);
      book.store.write(
          handle -> {
            int last = Times.day(LocalDate.parse(day(DAYS)));
            Forgetting.client(handle, ClientStory.find(handle, "pc12.example"), last);
            return true;
          });
      Derivation.refresh(book.store);
      return List.of(today, late, counted(book));
    }
  }

  @Test
  void theirNumberDoesNotGrowWithThatOfClients() throws IOException {
    List<Integer> few = changed(40);

    assertThat(changed(200)).isEqualTo(few);
    assertThat(few).allSatisfy(rows -> assertThat(rows).isLessThan(200));
  }
}
