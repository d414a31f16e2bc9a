package io.tlsfloor.inventory.store;

import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.sink.Draft;
import io.tlsfloor.report.text.Reasons;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.generic.GenericType;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * An open inventory. Readers see one state of it from their first statement to their last; writers
 * come one after the other, each with a whole transaction or none.
 *
 * <p>Safe for use by several threads: each call has a connection of its own. Some to PostgreSQL are
 * held between them.
 */
public final class Store {
  /** How long a writer waits for another one: a watch says after it that it tries again. */
  private static final int BUSY_MILLIS = 10_000;

  /** How long an import waits: another one may have a year to work out. */
  private static final int PATIENT_MILLIS = 300_000;

  /** So many deleted rows do not slow down who looks for others. */
  private static final int FEW_ROWS = 100;

  private static final int REST_MILLIS = 20;

  /** One lock for all writers of a database: "tlsfloor". */
  static final long WRITER_LOCK = 0x746c73666c6f6f72L;

  /**
   * So much does SQLite keep in memory of what is written to again and again: negative kibibytes. A
   * reader, who looks at a table once, is slower with more than the 2 MB that it has by itself.
   */
  private static final String WRITER_CACHE = "pragma cache_size = -65536";

  /** Keeps what it has parsed: to parse a statement takes longer than to execute it. */
  private static final SqlParser PARSER = new ColonPrefixSqlParser();

  /** A list of texts is kept as lines. */
  private static final GenericType<List<String>> LINES = new GenericType<>() {};

  private final Location location;
  private final Jdbi jdbi;

  /** Work on an open connection. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T with(Handle handle) throws IOException;
  }

  /** Where it is. */
  public Location location() {
    return location;
  }

  private Store(Location location, int busyMillis) {
    this.location = location;
    this.jdbi =
        Jdbi.create(new Connections(location, busyMillis))
            .configure(
                SqlStatements.class,
                statements -> statements.setSqlParser(PARSER).setTemplateEngine(TemplateEngine.NOP))
            .registerRowMapper(Store::toRecord)
            .registerColumnMapper(
                LINES, (row, column, context) -> Texts.list(row.getString(column)));
  }

  /**
   * A row is the record whose components have its columns' names, {@code firstSeen} for first_seen.
   */
  private static Optional<RowMapper<?>> toRecord(Type type, ConfigRegistry config) {
    return type instanceof Class<?> && ((Class<?>) type).isRecord()
        ? Optional.of(ConstructorMapper.of((Class<?>) type))
        : Optional.empty();
  }

  /**
   * Opens an inventory, and makes it where there is none.
   *
   * @param notices takes a sentence where tables of an earlier version were changed
   * @throws ReportException if it cannot be opened
   */
  public static Store open(Location location, Consumer<String> notices) throws ReportException {
    boolean made = !location.postgres() && make(location.file());
    long began = System.nanoTime();
    while (true) {
      try (Connection connection = connect(location)) {
        Schema.ensure(location, connection)
            .ifPresent(
                beside ->
                    notices.accept(
                        "inventory "
                            + location.shown()
                            + ": its tables are those of this version now; a copy from before is "
                            + beside));
        return new Store(location, BUSY_MILLIS);
      } catch (SQLException e) {
        boolean busy = StoreFailures.isBusy(e);
        if (!busy || System.nanoTime() - began > BUSY_MILLIS * 1_000_000L || !rested()) {
          if (made && !busy) {
            forget(location.file()); // it holds nothing
          }
          throw StoreFailures.of(location, e);
        }
      }
    }
  }

  /**
   * Waits a moment: SQLite itself waits for others but while a new file gets its journal, where it
   * refuses at once.
   *
   * @return false if this thread is to end
   */
  private static boolean rested() {
    try {
      Thread.sleep(REST_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The same inventory, whose writers wait for minutes until others are done. */
  public Store patient() {
    return new Store(location, PATIENT_MILLIS);
  }

  /**
   * Makes a file for owner and group, as all results; what stands beside it gets the same
   * permissions.
   *
   * @return whether it was made; otherwise it is there, or cannot be opened either, which is said
   */
  private static boolean make(Path file) {
    if (Files.exists(file)) {
      return false;
    }
    try {
      Draft.newFile(file).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void forget(Path file) {
    for (String suffix : new String[] {"", "-wal", "-shm"}) {
      try {
        Files.deleteIfExists(Path.of(file + suffix));
      } catch (IOException e) {
        // That it cannot be opened is said.
      }
    }
  }

  /**
   * Opens an inventory that must be there: a question about a file that does not exist is a slip.
   *
   * @param notices as of {@link #open}
   * @throws ReportException if it is not there, or cannot be opened
   */
  public static Store openExisting(Location location, Consumer<String> notices)
      throws ReportException {
    if (!location.isThere()) {
      throw ReportException.given(
          "there is no inventory " + location.shown(),
          "tlsfloor inventory import FILE.jsonl --inventory " + location.shown() + " makes one.");
    }
    return open(location, notices);
  }

  /**
   * Tries whether an inventory can be opened, or made where there is none, and leaves nothing
   * there.
   *
   * @throws ReportException if it cannot
   */
  public static void check(Location location) throws ReportException {
    try {
      if (location.isThere()) {
        try (Connection connection = connect(location);
            Statement statement = connection.createStatement()) {
          statement.executeQuery("select 1").close();
          if (!location.postgres()) {
            requireWritable(location, statement);
          }
        }
      } else {
        Draft.of(location.file()).close();
      }
    } catch (SQLException e) {
      if (!StoreFailures.isBusy(e)) {
        throw StoreFailures.of(location, e);
      }
    } catch (IOException e) {
      throw ReportException.output(
          "inventory " + location.shown() + ": " + Reasons.of(e),
          "Check that the folder is there and may be written, on a local disk that has room.",
          e);
    }
  }

  /**
   * SQLite looks into a file when it is asked for what is in there, and at rights when it writes.
   */
  private static void requireWritable(Location location, Statement statement)
      throws SQLException, IOException {
    statement.executeQuery("select count(*) from sqlite_master").close();
    if (!Files.isWritable(location.file())) {
      throw new IOException("permission denied");
    }
  }

  /** Opens a connection, set up as this class wants it. */
  public static Connection connect(Location location) throws SQLException {
    return connect(location, BUSY_MILLIS);
  }

  static Connection connect(Location location, int busyMillis) throws SQLException {
    if (location.postgres()) {
      Properties properties = new Properties();
      properties.setProperty("ApplicationName", "tlsfloor");
      properties.setProperty("connectTimeout", "5");
      properties.setProperty("loginTimeout", "10"); // of one that says nothing
      properties.setProperty("reWriteBatchedInserts", "true"); // one statement for many rows
      properties.setProperty(
          "prepareThreshold", "0"); // a statement kept would miss tables that hide others
      return DriverManager.getConnection(location.url(), properties);
    }
    requireTemporaryFolder();
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.NORMAL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(busyMillis);
    config.setGetGeneratedKeys(false); // or each insertion is looked at whether it is one
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    return config.createConnection(location.url());
  }

  /** The library prints traces of its own where it cannot unpack itself. */
  private static void requireTemporaryFolder() throws SQLException {
    String folder = System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir"));
    if (System.getProperty("org.sqlite.lib.path") == null && !Files.isWritable(Path.of(folder))) {
      throw new SQLException(
          "the SQLite library cannot be unpacked into "
              + folder
              + ": make that folder usable, or name another with"
              + " TLSFLOOR_JAVA_OPTS=-Djava.io.tmpdir=DIR");
    }
  }

  /** Where it is, without passwords. */
  public String shown() {
    return location.shown();
  }

  /**
   * Reads, all statements from one state of the inventory.
   *
   * @throws ReportException if the database fails
   */
  public <T> T read(Work<T> work) throws IOException {
    return with(
        handle -> {
          if (!location.postgres()) {
            handle.execute("begin deferred");
            try {
              return work.with(handle);
            } finally {
              handle.execute("rollback");
            }
          }
          handle.begin(); // the driver gives rows in parts only within a transaction
          try {
            handle.execute("set transaction isolation level repeatable read");
            handle.execute("set local jit = off"); // it compiles for longer than a page may take
            handle.execute("set local work_mem = '64MB'"); // or it sorts all clients on disk
            return work.with(handle);
          } finally {
            handle.rollback();
          }
        });
  }

  /**
   * Writes in one transaction: all of it, or nothing if {@code work} throws. Others that write
   * wait.
   *
   * @throws ReportException if the database fails
   */
  public <T> T write(Work<T> work) throws IOException {
    return with(
        handle -> {
          handle.begin();
          try {
            if (location.postgres()) {
              handle.execute("select pg_advisory_xact_lock(?)", WRITER_LOCK);
              forSingleRows(handle);
            } else {
              handle.execute(WRITER_CACHE);
            }
            T result = work.with(handle);
            TableNumbers.changed(handle);
            handle.commit();
            return result;
          } finally {
            if (handle.isInTransaction()) {
              handle.rollback();
            }
          }
        });
  }

  /** Waits for those who wait to write already: PostgreSQL lets them write in their order. */
  public void letOthersWrite() throws IOException {
    if (location.postgres()) {
      with(handle -> handle.execute("select pg_advisory_xact_lock(?)", WRITER_LOCK));
    }
  }

  /** Until the end of a transaction of PostgreSQL: statements look for single rows, by indexes. */
  public static void forSingleRows(Handle handle) {
    handle.execute("set local enable_seqscan = off");
    handle.execute("set local jit = off"); // which a few rows are not worth
  }

  /**
   * Until the end of a transaction of PostgreSQL: statements may read whole tables again. Those
   * that the connection filled itself are analyzed first.
   */
  public static void forManyRows(Handle handle, List<String> filled) {
    filled.forEach(table -> analyzeOwn(handle, table));
    handle.execute("set local enable_seqscan = on");
  }

  /**
   * Until the end of a transaction of PostgreSQL: statements go from a few rows to what belongs to
   * each. What it knows of a table says nothing of a site or a day that is new: it would rather
   * read all of the table once.
   */
  public static void forFewRows(Handle handle) {
    handle.execute("set local enable_hashjoin = off");
    handle.execute("set local enable_mergejoin = off");
  }

  /**
   * Lets PostgreSQL look at tables of which about a tenth or more is new. It does so by itself
   * after a minute or so; until then it takes them for what they were, and may read all rows of a
   * day for each address.
   *
   * @param rows about how many are new in each
   * @return whether it looked at any
   */
  public static boolean analyzeGrown(Handle handle, int rows, List<String> tables) {
    boolean any = false;
    for (String table : Location.isPostgres(handle) ? tables : List.<String>of()) {
      boolean grown =
          handle
              .createQuery(
                  "select 1 from pg_class where oid = to_regclass(?) and relkind = 'r' and reltuples < ?")
              .bind(0, table)
              .bind(1, 10L * rows)
              .mapTo(Integer.class)
              .findFirst()
              .isPresent();
      if (grown) {
        handle.execute("analyze " + table);
      }
      any |= grown;
    }
    return any;
  }

  /**
   * Makes a table of the connection's own, or empties it: for PostgreSQL to do so at the end of
   * each transaction takes longer than all statements of a small import.
   */
  public static void ownTable(Handle handle, String table, String columns) {
    handle.execute("create temporary table if not exists " + table + " (" + columns + ")");
    clearOwn(handle, table);
  }

  /**
   * Empties a table of the connection's own. PostgreSQL looks at rows that were deleted again and
   * again until their transaction ends: where they were many, it gets new files, for which it takes
   * a millisecond or two.
   */
  public static void clearOwn(Handle handle, String table) {
    int rows = handle.execute("delete from " + table);
    if (rows > FEW_ROWS && Location.isPostgres(handle)) {
      handle.execute("truncate " + table);
    }
  }

  /** Takes tables away that hide others of their names: the connection may be used again. */
  public static void discardOwn(Handle handle) {
    if (Location.isPostgres(handle)) {
      handle.execute("discard temp");
    }
  }

  /**
   * Lets the database count the rows of a table of the connection's own, which neither does by
   * itself: PostgreSQL would take a few for a thousand, SQLite ten for a million, and both would
   * read all rows of a large table to find theirs. SQLite goes on guessing where there is no row.
   */
  public static void analyzeOwn(Handle handle, String table) {
    handle.execute("analyze " + table);
  }

  private <T> T with(Work<T> work) throws IOException {
    try (Handle handle = jdbi.open()) {
      return work.with(handle);
    } catch (JdbiException e) {
      throw StoreFailures.of(location, e);
    }
  }
}
