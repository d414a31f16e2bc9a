package io.tlsfloor.inventory.store;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresTest {
  private static final int WEEK = 7;

  private static Postgres server;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    server = new Postgres();
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void empty() {
    Jdbi.create(server.url())
        .useHandle(
            handle ->
                handle.createScript("drop schema public cascade; create schema public").execute());
  }

  private static Saved month(String site) {
    return days(site, 30);
  }

  private static Saved days(String site, int count) {
    Saved lines = new Saved(site);
    for (int number = 0; number < count; number++) {
      for (int host = 1; host < 30; host++) {
        Client client = new Client("10.0.0." + host).name("pc" + host + "-" + site);
        boolean old = number < host;
        client.remedy("update it \u202E\u0000<script>");
        lines.client(day(number), old ? client.old(2) : client.good(3));
      }
      lines.day(day(number));
    }
    return lines;
  }

  @TakesLong("months are imported")
  @Test
  void answersAsSqliteDoes() throws IOException {
    try (Book lite = new Book(folder);
        Book book = new Book(server.url())) {
      lite.take(month("hq"));
      book.take(month("hq"));
      book.take(month("hq"));

      assertThat(book.rows(day(29)).toString()).isEqualTo(lite.rows(day(29)).toString());
      assertThat(book.status(day(29)).weeks()).isEqualTo(lite.status(day(29)).weeks());
    }
  }

  @TakesLong("months are imported")
  @Test
  void findsTheSameClientsAsSqliteDoes() throws IOException {
    Saved lines = new Saved("hq");
    for (int number = 0; number < 20; number++) {
      for (int host = 1; host < 20; host++) {
        String address = "10.0." + number / 7 + "." + host;
        String mac = String.format("%s-00-5E-00-53-%02X", host % 5 == 0 ? "02" : "00", host);
        lines.client(day(number), new Client(address).mac(mac).good(1));
        lines.client(
            day(number), new Client(address).name(host % 3 == 0 ? "" : "pc" + host).old(1));
        lines.client(day(number), new Client("10.9.0." + host).name("iphone").good(1));
        lines.client(day(number), new Client("10.8.0." + host).mac("00-00-5E-00-53-FE").good(1));
      }
      lines.day(day(number));
    }
    try (Book lite = new Book(folder);
        Book book = new Book(server.url())) {
      lite.take(lines);
      book.take(lines);
      book.take(lines);

      assertThat(book.rows(day(19)).toString()).isEqualTo(lite.rows(day(19)).toString());
      assertThat(book.answers(day(19))).isEqualTo(lite.answers(day(19)));
      assertThat(book.rows(day(19))).hasSize(19 + 19 + 19); // of each device one
    }
  }

  @TakesLong("four weeks are imported, a day at a time")
  @Test
  void manySensorsWriteAtTheSameTime() throws Exception {
    List<String> sites = List.of("a", "b", "c", "d");
    ExecutorService sensors = Executors.newFixedThreadPool(sites.size());
    try (Book book = new Book(server.url())) {
      List<Future<?>> done = new ArrayList<>();
      for (String site : sites) {
        done.add(
            sensors.submit(
                () -> {
                  try (Book own = new Book(server.url())) {
                    for (String line :
                        days(site, WEEK).text().split("(?<=\"tlsfloor.run\".{0,600})\n")) {
                      own.take(new Saved(site).line(line.strip()));
                    }
                  }
                  return true;
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }

      assertThat(book.rows(day(WEEK - 1))).hasSize(29 * sites.size());
      assertThat(book.status(day(WEEK - 1)).coverage().uncovered()).isEmpty();
    } finally {
      sensors.shutdownNow();
    }
  }

  @Test
  void aServerThatIsDownIsSaidAndLeavesNothingHalfWritten() throws IOException {
    try (Book book = new Book(server.url())) {
      book.take(new Saved("hq").client(day(0), new Client("10.0.0.1").old(1)).day(day(0)));
      String before = book.answers(day(0));
      server.stop();
      try {
        assertThatThrownBy(() -> book.take(month("hq")))
            .isInstanceOfSatisfying(
                ReportException.class,
                e -> assertThat(e.hint()).contains("Check that the server runs"));
      } finally {
        server.start();
      }

      assertThat(book.answers(day(0))).isEqualTo(before);
      book.take(month("hq"));
      assertThat(book.rows(day(29))).hasSize(29);
    }
  }

  @Test
  void aDatabaseOfSomethingElseIsRefused() {
    Jdbi.create(server.url()).useHandle(handle -> handle.execute("create table shop (id int)"));

    assertThatThrownBy(() -> new Book(server.url()))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("not an inventory");
  }

  @Test
  void tablesOfAnotherVersionAreRefused() throws IOException {
    new Book(server.url()).close();
    Jdbi.create(server.url())
        .useHandle(
            handle -> handle.execute("update tlsfloor set version = ?", "" + (Schema.VERSION + 1)));

    assertThatThrownBy(() -> new Book(server.url()))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("another tlsfloor");
  }

  private static int pages(Book book) throws IOException {
    return book.store.write(
        handle -> {
          Store.ownTable(handle, "t_many", "number integer");
          handle.execute("insert into t_many select generate_series(1, 1000)");
          Store.clearOwn(handle, "t_many");
          String size = "select pg_relation_size('t_many')";
          return handle.createQuery(size).mapTo(Integer.class).one();
        });
  }

  @Test
  void manyRowsThatAreDeletedLeaveNothingToBeRead() throws IOException {
    try (Book book = new Book(server.url())) {
      assertThat(pages(book)).isZero();
      assertThat(pages(book)).isZero();
    }
  }
}
