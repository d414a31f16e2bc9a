package io.tlsfloor.inventory.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an import reads follows from what it brings, not from the months that are stored. */
@TakesLong("months are imported")
class GrowthTest {
  private static final int DAYS = 60;
  private static final int HOSTS = 6; // of each kind

  /** Rows that PostgreSQL took from each table, by scans and by indexes. */
  private static final String READ =
      "select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) from pg_stat_user_tables";

  /** A network in which addresses are handed on each day, as those of guests are. */
  private static Saved day(int number) {
    Saved lines = new Saved("hq");
    String day = Saved.day(number);
    for (int host = 0; host < HOSTS; host++) {
      String desk = "10.1.0." + host;
      lines.client(day, new Client(desk).mac(mac("00", host)).name("pc" + host).good(2));
      lines.client(day, new Client(desk).name("pc" + host + ".example").good(2)); // seen elsewhere
      String lent = "10.2.0." + host;
      lines.client(day, new Client(lent).good(1)); // by a sensor that comes first
      lines.client(day, new Client(lent).mac(mac("02", number * HOSTS + host)).good(1));
      String phone = number % 2 == 0 ? "" : "phone" + host + "-" + number % 5;
      lines.client(
          day,
          new Client("10.3.0." + host)
              .mac(mac("06", number % 15 * HOSTS + host))
              .name(phone)
              .good(1));
      String moving = "10.4.0." + (host + 7 * number) % 250;
      lines.client(day, new Client(moving).mac(mac("04", host)).old(1));
      String named = "10.5.0." + (host + 7 * number) % 250;
      lines.client(day, new Client(named).name("note" + host).old(1));
    }
    return lines.day(day);
  }

  /** A site behind a router, where names alone are seen, at addresses that change. */
  private static Saved away(int number) {
    Saved lines = new Saved("away");
    for (int host = 0; host < HOSTS; host++) {
      String address = "10.9.0." + (host + 7 * number) % 250;
      lines.client(Saved.day(number), new Client(address).name("shop" + host).old(1));
    }
    return lines.day(Saved.day(number));
  }

  private static String mac(String first, int number) {
    return String.format("%s-00-5E-00-%02X-%02X", first, number >> 8 & 255, number & 255);
  }

  @Test
  void whatAnImportReadsDoesNotGrowWithTheHistory() throws IOException {
    List<Long> read = new ArrayList<>();
    try (Postgres server = new Postgres();
        Book book = new Book(server.url())) {
      long before = 0;
      for (int number = 0; number < DAYS; number++) {
        book.take(day(number));
        book.take(away(number));
        long now = Long.parseLong(server.ask(READ));
        read.add(now - before);
        before = now;
      }
    }
    long early = read.subList(30, 40).stream().mapToLong(Long::longValue).sum();
    long late = read.subList(DAYS - 10, DAYS).stream().mapToLong(Long::longValue).sum();

    assertThat(late).as("%s", read).isLessThan(early * 5 / 4);
  }
}
