package io.tlsfloor.inventory.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jdbi.v3.core.ConnectionFactory;

/**
 * Opens connections. Those to PostgreSQL are kept for the next work: a new process of the server,
 * what it has to read, and tables of its own take longer than the statements of a small import.
 */
final class Connections implements ConnectionFactory {
  /** More are closed: as many as write at once. */
  private static final int MAX_KEPT = 4;

  /** Then a new one takes its place: rows deleted from tables of its own stay there as garbage. */
  private static final int MAX_WORKS = 200;

  private static final int VALID_SECONDS = 5; // for an answer of the server

  private final Location location;
  private final int busyMillis;
  private final Deque<Connection> kept = new ConcurrentLinkedDeque<>();
  private final Map<Connection, Integer> works = new ConcurrentHashMap<>(); // done by those kept

  Connections(Location location, int busyMillis) {
    this.location = location;
    this.busyMillis = busyMillis;
  }

  @Override
  public Connection openConnection() throws SQLException {
    for (Connection next = kept.pollFirst(); next != null; next = kept.pollFirst()) {
      if (next.isValid(VALID_SECONDS)) {
        return next;
      }
      end(next);
    }
    return Store.connect(location, busyMillis);
  }

  @Override
  public void closeConnection(Connection connection) throws SQLException {
    boolean isIdle = location.postgres() && !connection.isClosed() && connection.getAutoCommit();
    if (isIdle && kept.size() < MAX_KEPT && works.merge(connection, 1, Integer::sum) < MAX_WORKS) {
      kept.addFirst(connection);
    } else {
      end(connection);
    }
  }

  private void end(Connection connection) throws SQLException {
    works.remove(connection);
    connection.close();
  }
}
