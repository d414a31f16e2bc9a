package io.tlsfloor.cli.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.answer.Clients.ClientRow;
import io.tlsfloor.inventory.answer.Mark;
import io.tlsfloor.inventory.answer.Status.Week;
import io.tlsfloor.inventory.derive.Derivation;
import io.tlsfloor.inventory.derive.People;
import io.tlsfloor.inventory.intake.LinesImport;
import io.tlsfloor.inventory.people.HostList;
import io.tlsfloor.inventory.people.Note;
import io.tlsfloor.inventory.people.NoteBook;
import io.tlsfloor.inventory.people.Sites;
import io.tlsfloor.inventory.store.Postgres;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.testing.Rounds;
import io.tlsfloor.testing.TakesLong;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The answers over a made-up network are what really happened, in whichever order its files come.
 */
class SimulationTest {
  private static final long SEED = Long.getLong("tlsfloor.seed", 20_261_130);
  private static final int WRITERS = 4;
  private static Simulation truth;
  private static String expected; // the answers in the end

  /** About how often what follows is worked out behind killed imports, and behind others. */
  private static final int WORKED_OUT = Math.max(6, Rounds.some(12));

  @TempDir private static Path logs;
  @TempDir private Path folder;

  /** Rows that are one device's, and the device is theirs alone; where those were seen. */
  private record Fit(int clients, int devices, int alone, Set<String> sites, List<String> wrong) {}

  private static void take(Book book, List<byte[]> files) throws IOException {
    for (byte[] file : files) {
      new LinesImport(book.store, "here").stream(new ByteArrayInputStream(file), "lines");
    }
    Derivation.refresh(book.store);
  }

  private static void close(Book book) throws IOException {
    int day = Times.day(LocalDate.parse(Saved.day(truth.closes())));
    book.store.write(
        handle -> {
          Sites.close(handle, "i.db", "rome", day);
          truth
              .retired()
              .forEach(
                  (mac, since) ->
                      NoteBook.add(
                          handle,
                          new Note(
                              Note.Scope.CLIENT,
                              "mac:" + mac,
                              Note.Field.RETIRED,
                              "retired",
                              "",
                              0,
                              "me",
                              since,
                              day - truth.closes() + since)));
          People.refresh(handle, false);
          return true;
        });
    Derivation.refresh(book.store);
  }

  private static Fit fit(Book book, int day) throws IOException {
    int first = Times.day(LocalDate.parse(Saved.day(0)));
    Map<String, Set<Integer>> devices = new HashMap<>();
    Map<Integer, Set<String>> clients = new HashMap<>();
    Derivation.ask(
        book.store,
        first + day,
        handle ->
            handle
                .createQuery(
                    "select c.identity, s.name, p.address, p.day from place p"
                        + " join client c on c.id = p.client join site s on s.id = p.site")
                .map(
                    (r, c) -> {
                      String place =
                          r.getString("name")
                              + " "
                              + r.getString("address")
                              + " "
                              + (r.getInt("day") - first);
                      String client = r.getString("identity");
                      Set<Integer> own = truth.holders.get(place);
                      devices.computeIfAbsent(client, key -> new HashSet<>()).addAll(own);
                      own.forEach(
                          device ->
                              clients.computeIfAbsent(device, key -> new HashSet<>()).add(client));
                      return true;
                    })
                .list());
    Map<String, ClientRow> rows = new TreeMap<>();
    book.rows(Saved.day(day)).forEach(row -> rows.put(row.id(), row));
    book.accounts(Saved.day(day)).forEach(row -> rows.put(row.id(), row));
    int alone = 0;
    Set<String> sites = new HashSet<>();
    List<String> wrong = new ArrayList<>();
    for (ClientRow row : rows.values()) {
      Set<Integer> own = devices.getOrDefault(row.id(), Set.of());
      if (own.size() == 1) {
        int device = own.iterator().next();
        if (clients.get(device).size() == 1 && !truth.isBehindNat(device)) {
          alone++;
          sites.addAll(row.sites());
          if (truth.doesBoth(device)) {
            String rhythms = String.join("; ", row.rhythms());
            if (!truth.isRight(device, day, Book.state(row), rhythms)) {
              wrong.add(row.id() + " does both: " + Book.state(row) + ", " + rhythms);
            }
            continue;
          }
          String expected = truth.truth(device, day);
          String flag = " " + Mark.CHANGING_ADDRESS.word();
          boolean isChanging = Book.state(row).endsWith(flag);
          String state = Book.state(row).replace(flag, "");
          List<String> either = List.of(expected.split(Simulation.OR));
          boolean isSure = state.equals(either.get(0)) || !either.get(0).equals("fixed");
          boolean isTold = either.contains(state) && (isSure || isUnsure(row));
          if (!isTold || !truth.mayChange(device, day, isChanging)) {
            wrong.add(
                row.id()
                    + " device "
                    + device
                    + ": "
                    + Book.state(row)
                    + ", not "
                    + expected
                    + ", as of day "
                    + day
                    + ": "
                    + truth.story(device)
                    + row.rhythms());
          }
        }
      }
    }
    return new Fit(rows.size(), truth.devices(), alone, sites, wrong);
  }

  /** A client that was good before did both: the answer says how long it has to be silent. */
  private static boolean isUnsure(ClientRow row) {
    return row.rhythms().stream().anyMatch(text -> text.contains(" of "));
  }

  private static void check(Book book, double most) throws IOException {
    close(book);
    int last = truth.days - 1;
    Fit fit = fit(book, last);
    assertThat(fit.wrong()).isEmpty();
    assertThat((double) fit.clients()).isBetween(fit.devices() * (2 - most), fit.devices() * most);
    assertThat(fit.alone()).isGreaterThan(fit.devices() * 8 / 10);
    assertThat(fit.sites()).containsAll(truth.siteNames()).contains(Simulation.TENANT);
  }

  /** Compares answers as of some days, and each week of the trend as it was known at its end. */
  private static void checkThen(Book book, int... days) throws IOException {
    for (int day : days) {
      assertThat(fit(book, day).wrong()).as("as of day %d", day).isEmpty();
    }
    int first = Times.day(LocalDate.parse(Saved.day(0)));
    List<Week> weeks = book.status(Saved.day(truth.days - 1)).weeks();
    for (int i = 1; i + 1 < weeks.size(); i += Math.max(1, weeks.size() / 6)) {
      int end = weeks.get(i).start() + 6;
      String day = Saved.day(end - first);
      assertThat(book.status(day).below()).as("as of " + day).isEqualTo(weeks.get(i).below());
    }
  }

  private static void shuffledAndRepeated(Book book) throws IOException {
    List<byte[]> files = new ArrayList<>(truth.files());
    files.addAll(List.copyOf(files.subList(files.size() / 3, files.size() / 2)));
    Collections.shuffle(files, new Random(SEED));
    for (int from = 0; from < files.size(); from += files.size() / 4 + 1) {
      take(book, files.subList(from, Math.min(files.size(), from + files.size() / 4 + 1)));
    }
    close(book);
    assertThat(book.answers(Saved.day(truth.days - 1))).isEqualTo(expected);
  }

  /** Ends an import as a kill does. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** The beginning of a file, behind which its reader is killed. */
  private static InputStream until(byte[] lines, int end) {
    return new ByteArrayInputStream(lines, 0, end) {
      @Override
      public synchronized int read(byte[] into, int from, int length) {
        int got = super.read(into, from, Math.min(length, 700));
        if (got < 0) {
          throw new Killed();
        }
        return got;
      }
    };
  }

  /** Each fourth file is begun, killed anywhere, and at times worked out, before it comes whole. */
  private static void killed(Book book) throws IOException {
    Random random = new Random(SEED);
    List<byte[]> files = truth.files();
    for (byte[] file : files) {
      if (random.nextInt(4) == 0) {
        try {
          new LinesImport(book.store, "here")
              .stream(until(file, random.nextInt(file.length)), "lines");
          throw new AssertionError("not killed");
        } catch (Killed e) {
          if (random.nextInt(files.size() / 4) < WORKED_OUT) {
            Derivation.refresh(book.store);
          }
        }
      }
      new LinesImport(book.store, "here").stream(new ByteArrayInputStream(file), "lines");
      if (random.nextInt(files.size()) < WORKED_OUT) {
        Derivation.refresh(book.store);
      }
    }
    Derivation.refresh(book.store);
    close(book);
    assertThat(book.answers(Saved.day(truth.days - 1))).isEqualTo(expected);
  }

  private static void inParallel(Book book) throws Exception {
    List<byte[]> files = truth.files();
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int part = 0; part < WRITERS; part++) {
        List<byte[]> own = new ArrayList<>();
        for (int i = part; i < files.size(); i += WRITERS) {
          own.add(files.get(i));
        }
        all.add(
            threads.submit(
                () -> {
                  take(book, own);
                  return true;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    close(book);
    assertThat(book.answers(Saved.day(truth.days - 1))).isEqualTo(expected);
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  private static String inOrder(double guessed) throws IOException {
    try (Book book = new Book(logs)) {
      List<byte[]> files = truth.files();
      int part = files.size() / 5;
      for (int from = 0; from < files.size(); from += part) {
        take(book, files.subList(from, Math.min(files.size(), from + part)));
      }
      check(book, guessed);
      checkThen(book, truth.days / 4, truth.closes(), truth.closes() + 1, truth.days - 10);
      return book.answers(Saved.day(truth.days - 1));
    }
  }

  /** {@code .ci/proof} takes a year of 400 devices. */
  @BeforeAll
  static void simulate() throws IOException {
    truth =
        new Simulation(
            SEED,
            Integer.getInteger("tlsfloor.devices", 30),
            Integer.getInteger("tlsfloor.days", 42),
            logs);
    expected = inOrder(1.25);
  }

  /** With a directory and leases the devices are known. */
  private void hosts(Book book) throws IOException {
    Path directory = folder.resolve("intune.csv");
    Files.writeString(directory, truth.directory());
    HostList.read(directory.toString(), "").keep(book.store);
    List<String> sites = truth.siteNames();
    for (int site = 0; site < sites.size(); site++) {
      Path leases = folder.resolve("leases-" + sites.get(site) + ".csv");
      Files.writeString(leases, truth.leases(site));
      HostList.read(leases.toString(), sites.get(site)).keep(book.store);
    }
    check(book, 1.10);
  }

  @Test
  void whatIsToldIsWhatHappened() throws Exception {
    try (Book book = new Book(folder)) {
      killed(book);
    }
  }

  @Test
  @TakesLong("weeks of a network come in other ways")
  void howeverItComes() throws Exception {
    try (Book book = new Book(folder("shuffled"))) {
      shuffledAndRepeated(book);
    }
    try (Book book = new Book(folder("parallel"))) {
      inParallel(book);
      hosts(book);
    }
    try (Postgres server = new Postgres();
        Book book = new Book(server.url())) {
      shuffledAndRepeated(book);
      checkThen(book, truth.days / 2);
    }
  }
}
