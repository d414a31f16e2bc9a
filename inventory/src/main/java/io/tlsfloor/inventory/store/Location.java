package io.tlsfloor.inventory.store;

import io.tlsfloor.report.ReportException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Where an inventory is: a file for SQLite, or the JDBC URL of a PostgreSQL database.
 *
 * @param url for JDBC
 * @param shown for messages and configuration listings: the URL without its password
 * @param postgres whether it is PostgreSQL; else SQLite
 */
public record Location(String url, String shown, boolean postgres) {
  private static final String POSTGRES = "jdbc:postgresql:";

  /**
   * Reads what {@code --inventory} was given.
   *
   * @throws ReportException if it names neither a file nor a PostgreSQL database
   */
  public static Location parse(String given) throws ReportException {
    if (given.startsWith("postgres://") || given.startsWith("postgresql://")) {
      throw ReportException.given(
          "--inventory takes JDBC URLs", "Write jdbc:postgresql://HOST/DATABASE?user=NAME.");
    }
    if (given.startsWith(POSTGRES)) {
      String shown =
          given.replaceAll("(?i)(password=)[^&]*", "$1…").replaceAll("//[^/@]*@", "//…@");
      return new Location(given, shown, true);
    }
    if (given.startsWith("jdbc:") || given.isBlank()) {
      throw ReportException.given(
          "--inventory cannot be \"" + given + "\"",
          "Give a file for SQLite, or jdbc:postgresql://HOST/DATABASE for PostgreSQL.");
    }
    try {
      return new Location("jdbc:sqlite:" + Path.of(given).toAbsolutePath(), given, false);
    } catch (InvalidPathException e) {
      throw ReportException.given("--inventory: " + e.getMessage(), "Give the path of a file.");
    }
  }

  /**
   * What a person on this machine types to name it, wherever they are; empty where that would hold
   * a password.
   */
  public Optional<String> typed() {
    return !postgres
        ? Optional.of(file().toString())
        : url.equals(shown) ? Optional.of(url) : Optional.empty();
  }

  /** Returns whether a handle speaks with PostgreSQL. */
  public static boolean isPostgres(Handle handle) {
    try {
      return handle.getConnection().getMetaData().getURL().startsWith(POSTGRES);
    } catch (SQLException e) {
      throw new IllegalStateException("the driver knows its URL", e);
    }
  }

  /**
   * Returns whether there is a database; of a server's this says nothing yet, and takes it for
   * given.
   */
  public boolean isThere() {
    return postgres() || Files.isRegularFile(file());
  }

  /** The file of a SQLite database. */
  Path file() {
    return Path.of(url.substring("jdbc:sqlite:".length()));
  }
}
