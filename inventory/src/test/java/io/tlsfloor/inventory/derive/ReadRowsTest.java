package io.tlsfloor.inventory.derive;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.store.Postgres;
import java.io.IOException;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How many rows PostgreSQL reads, as it counts them itself, of inventories of two sizes. */
class ReadRowsTest {
  private static final int CLIENTS = 40;
  private static final int TIMES = 3;
  private static final int DAYS = 16;

  private static Postgres server;

  @BeforeAll
  static void start() throws IOException {
    server = new Postgres();
    // Plans follow statistics, which the server would make at a time of its own.
    server.ask("alter system set autovacuum = off");
    server.ask("select pg_reload_conf()");
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  /** Some are known by an address alone, some by a link address, a name, or both. */
  private static void add(Saved lines, int number, int from, int to) {
    for (int id = from; id < to; id++) {
      Client client = new Client("10.0." + id / 250 + "." + (1 + id % 250));
      if (id % 2 == 0) {
        client.mac(String.format("00-00-5E-00-%02X-%02X", id / 250, id % 250));
      }
      if (id % 4 < 2) {
        client.name("pc" + id + ".example");
      }
      lines.client(day(number), id % 3 == 0 ? client.old(1) : client.good(2));
    }
  }

  /** What was read so far: a session that is kept has counts that only it knows, until it ends. */
  private static long read() throws IOException {
    server.ask(
        "select pg_terminate_backend(pid, 60000) from pg_stat_activity"
            + " where datname = current_database() and pid <> pg_backend_pid()");
    return Long.parseLong(
        server.ask(
            "select coalesce(sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)), 0)"
                + " from pg_stat_user_tables"));
  }

  private record RowsRead(long atFirst, long today, long late) {}

  private static RowsRead rowsRead(int clients) throws IOException {
    Jdbi.create(server.url())
        .useHandle(
            handle ->
                handle.createScript("drop schema public cascade; create schema public").execute());
    try (Book book = new Book(server.url())) {
      Saved all = new Saved("hq");
      for (int number = 0; number < DAYS; number++) {
        add(all, number, 0, clients);
        all.day(day(number));
      }
      book.take(all);
      server.ask("analyze");
      long first = read();
      Saved today = new Saved("hq");
      add(today, DAYS, 10, 20);
      book.take(today.run(day(DAYS), "08:00", "17:00", "today"));
      long then = read();
      Saved late = new Saved("hq");
      add(late, 3, 20, 30);
      book.take(late.run(day(3), "08:00", "17:00", "late"));
      return new RowsRead(first, then - first, read() - then);
    }
  }

  @Test
  void growWithTheClientsOfAnImportAndNotWithAllOthers() throws IOException {
    RowsRead few = rowsRead(CLIENTS);

    RowsRead more = rowsRead(TIMES * CLIENTS);

    assertThat(more.atFirst()).isLessThan(2 * TIMES * few.atFirst());
    assertThat(more.today()).isLessThan(2 * few.today());
    assertThat(more.late()).isLessThan(2 * few.late());
  }
}
