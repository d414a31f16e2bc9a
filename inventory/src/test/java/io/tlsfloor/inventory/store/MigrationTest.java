package io.tlsfloor.inventory.store;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.answer.Clients;
import io.tlsfloor.inventory.derive.Derivation;
import io.tlsfloor.report.model.State;
import io.tlsfloor.rules.Finding.Waiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of an earlier version are changed in place, after a copy beside. */
class MigrationTest {
  private static final long NANOS_OF_DAY = 86_400_000_000_000L;

  @TempDir Path folder;

  /** Tables of version 5, with a client below, what people decided on it, and a closed site. */
  private static void make(String url) throws IOException {
    String script;
    try (var in = MigrationTest.class.getResourceAsStream("/io/tlsfloor/inventory/facts-5.sql")) {
      script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    int first = (int) LocalDate.parse(day(0)).toEpochDay();
    long at = first * NANOS_OF_DAY + 9 * 3_600_000_000_000L;
    Jdbi.create(url)
        .useTransaction(
            handle -> {
              for (String sql : script.split(";\\s*(\n|$)")) {
                handle.execute(sql);
              }
              handle.execute("create table tlsfloor (version text not null)");
              handle.execute("insert into tlsfloor values ('5')");
              handle.execute("insert into site values (1, 'hq', 0, ?)", first + 40);
              handle.execute(
                  "insert into service values (1, 'Worldwide', 'Exchange', 'Exchange Online')");
              handle.execute(
                  "insert into run values (1, 'r', 1, ?, ?, 0, 0, 'TLS 1.2', 1, 'h', 1, 1)",
                  at,
                  at + 1_000);
              handle.execute("insert into run_day values (1, ?, 36000, 10, 0, 100, 0)", first);
              handle.execute(
                  "insert into observation values (1, 0, 1, ?, '10.0.0.1', 1, '00-00-5E-00-53-01',"
                      + " 'pc1', 3, 3, 0, 0, '', '', 'Java 7 (JSSE)', '', ?, ?)",
                  first,
                  at,
                  at + 1_000);
              handle.execute(
                  "insert into place values (1, '10.0.0.1', ?, '00-00-5E-00-53-01', '', 'pc1', 1)",
                  first);
              for (String[] note :
                  new String[][] {
                    {"OWNER", "print-team", ""}, {"ACCEPT", "replaced in May", "J. Doe"}
                  }) {
                handle.execute(
                    "insert into note values ((select coalesce(max(id), 0) + 1 from note), 'CLIENT',"
                        + " 'mac:00-00-5E-00-53-01', ?, ?, ?, ?, 'me', 1, ?, 1, '10.0.0.1', ?)",
                    note[0],
                    note[1],
                    note[2],
                    first + 100,
                    first,
                    first);
              }
            });
  }

  private static void check(Book book) throws IOException {
    Clients.ClientRow row = book.rows(day(1)).get(0);
    assertThat(row.state()).isEqualTo(State.BELOW);
    assertThat(row.owner()).isEqualTo("print-team");
    assertThat(row.accepted()).map(Waiver::reason).contains("replaced in May");
    assertThat(row.accepted()).map(Waiver::owner).contains("J. Doe");
    int closed =
        Derivation.ask(
            book.store,
            (int) LocalDate.parse(day(1)).toEpochDay(),
            handle -> handle.createQuery("select closed from site").mapTo(Integer.class).one());
    assertThat(closed).isEqualTo((int) LocalDate.parse(day(40)).toEpochDay());
  }

  private static String version(String url, String schema) {
    return Jdbi.create(url)
        .withHandle(
            handle ->
                handle
                    .createQuery("select count(*) || ' notes' from " + schema + ".note")
                    .mapTo(String.class)
                    .one());
  }

  private static List<String> columns(String url) {
    return Jdbi.create(url)
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select t.name || '.' || c.name || ' ' || c.type || ' ' || c.pk || ' ' ||"
                            + " c.\"notnull\" from sqlite_master t join pragma_table_info(t.name) c"
                            + " where t.type = 'table'"
                            + " union all select name from sqlite_master where type = 'index'"
                            + " order by 1")
                    .mapTo(String.class)
                    .list());
  }

  /** A script that was forgotten would leave other tables than a new inventory has. */
  @Test
  void tablesAreThenThoseOfANewInventory() throws IOException {
    String old = folder.resolve("old.db").toString();
    String fresh = folder.resolve("new.db").toString();
    make("jdbc:sqlite:" + old);
    Store.open(Location.parse(old), notice -> {});
    Store.open(Location.parse(fresh), notice -> {});

    assertThat(columns("jdbc:sqlite:" + old)).isEqualTo(columns("jdbc:sqlite:" + fresh));
  }

  @Test
  void itIsSaidOnceWhereTheCopyIs() throws IOException {
    String file = folder.resolve("inventory.db").toString();
    make("jdbc:sqlite:" + file);
    List<String> notices = new ArrayList<>();
    Store.openExisting(Location.parse(file), notices::add);
    Store.openExisting(Location.parse(file), notices::add);

    assertThat(notices)
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains(file + ": its tables are those of this version now", file + "-version-5");
  }

  @Test
  void aFileKeepsWhatPeopleDecided() throws IOException {
    Path file = folder.resolve("inventory.db");
    make("jdbc:sqlite:" + file);

    for (int time = 0; time < 2; time++) {
      try (Book book = new Book(file.toString())) {
        check(book);
      }
    }
    assertThat(version("jdbc:sqlite:" + file + "-version-5", "main")).isEqualTo("2 notes");
  }

  @Test
  void aDatabaseKeepsWhatPeopleDecided() throws IOException {
    try (Postgres server = new Postgres()) {
      make(server.url());

      for (int time = 0; time < 2; time++) {
        try (Book book = new Book(server.url())) {
          check(book);
        }
      }
      assertThat(version(server.url(), "tlsfloor_version_5")).isEqualTo("2 notes");
    }
  }
}
