package io.tlsfloor.inventory.store;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/** What goes wrong with files and processes leaves an inventory with whole transactions only. */
@TakesLong("processes are killed again and again")
class FaultsTest {
  private static final int CLIENTS = 99;

  /** {@code .ci/proof} takes 50. */
  private static final int KILLS = Integer.getInteger("tlsfloor.kills", 4);

  @TempDir Path folder;

  /** What killed processes unpacked: programs may be refused where the others are. */
  @TempDir(factory = TempDirFactory.Standard.class)
  Path unpacked;

  private static Saved days(int from, int to) {
    Saved lines = new Saved("hq");
    for (int number = from; number < to; number++) {
      for (int host = 1; host < 100; host++) {
        lines.client(day(number), new Client("10.0.1." + host).old(number < host ? 1 : 0).good(2));
      }
      lines.day(day(number));
    }
    return lines;
  }

  @Test
  void aWriterWaitsForAnother() throws Exception {
    try (Book book = new Book(folder);
        Connection other =
            Store.connect(Location.parse(folder.resolve("inventory.db").toString()));
        Statement statement = other.createStatement()) {
      statement.execute("begin immediate");
      CompletableFuture<Boolean> taken =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  book.take(days(0, 1));
                  return true;
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      Thread.sleep(300);
      assertThat(taken).isNotDone();
      assertThat(book.rows(day(0))).isEmpty(); // readers do not wait
      statement.execute("commit");

      assertThat(taken.get(5, TimeUnit.MINUTES)).isTrue();
      assertThat(book.rows(day(0))).hasSize(99);
    }
  }

  @Test
  void aFullDiskIsSaidAndLeavesWhatWasThere() throws Exception {
    Requires.root();
    Path disk = Files.createDirectory(folder.resolve("disk"));
    run("mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", disk.toString());
    try {
      try (Book book = new Book(disk)) {
        book.take(days(0, 1));

        assertThatThrownBy(() -> book.take(days(1, 20)))
            .isInstanceOfSatisfying(
                ReportException.class,
                e -> assertThat(e.what()).containsAnyOf("the disk is full", "writing failed"));

        assertThat(clients(book)).isEqualTo(99); // and what was written can be read
        run("mount", "-o", "remount,size=60m", disk.toString());
        book.take(days(1, 20));
        try (Book whole = new Book(folder)) {
          whole.take(days(0, 20));
          assertThat(book.answers(day(39))).isEqualTo(whole.answers(day(39)));
        }
      }
    } finally {
      run("umount", "-l", disk.toString());
    }
  }

  @Test
  void aProcessKilledAtAnyMomentLeavesWholeTransactionsInAFile() throws Exception {
    String file = folder.resolve("killed.db").toString();
    kill(file);
    try (Connection connection = Store.connect(Location.parse(file));
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeQuery("pragma integrity_check").getString(1)).isEqualTo("ok");
    }
  }

  @Test
  void aProcessKilledAtAnyMomentLeavesWholeTransactionsInADatabase() throws Exception {
    try (Postgres server = new Postgres()) {
      kill(server.url());
    }
  }

  private void kill(String location) throws Exception {
    Path lines = Files.write(folder.resolve("lines.jsonl"), days(0, 40).bytes());
    try (Book book = new Book(location)) {
      Random random = new Random(7);
      int died = 0;
      for (int kill = 0; kill < KILLS; kill++) {
        Process importer = importer(lines, location);
        importer.getInputStream().read(); // it opened the inventory, and begins
        Thread.sleep(random.nextInt(400));
        importer.destroyForcibly();
        importer.waitFor();
        died += importer.exitValue() == 0 ? 0 : 1;
        assertThat(halfWritten(book)).as("days without all clients, kill %d", kill).isZero();
        assertThat(book.answers(day(39)))
            .as("what is known after kill %d: days that are not there are not covered", kill)
            .isEqualTo(ofFirstDays(days(book)));
      }
      assertThat(died).isGreaterThan(KILLS / 2);
      book.take(days(0, 40));

      try (Book whole = new Book(folder.resolve("whole.db").toString())) {
        whole.take(days(0, 40));
        assertThat(book.rows(day(39)).toString()).isEqualTo(whole.rows(day(39)).toString());
        assertThat(book.answers(day(39))).isEqualTo(whole.answers(day(39)));
      }
    }
  }

  /** The answers where so many days were taken, and nothing happened. */
  private String ofFirstDays(int number) throws IOException {
    try (Book first = new Book(folder.resolve("first" + number + ".db").toString())) {
      if (number > 0) {
        first.take(days(0, number));
      }
      return first.answers(day(39));
    }
  }

  private static int days(Book book) throws IOException {
    return book.store.read(
        handle ->
            handle
                .createQuery("select count(distinct day) from run_day")
                .mapTo(Integer.class)
                .one());
  }

  /** Read from the facts, since working out what follows from new ones takes room too. */
  private static int clients(Book book) throws IOException {
    return book.store.read(
        handle ->
            handle
                .createQuery("select count(distinct address) from observation where day = ?")
                .bind(0, (int) LocalDate.parse(day(0)).toEpochDay())
                .mapTo(Integer.class)
                .one());
  }

  /** Days of which there are some clients and not all, or clients without their run. */
  private static int halfWritten(Book book) throws IOException {
    return book.store.read(
        handle ->
            handle
                .createQuery(
                    "select count(*) from (select o.day from observation o join run r on r.id = o.run"
                        + " where r.whole > 0 group by o.day having count(*) <> "
                        + CLIENTS
                        + " or o.day not in (select day from run_day)) half")
                .mapTo(Integer.class)
                .one());
  }

  private Process importer(Path lines, String location) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Djava.io.tmpdir=" + unpacked,
            "-cp",
            System.getProperty("java.class.path")));
    command.addAll(List.of(Importer.class.getName(), lines.toString(), location));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
        .as(String.join(" ", command))
        .isZero();
  }

  /** Imports one file into one inventory, line by line, as a process of its own. */
  static final class Importer {
    private Importer() {}

    public static void main(String[] words) throws IOException {
      try (Book book = new Book(words[1])) {
        System.out.write('x');
        System.out.flush();
        Saved lines = new Saved("hq");
        for (String line : Files.readAllLines(Path.of(words[0]))) {
          lines.line(line);
          if (line.contains("tlsfloor.run")) {
            book.take(lines);
            lines = new Saved("hq");
          }
        }
      }
    }
  }
}
