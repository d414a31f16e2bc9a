package io.tlsfloor.inventory.store;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.people.Acceptance.Scope;
import io.tlsfloor.inventory.people.Note;
import io.tlsfloor.inventory.people.Note.Field;
import io.tlsfloor.inventory.people.NoteBook;
import io.tlsfloor.report.ReportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** An inventory that an older version made is brought up to date when it is opened. */
class SchemaTest {
  /** Those of the first version, each after those that it refers to. */
  private static final List<String> TABLES =
      List.of(
          "site",
          "service",
          "client",
          "endpoint",
          "sighting",
          "client_day",
          "finding",
          "router",
          "run",
          "site_day",
          "receipt",
          "note",
          "tie",
          "meta");

  @TempDir Path folder;

  @Test
  void anOlderFileIsBroughtUpToDateWithWhatItHas() throws Exception {
    for (int version = 1; version < Schema.CURRENT; version++) {
      upgrade(version, Location.parse(folder.resolve("old" + version + ".db").toString()));
    }
  }

  @Test
  void anOlderDatabaseIsBroughtUpToDateWithWhatItHas() throws Exception {
    try (Postgres server = new Postgres()) {
      for (int version = 1; version < Schema.CURRENT; version++) {
        Jdbi.create(server.url())
            .useHandle(
                h -> h.createScript("drop schema public cascade; create schema public").execute());
        upgrade(version, Location.parse(server.url()));
      }
    }
  }

  /** As imports of several gateways do that begin at the same time. */
  @Test
  void severalMakeOneFileAtTheSameTime() throws Exception {
    Location location = Location.parse(folder.resolve("i.db").toString());
    ExecutorService threads = Executors.newFixedThreadPool(4);
    CyclicBarrier start = new CyclicBarrier(4);
    try {
      List<Future<Store>> opened = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        opened.add(
            threads.submit(
                () -> {
                  start.await();
                  return Store.open(location);
                }));
      }
      for (Future<Store> each : opened) {
        assertThat(each.get()).isNotNull();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFileIsForItsOwnerAndGroup() throws Exception {
    Store.open(Location.parse(folder.resolve("i.db").toString()));

    try (Stream<Path> made = Files.list(folder)) {
      assertThat(made.toList())
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(Files.getPosixFilePermissions(file))
                      .doesNotContain(
                          PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE));
    }
  }

  @Test
  void aFileOfANewerVersionIsRefused() throws IOException {
    new Book(folder).close();
    Path file = folder.resolve("inventory.db");
    Jdbi.create(Location.parse(file.toString()).url())
        .useHandle(
            handle ->
                handle.execute(
                    "insert into schema_history (installed_rank, version, description, type, script,"
                        + " installed_by, execution_time, success)"
                        + " values (9, '9', 'later', 'SQL', 'V9', 'test', 1, 1)"));

    assertThatThrownBy(() -> new Book(file.toString()))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("newer tlsfloor");
  }

  private void upgrade(int version, Location location) throws Exception {
    Path own = Files.createTempDirectory(folder, "filled");
    try (Book filled = filled(own)) {
      Flyway.configure()
          .dataSource(location.url(), null, null)
          .locations("classpath:io/tlsfloor/inventory/schema")
          .table("schema_history")
          .target(String.valueOf(version))
          .load()
          .migrate();
      try (Connection from = Store.connect(Location.parse(own.resolve("inventory.db").toString()));
          Connection to = Store.connect(location)) {
        for (String table : TABLES) {
          copy(table, from, to);
        }
      }

      try (Book book =
          new Book(location.postgres() ? location.url() : location.file().toString())) {
        assertThat(
                book.store.<Integer>read(
                    handle ->
                        handle
                            .createQuery("select max(cast(version as integer)) from schema_history")
                            .mapTo(Integer.class)
                            .one()))
            .isEqualTo(Schema.CURRENT);
        String found = ",?\"(partner|linked)\":(\"[^\"]*\"|\\d)"; // worked out from the others
        assertThat(book.dump().replaceAll(found, ""))
            .isEqualTo(filled.dump().replaceAll(found, ""));
        Saved more = new Saved("hq").client(day(3), new Client("10.0.0.1").old(1)).day(day(3));
        book.take(more);
        assertThat(book.states(day(3))).containsExactly("10.0.0.1 below", "10.0.0.2 fixed");
      }
    }
  }

  private static Book filled(Path folder) throws IOException {
    Book book = new Book(folder);
    Saved lines = new Saved("hq");
    lines.client(day(0), new Client("10.0.0.1").old(1)).alert(day(0), "10.0.0.1", "id", "do it");
    lines.client(day(0), new Client("10.0.0.2").name("pc2").old(1)).day(day(0));
    for (int number = 1; number < 3; number++) {
      lines.client(day(number), new Client("10.0.0.2").name("pc2").good(4)).day(day(number));
    }
    book.take(lines);
    book.store.write(
        handle -> {
          NoteBook.add(
              handle,
              new Note(Scope.CLIENT, "name:hq/pc2", Field.OWNER, "ben", "", 0, "anna", 7, 20_000));
          return true;
        });
    return book;
  }

  private static void copy(String table, Connection from, Connection to) throws SQLException {
    String columns = String.join(", ", columns(table, to)); // later versions add some
    try (Statement read = from.createStatement();
        ResultSet rows = read.executeQuery("select " + columns + " from " + table)) {
      int count = rows.getMetaData().getColumnCount();
      String marks = String.join(", ", Collections.nCopies(count, "?"));
      try (PreparedStatement write =
          to.prepareStatement(
              "insert into " + table + " (" + columns + ") values (" + marks + ")")) {
        while (rows.next()) {
          for (int i = 1; i <= count; i++) {
            write.setObject(i, rows.getObject(i));
          }
          write.executeUpdate();
        }
      }
    }
  }

  private static List<String> columns(String table, Connection there) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (Statement read = there.createStatement();
        ResultSet rows = read.executeQuery("select * from " + table + " where 1 = 0")) {
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        columns.add(rows.getMetaData().getColumnName(i));
      }
    }
    return columns;
  }
}
