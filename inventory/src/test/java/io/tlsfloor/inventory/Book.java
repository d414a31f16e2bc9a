package io.tlsfloor.inventory;

import io.tlsfloor.inventory.answer.Clients;
import io.tlsfloor.inventory.answer.Clients.Filter;
import io.tlsfloor.inventory.answer.Days;
import io.tlsfloor.inventory.answer.Overview;
import io.tlsfloor.inventory.answer.Status;
import io.tlsfloor.inventory.intake.LinesImport;
import io.tlsfloor.inventory.state.Ledger.Question;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An inventory under test, with the questions that tests ask. */
public final class Book implements AutoCloseable {
  public final Store store;

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
          "note");

  private static byte[] empty;

  public Book(Path folder) throws IOException {
    this(made(folder.resolve("inventory.db")));
  }

  /** A new SQLite file, with its tables: a copy of the one that was made first. */
  private static synchronized String made(Path file) throws IOException {
    if (empty == null) {
      Path first = Files.createTempDirectory("inventory");
      Store.open(Location.parse(first.resolve("empty.db").toString()));
      empty = Files.readAllBytes(first.resolve("empty.db"));
      Files.delete(first.resolve("empty.db"));
      Files.delete(first);
    }
    if (!Files.exists(file)) {
      Files.write(file, empty);
    }
    return file.toString();
  }

  public Book(String location) throws IOException {
    store = Store.open(Location.parse(location));
  }

  public LinesImport.Result take(Saved lines) throws IOException {
    return new LinesImport(store, "here").stream(new ByteArrayInputStream(lines.bytes()), "lines");
  }

  public static Question question(String asOf) throws IOException {
    return new Question(Days.of(LocalDate.parse(asOf)), 14, Optional.empty());
  }

  public Status status(String asOf) throws IOException {
    Question question = question(asOf);
    return store.read(
        handle -> Overview.of(handle, question, OptionalInt.empty(), row -> {}).status());
  }

  public List<Clients.Row> rows(String asOf) throws IOException {
    Question question = question(asOf);
    return store.read(handle -> Clients.rows(handle, question, Filter.ALL));
  }

  /** The states of the clients, in the order of their ids. */
  public List<String> states(String asOf) throws IOException {
    List<String> states = new ArrayList<>();
    rows(asOf).stream()
        .sorted((a, b) -> a.id().compareTo(b.id()))
        .forEach(row -> states.add(row.client() + " " + row.state().word()));
    return states;
  }

  /** Everything that is kept but receipts and times of imports. */
  public String dump() throws IOException {
    List<String> kept = new ArrayList<>();
    for (String table : TABLES) {
      store.read(
          handle ->
              handle
                  .createQuery("select * from " + table)
                  .mapToMap()
                  .map(row -> table + new TreeMap<>(row).toString().replaceAll("imported=\\d+", ""))
                  .collect(Collectors.toCollection(() -> kept)));
    }
    return String.join("\n", kept);
  }

  @Override
  public void close() {
    // A store holds nothing open; tests read better with a block for each book.
  }
}
