package io.tlsfloor.inventory.store;

import io.tlsfloor.report.ReportException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Says what a failure of a database means, and what to do about it. */
public final class StoreFailures {
  private StoreFailures() {}

  /**
   * Returns whether a database failed because of what was to be written: tried again, it fails
   * again. States of class 22 (data) and 23 (constraints) of SQL say so.
   */
  public static boolean refusesContent(Exception failure) {
    Throwable cause = sql(failure);
    if (cause instanceof SQLiteException sqlite) {
      SQLiteErrorCode code = primary(sqlite.getResultCode());
      return code == SQLiteErrorCode.SQLITE_CONSTRAINT || code == SQLiteErrorCode.SQLITE_TOOBIG;
    }
    String state = cause instanceof SQLException e ? String.valueOf(e.getSQLState()) : "";
    return state.startsWith("22") || state.startsWith("23");
  }

  /** Returns whether others were at work on the database: a moment later it may succeed. */
  static boolean isBusy(SQLException failure) {
    return failure instanceof SQLiteException sqlite
        && primary(sqlite.getResultCode()) == SQLiteErrorCode.SQLITE_BUSY;
  }

  private static @Nullable Throwable sql(Throwable failure) {
    @Nullable Throwable cause = failure;
    while (cause != null && !(cause instanceof SQLException)) {
      cause = cause.getCause();
    }
    return cause;
  }

  static ReportException of(Location location, Exception failure) {
    Throwable cause = sql(failure);
    String where = "inventory " + location.shown() + ": ";
    if (cause instanceof SQLiteException sqlite) {
      return ReportException.output(where + words(sqlite), hint(sqlite), failure);
    }
    if (cause instanceof SQLException sql) {
      String text = String.valueOf(sql.getMessage()).lines().findFirst().orElse("");
      String clause = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
      return ReportException.output(where + clause, hint(sql), failure);
    }
    return ReportException.output(where + failure.getMessage(), "", failure);
  }

  private static String words(SQLiteException e) {
    return switch (primary(e.getResultCode())) {
      case SQLITE_BUSY, SQLITE_LOCKED -> "locked by another process";
      case SQLITE_FULL -> "the disk is full";
      case SQLITE_NOTADB -> "this file is not a SQLite database";
      case SQLITE_CANTOPEN -> "cannot be opened or made";
      case SQLITE_READONLY -> "cannot be written";
      case SQLITE_CORRUPT -> "the file is damaged";
      case SQLITE_IOERR -> "reading or writing failed (" + e.getResultCode().name() + ")";
      default -> String.valueOf(e.getMessage());
    };
  }

  private static String hint(SQLiteException e) {
    return switch (primary(e.getResultCode())) {
      case SQLITE_BUSY, SQLITE_LOCKED -> "Try again when the other process is done.";
      case SQLITE_FULL -> "Free some space and run again: nothing half-written was left.";
      case SQLITE_NOTADB -> "Give another file, or one that tlsfloor made.";
      case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_IOERR ->
          "Check that the folder is there and may be written, on a local disk that has room.";
      case SQLITE_CORRUPT -> "Restore it from a copy, or make a new one from the saved lines.";
      default -> "";
    };
  }

  private static SQLiteErrorCode primary(SQLiteErrorCode code) {
    return SQLiteErrorCode.getErrorCode(code.code & 0xFF);
  }

  private static String hint(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    if (state.startsWith("08")) {
      return "Check that the server runs and takes connections from here.";
    }
    if (state.startsWith("28")) {
      return "Check user and password in the URL:"
          + " jdbc:postgresql://HOST/DATABASE?user=…&password=….";
    }
    if (state.startsWith("53")) {
      return "The server has no room left: free some and run again.";
    }
    if (state.equals("3D000")) {
      return "Make the database first: createdb NAME.";
    }
    return "";
  }
}
