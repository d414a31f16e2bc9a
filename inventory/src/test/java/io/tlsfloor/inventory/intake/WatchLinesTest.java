package io.tlsfloor.inventory.intake;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines of a watch, which name it and the hour that they count. */
class WatchLinesTest {
  @TempDir Path folder;

  private static Saved hour(int number, int hour, Client client) {
    String from = String.format("%02d:00", hour);
    String text = new Saved("hq").client(day(number), from, from, client).text().strip();
    return new Saved("hq")
        .line(text.replace("\"tlsfloor\":{", "\"tlsfloor\":{\"run\":{\"id\":\"w\"},"));
  }

  private static List<Saved> hours() {
    List<Saved> hours = new ArrayList<>();
    hours.add(hour(0, 9, new Client("10.0.0.1").old(1)));
    for (int number = 1; number < 3; number++) {
      hours.add(hour(number, 9, new Client("10.0.0.1").good(1)));
      hours.add(hour(number, 10, new Client("10.0.0.1").good(2)));
    }
    return hours;
  }

  @Test
  void hoursAddUpInAnyOrderAndOnce() throws IOException {
    List<Saved> hours = new ArrayList<>(hours());
    hours.addAll(hours());
    Collections.shuffle(hours, new Random(5));
    try (Book book = new Book(folder)) {
      for (Saved hour : hours) {
        book.take(hour);
      }

      assertThat(book.states(day(2))).containsExactly("10.0.0.1 fixed"); // by 6 on 2 days
      assertThat(book.states(day(1))).containsExactly("10.0.0.1 below");
    }
  }

  /** A timer imports all files each hour. */
  @Test
  void whatWasTakenBeforeIsNotWorkedOutAgain() throws IOException {
    try (Book book = new Book(folder)) {
      Saved all = new Saved("hq");
      hours().forEach(hour -> all.line(hour.text().strip()));
      book.take(all);

      new LinesImport(book.store, "hq").stream(new ByteArrayInputStream(all.bytes()), "again");

      assertThat(
              book.store.<Integer>read(
                  handle ->
                      handle
                          .createQuery("select count(*) from touched")
                          .mapTo(Integer.class)
                          .one()))
          .isZero();
    }
  }
}
