package io.tlsfloor.inventory.store;

import io.tlsfloor.report.ReportException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The version of the tables: brought up to date when it is behind, refused when it is ahead. */
final class Schema {
  /** Of the newest file in the folder of migrations. */
  static final int CURRENT = 4;

  private static final int TRIES = 20;
  private static final long PAUSE_MILLIS = 250;
  private static final String HISTORY = "schema_history";
  private static final String FOLDER = "classpath:io/tlsfloor/inventory/schema";

  private Schema() {}

  /**
   * Makes sure that the tables are those of {@link #CURRENT}. Flyway is loaded only when they are
   * not: it takes a second to start.
   *
   * @throws ReportException if a newer version of tlsfloor made them, or they are not an
   *     inventory's
   */
  static void ensure(Location location, Connection connection)
      throws ReportException, SQLException {
    int found = version(connection, location);
    if (found > CURRENT) {
      throw ReportException.given(
          location.shown()
              + " was written by a newer tlsfloor: its tables have version "
              + found
              + ", this one knows version "
              + CURRENT,
          "Use the newer tlsfloor, or another inventory.");
    }
    if (found == CURRENT) {
      return;
    }
    for (int tries = 1; ; tries++) {
      try {
        Flyway.configure()
            .dataSource(location.url(), null, null)
            .locations(FOLDER)
            .table(HISTORY)
            .load()
            .migrate();
        return;
      } catch (FlywayException e) {
        if (tries == TRIES || !exists(connection, location)) {
          throw ReportException.output(
              location.shown() + " cannot be made an inventory: " + firstLine(e),
              "Give a new file or an empty database, or one that tlsfloor made.",
              e);
        }
        pause(); // another process does the same: a file has no lock for that
        if (version(connection, location) == CURRENT) {
          return;
        }
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Version of the tables; 0 where there are none. */
  private static int version(Connection connection, Location location) throws SQLException {
    if (!exists(connection, location)) {
      return 0;
    }
    String newest = "select max(cast(version as integer)) from " + HISTORY;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(newest)) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }

  /** Whether the tables have a history. */
  private static boolean exists(Connection connection, Location location) throws SQLException {
    String exists =
        location.postgres()
            ? "select 1 from information_schema.tables"
                + " where table_schema = current_schema() and table_name = '"
                + HISTORY
                + "'"
            : "select 1 from sqlite_master where type = 'table' and name = '" + HISTORY + "'";
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(exists)) {
      return rows.next();
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage())
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElse(e.getClass().getSimpleName());
  }
}
