package io.tlsfloor.inventory.answer;

import io.tlsfloor.report.text.JsonLine;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;

/** Everything that is kept, as JSON Lines: the name of the table and its columns. */
public final class Export {
  /** In an order in which each refers only to those before it. */
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
          "shared_name",
          "run",
          "site_day",
          "receipt",
          "note",
          "tie",
          "subscription");

  private Export() {}

  /** Writes all tables to {@code out}. */
  public static void write(Handle handle, OutputStream out) throws IOException {
    JsonLine json = new JsonLine(out);
    try (Statement statement = handle.getConnection().createStatement()) {
      statement.setFetchSize(1_000);
      for (String table : TABLES) {
        String order =
            table.equals("site") ? " order by 1" : " order by 1, 2, 3"; // of either database
        try (ResultSet rows = statement.executeQuery("select * from " + table + order)) {
          ResultSetMetaData columns = rows.getMetaData();
          while (rows.next()) {
            json.open();
            json.text("table", table);
            for (int i = 1; i <= columns.getColumnCount(); i++) {
              String name = columns.getColumnName(i).toLowerCase(Locale.ROOT);
              Object value = rows.getObject(i);
              if (value instanceof Number number) {
                json.number(name, number.longValue());
              } else if (value != null) {
                json.text(name, rows.getString(i));
              }
            }
            json.close();
          }
        }
      }
    } catch (SQLException e) {
      throw new IOException("the export stopped: " + e.getMessage(), e);
    }
  }
}
