package io.tlsfloor.inventory.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * Writes many rows by one statement, in parts of bounded size. Jdbi's own batches look for the type
 * of each value, which takes longer than the database does.
 */
final class RowBatch implements AutoCloseable {
  private static final int MAX_ROWS = 1_000;

  private final PreparedStatement statement;
  private int rows;

  /** Prepares a statement with question marks. */
  RowBatch(Handle handle, String sql) {
    try {
      statement = handle.getConnection().prepareStatement(sql);
    } catch (SQLException e) {
      throw new Failure(e);
    }
  }

  /** A statement failed. */
  private static final class Failure extends JdbiException {
    private static final long serialVersionUID = 1L;

    Failure(SQLException cause) {
      super(cause);
    }
  }

  /** Adds a row: texts, integers and longs, in the order of the question marks. */
  void add(Object... values) {
    try {
      for (int i = 0; i < values.length; i++) {
        Object value = values[i];
        if (value instanceof String text) {
          statement.setString(i + 1, text);
        } else if (value instanceof Integer number) {
          statement.setInt(i + 1, number);
        } else {
          statement.setLong(i + 1, (Long) value);
        }
      }
      statement.addBatch();
      if (++rows == MAX_ROWS) {
        write();
      }
    } catch (SQLException e) {
      throw new Failure(e);
    }
  }

  private void write() throws SQLException {
    statement.executeBatch();
    rows = 0;
  }

  /** Writes what waits. */
  void execute() {
    try {
      if (rows > 0) {
        write();
      }
    } catch (SQLException e) {
      throw new Failure(e);
    }
  }

  /** Lets go of the statement; rows that were not written are forgotten. */
  @Override
  public void close() {
    try {
      statement.close();
    } catch (SQLException e) {
      throw new Failure(e);
    }
  }
}
