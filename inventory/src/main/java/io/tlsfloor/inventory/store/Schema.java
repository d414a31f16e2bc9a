package io.tlsfloor.inventory.store;

import io.tlsfloor.report.ReportException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The tables: made where there are none, and brought to this version where an earlier tlsfloor made
 * them. Those of a later one are refused.
 */
public final class Schema {
  /** Names the version of the tables. */
  static final int VERSION = 12;

  /** The scripts that make them: what is kept, and what is worked out from it. */
  private static final String KEPT = "facts.sql";

  static final String DERIVED = "derived.sql";

  private static final String MARK = "tlsfloor"; // a table with one row: the version

  private Schema() {}

  /**
   * Makes sure that the tables are those of {@link #VERSION}.
   *
   * @return where those of an earlier version are, if this changed them
   * @throws ReportException if they are not
   */
  static Optional<String> ensure(Location location, Connection connection)
      throws ReportException, SQLException {
    if (!isMarked(connection, location)) {
      make(connection, location);
    }
    int found = version(connection);
    if (found != VERSION && found >= Migration.OLDEST && found < VERSION) {
      return migrate(connection, location);
    }
    if (found != VERSION) {
      throw ReportException.given(
          location.shown()
              + " was written by another tlsfloor: its tables have version "
              + found
              + ", this one knows versions "
              + Migration.OLDEST
              + " to "
              + VERSION,
          "Use that tlsfloor, or import the saved lines into a new inventory.");
    }
    return Optional.empty();
  }

  /** 0 where none is known. */
  private static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select version from " + MARK)) {
      return rows.next() && rows.getString(1).matches("[0-9]{1,9}")
          ? Integer.parseInt(rows.getString(1))
          : 0;
    }
  }

  /** Others wait, and find it done. */
  private static Optional<String> migrate(Connection connection, Location location)
      throws SQLException {
    Optional<String> beside = Optional.empty();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      begin(statement, location);
      int found = version(connection);
      if (found < VERSION) {
        beside = Optional.of(new Migration(location, found).run(statement));
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
    return beside;
  }

  /** As the one writer. */
  private static void begin(Statement statement, Location location) throws SQLException {
    if (location.postgres()) {
      statement.execute("select pg_advisory_xact_lock(" + Store.WRITER_LOCK + ")");
    } else {
      statement.execute("pragma user_version"); // begins the transaction, alone
    }
  }

  /**
   * Several processes may begin at the same time: one makes the tables, the others wait. Where it
   * fails the transaction ends with its connection: to end it here would hide why, where it had not
   * begun.
   */
  private static void make(Connection connection, Location location)
      throws ReportException, SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      begin(statement, location);
      if (!isMarked(connection, location)) {
        if (hasTables(connection, location)) {
          throw ReportException.given(
              location.shown() + " has tables that are not an inventory's",
              "Give a new file or an empty database, or one that this tlsfloor made.");
        }
        for (String sql : statements(KEPT)) {
          statement.execute(sql);
        }
        for (String sql : statements(DERIVED)) {
          statement.execute(sql);
        }
        statement.execute("create table " + MARK + " (version text not null)");
        statement.execute("insert into " + MARK + " values ('" + VERSION + "')");
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  /** Statements that make tables of the connection's own that hide those which are worked out. */
  public static List<String> derivedOnceMore() {
    return statements(DERIVED).stream()
        .map(sql -> sql.replace("create table", "create temporary table"))
        .toList();
  }

  /** The tables that are worked out. */
  public static List<String> derived() {
    return Pattern.compile("create table (\\w+)")
        .matcher(script(DERIVED))
        .results()
        .map(table -> table.group(1))
        .toList();
  }

  static List<String> statements(String script) {
    return Stream.of(script(script).split(";\\s*(\n|$)")).filter(sql -> !sql.isBlank()).toList();
  }

  private static String script(String name) {
    try (InputStream in = Schema.class.getResourceAsStream("/io/tlsfloor/inventory/" + name)) {
      if (in == null) {
        throw new IllegalStateException("no " + name + " in the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isMarked(Connection connection, Location location) throws SQLException {
    return any(connection, tables(location) + " and " + name(location) + " = '" + MARK + "'");
  }

  private static boolean hasTables(Connection connection, Location location) throws SQLException {
    return any(connection, tables(location));
  }

  private static String tables(Location location) {
    return location.postgres()
        ? "select 1 from information_schema.tables where table_schema = current_schema()"
        : "select 1 from sqlite_master where type = 'table'";
  }

  private static String name(Location location) {
    return location.postgres() ? "table_name" : "name";
  }

  private static boolean any(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query + " limit 1")) {
      return rows.next();
    }
  }
}
