package io.tlsfloor.inventory;

import io.tlsfloor.inventory.answer.Clients;
import io.tlsfloor.inventory.answer.Mark;
import io.tlsfloor.inventory.answer.Question;
import io.tlsfloor.inventory.answer.Status;
import io.tlsfloor.inventory.answer.SystemToChange;
import io.tlsfloor.inventory.answer.SystemToChange.Overview;
import io.tlsfloor.inventory.derive.Derivation;
import io.tlsfloor.inventory.intake.LinesImport;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.Times;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** An inventory under test, with the questions that tests ask. */
public final class Book implements AutoCloseable {
  public final Store store;

  private static byte[] empty;

  public Book(Path folder) throws IOException {
    this(made(folder.resolve("inventory.db")));
  }

  /** A new SQLite file, with its tables: a copy of the one that was made first. */
  private static synchronized String made(Path file) throws IOException {
    if (empty == null) {
      Path first = Files.createTempDirectory("inventory");
      Store.open(Location.parse(first.resolve("empty.db").toString()), notice -> {});
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
    store = Store.open(Location.parse(location), notice -> {}).patient();
  }

  public LinesImport.Result take(Saved lines) throws IOException {
    LinesImport.Result result =
        new LinesImport(store, "here").stream(new ByteArrayInputStream(lines.bytes()), "lines");
    Derivation.refresh(store);
    return result;
  }

  /** Takes several, and works out what follows once. */
  public void takeAll(List<Saved> files) throws IOException {
    for (Saved lines : files) {
      new LinesImport(store, "here").stream(new ByteArrayInputStream(lines.bytes()), "lines");
    }
    Derivation.refresh(store);
  }

  public static Question question(String asOf) {
    return new Question(Times.day(LocalDate.parse(asOf)));
  }

  public Status status(String asOf) throws IOException {
    Question question = question(asOf);
    return Derivation.ask(
        store, question.asOf(), handle -> Status.of(handle, question, OptionalInt.empty()));
  }

  public List<Clients.ClientRow> rows(String asOf) throws IOException {
    return rows(asOf, Clients.Filter.ALL);
  }

  /** Those of accounts, which are a list of their own. */
  public List<Clients.ClientRow> accounts(String asOf) throws IOException {
    return rows(asOf, Clients.Filter.ACCOUNTS);
  }

  private List<Clients.ClientRow> rows(String asOf, Clients.Filter filter) throws IOException {
    Question question = question(asOf);
    return Derivation.ask(store, question.asOf(), handle -> Clients.rows(handle, question, filter));
  }

  /** The states of the clients, in the order of their ids. */
  public List<String> states(String asOf) throws IOException {
    List<String> states = new ArrayList<>();
    rows(asOf).stream()
        .sorted((a, b) -> a.id().compareTo(b.id()))
        .forEach(row -> states.add(row.client() + " " + state(row)));
    return states;
  }

  /** The state, with the flags beside it that are not of its first days. */
  public static String state(Clients.ClientRow row) {
    StringBuilder state = new StringBuilder(row.state().word());
    row.flags().stream()
        .filter(flag -> flag != Mark.NEW_BELOW)
        .forEach(flag -> state.append(' ').append(flag.word()));
    return state.toString();
  }

  /** All that is told, as text: clients, weeks, coverage, what is to be done. */
  public String answers(String asOf) throws IOException {
    Status status = status(asOf);
    StringBuilder all = new StringBuilder();
    rows(asOf).forEach(row -> all.append(row).append('\n'));
    accounts(asOf).forEach(row -> all.append(row).append('\n'));
    status.weeks().forEach(week -> all.append(week).append('\n'));
    return all
        + status.states().toString()
        + status.flags()
        + status.fares()
        + status.belowInWords()
        + status.others()
        + status.coverage().uncovered()
        + overview(asOf);
  }

  private List<Overview> overview(String asOf) throws IOException {
    Question question = question(asOf);
    return Derivation.ask(
        store,
        question.asOf(),
        handle ->
            List.of(
                SystemToChange.overview(handle, question, 10),
                SystemToChange.overviewOfAccounts(handle, question, 10)));
  }

  @Override
  public void close() {
    // A store holds nothing open; tests read better with a block for each book.
  }
}
