package io.tlsfloor.inventory.store;

import io.tlsfloor.report.sink.Draft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Brings tables of an earlier version to this one, in one transaction, after a copy beside: a file
 * {@code inventory.db-version-5} for SQLite, a schema {@code tlsfloor_version_5} for PostgreSQL.
 *
 * <p>What is kept is changed by a script a version; what is worked out from it is made anew, and
 * worked out when somebody asks.
 */
final class Migration {
  /** The first version that can be brought to this one. */
  static final int OLDEST = 5;

  /** Versions that changed what is kept, each with a script of its own. */
  private static final List<Integer> CHANGES = List.of(6, 7, 10, 11);

  private static final List<String> KEPT =
      List.of(
          "meta",
          "site",
          "service",
          "run",
          "part",
          "run_day",
          "observation",
          "finding",
          "host",
          "forgotten",
          "note");

  private final Location location;
  private final int from;

  Migration(Location location, int from) {
    this.location = location;
    this.from = from;
  }

  /**
   * Does it, in the transaction of {@code statement}.
   *
   * @return where the copy is
   */
  String run(Statement statement) throws SQLException {
    String beside = copy(statement);
    for (int version : CHANGES) {
      if (version > from) {
        for (String sql : Schema.statements("to-" + version + ".sql")) {
          statement.execute(sql);
        }
      }
    }
    for (String table : Schema.derived()) {
      statement.execute("drop table if exists " + table);
    }
    for (String sql : Schema.statements(Schema.DERIVED)) {
      statement.execute(sql);
    }
    statement.execute("delete from touched");
    statement.execute(
        """
        insert into touched (site, address, day)
          select distinct site, address, day from observation
          union select r.site, '', d.day from run_day d join run r on r.id = d.run
        """);
    statement.execute("update tlsfloor set version = '" + Schema.VERSION + "'");
    return beside;
  }

  private String copy(Statement statement) throws SQLException {
    if (location.postgres()) {
      String beside = "tlsfloor_version_" + from;
      statement.execute("drop schema if exists " + beside + " cascade");
      statement.execute("create schema " + beside);
      for (String table : KEPT) {
        statement.execute(
            "create table %1$s.%2$s (like %2$s including all)".formatted(beside, table));
        statement.execute("insert into %1$s.%2$s select * from %2$s".formatted(beside, table));
      }
      return "the schema " + beside;
    }
    Path beside = Path.of(location.file() + "-version-" + from);
    Path part = Path.of(beside + ".part");
    try {
      Files.deleteIfExists(part);
      Draft.newFile(part).close();
      // a reader beside the writer: SQLite copies in no transaction
      try (Connection reader = Store.connect(location);
          PreparedStatement vacuum = reader.prepareStatement("vacuum into ?")) {
        vacuum.setString(1, part.toString());
        vacuum.execute();
      }
      Files.move(part, beside, StandardCopyOption.REPLACE_EXISTING);
      return location.shown() + "-version-" + from;
    } catch (IOException e) {
      throw new SQLException(
          "its tables are of version "
              + from
              + ", and cannot be copied to "
              + beside
              + " before they are changed: "
              + e.getMessage(),
          e);
    }
  }
}
