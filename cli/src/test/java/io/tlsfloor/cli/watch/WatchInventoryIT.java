package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.watch.Gateway.Running;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Postgres;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.testing.Await;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Watches whose inventory is down, locked or without room for a while: each goes on. */
@TakesLong("programs and interfaces in network namespaces, in real time")
class WatchInventoryIT extends OnGateway {
  private static final String COUNTS =
      "select sum(connections) || ' ' || sum(below) from observation";

  private static final String HEALTH = "127.0.0.1:9418";

  private void handshake(String version) {
    gateway.handshake("443", version, "-servername", "outlook.office365.com");
  }

  private Running watch(String inventory) {
    return gateway.watch(
        "-i",
        "gi",
        "--inventory",
        inventory,
        ConfigOf.keys("site = \"hq\"", "metrics = \"" + HEALTH + "\""));
  }

  /** Ends a watch: two connections were flagged, and every result got to the inventory. */
  private static void ends(Running watch) throws Exception {
    watch.signal("TERM");
    assertThat(watch.status()).as(watch.errors()).isEqualTo(1);
    assertThat(watch.errors()).doesNotContain("could not be written", "lost");
  }

  private static void says(Running watch, String words) {
    Await.until(() -> watch.errors().contains(words) || !watch.process().isAlive());
    assertThat(watch.errors()).contains(words);
  }

  private Postgres server() throws IOException {
    return Postgres.within(gateway.within("g"));
  }

  private static boolean holds(Postgres server, String query, String expected) {
    try {
      return server.ask(query).equals(expected);
    } catch (IOException e) {
      return false; // it has no tables yet
    }
  }

  /** The last two see the same packets at one site: those are the same connections. */
  @Test
  void manyWatchesWriteToOneDatabaseAtTheSameTime() throws Exception {
    try (Postgres server = server()) {
      List<Running> watches = new ArrayList<>();
      for (String site : List.of("a", "b", "c", "c")) {
        watches.add(
            gateway.watch(
                "-i", "gi", "--inventory", server.url(), ConfigOf.keys("site = \"" + site + "\"")));
      }
      for (int i = 0; i < 4; i++) {
        handshake("-tls1");
        handshake("-tls1_2");
      }
      Await.until(() -> holds(server, "select count(*) from finding", "4"));
      for (Running watch : watches) { // one after the other: each has two seconds to end
        watch.signal("TERM");
        assertThat(watch.status()).as(watch.errors()).isEqualTo(1);
        assertThat(watch.errors()).doesNotContain("could not be written", "lost");
      }

      assertThat(
              server.ask(
                  "select s.name, sum(o.connections), sum(o.below), sum(o.good)"
                      + " from observation o join site s on s.id = o.site"
                      + " group by s.name order by s.name"))
          .isEqualTo("a|8|4|4\nb|8|4|4\nc|16|8|8"); // those of c are seen twice
      assertThat(server.ask("select count(*) from run where told > 0")).isEqualTo("4");
    }
  }

  @Test
  void whatCameWhileTheDatabaseWasDownIsWrittenThoughTheWatchEndsAtOnce() throws Exception {
    try (Postgres server = server()) {
      Running watch = watch(server.url());
      handshake("-tls1");
      Await.until(() -> holds(server, "select count(*) from finding", "1"));
      server.stop();
      handshake("-tls1_1");
      says(watch, "trying again");
      server.start();
      ends(watch); // before the next attempt is due

      assertThat(server.ask(COUNTS)).isEqualTo("2 2");
      assertThat(server.ask("select count(*) from finding")).isEqualTo("2");
      assertThat(server.ask("select count(*) from run where told > 0")).isEqualTo("1");
    }
  }

  /** A watch that goes on, and one that is killed, have written whom they found. */
  @Test
  void whomAKilledWatchFoundIsKnown() throws Exception {
    Path lines = scratch.resolve("killed.jsonl");
    Path direct = scratch.resolve("direct.db");
    Path imported = scratch.resolve("imported.db");
    Running watch =
        gateway.watch("-i", "gi", "-o", lines.toString(), "--inventory", direct.toString());
    handshake("-tls1");
    Await.until(() -> text(lines).contains("\"tlsfloor.client\""));
    Await.until(() -> status(direct).contains("1 of 1 client is below TLS 1.2"));
    watch.signal("KILL");
    watch.status();

    Said brought =
        Cli.run(
            "inventory",
            "import",
            "--inventory",
            imported.toString(),
            "--site",
            "hq",
            lines.toString());
    assertThat(brought.code()).as(brought.err()).isEqualTo(ExitCode.CLEAN);
    for (Path database : List.of(direct, imported)) {
      assertThat(status(database))
          .contains("1 of 1 client is below TLS 1.2: 1 works")
          .doesNotContain("Every day was covered");
    }
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String status(Path database) {
    return new Cli()
        .at(Instant.now())
        .with("inventory", "status", "--inventory", database.toString())
        .out();
  }

  @Test
  void aDatabaseThatIsNotThereYetIsWaitedFor() throws Exception {
    try (Postgres server = server()) {
      server.stop();
      Running watch = watch(server.url());
      handshake("-tls1");
      handshake("-tls1");
      says(watch, "trying again");
      server.start();
      says(watch, "works again");
      ends(watch);

      assertThat(server.ask(COUNTS)).isEqualTo("2 2");
    }
  }

  @Test
  void aLockedDatabaseIsSaidToBeAwayAndTakesAllWhenItIsFree() throws Exception {
    try (Postgres server = server()) {
      Running watch = watch(server.url());
      handshake("-tls1");
      Await.until(() -> holds(server, "select count(*) from finding", "1"));
      Process other = server.session();
      other
          .getOutputStream()
          .write("begin; lock table finding;\n".getBytes(StandardCharsets.US_ASCII));
      other.getOutputStream().flush();
      Await.until(
          () ->
              holds(
                  server,
                  "select count(*) from pg_locks where mode = 'AccessExclusiveLock' and granted"
                      + " and relation = 'finding'::regclass",
                  "1"));
      handshake("-tls1_1");
      Await.until(
          () -> {
            String said = gateway.out("g", "curl", "-s", "http://" + HEALTH + "/health");
            return said.contains("does not answer, or is locked");
          });
      other.getOutputStream().close(); // psql ends, and the lock with it
      Await.until(() -> holds(server, "select count(*) from finding", "2"));
      ends(watch);

      assertThat(server.ask(COUNTS)).isEqualTo("2 2");
    }
  }

  @Test
  void aFullDiskOfTheDatabaseIsWaitedFor() throws Exception {
    Path disk = Files.createTempDirectory("watched"); // where the server's user may go
    mount(disk, "150m");
    Path data = Files.createDirectory(disk.resolve("data"));
    try (Postgres server = new Postgres(data, gateway.within("g"))) {
      Running watch = watch(server.url());
      fill(disk);
      handshake("-tls1");
      handshake("-tls1_1");
      says(watch, "trying again");
      Files.delete(disk.resolve("filler"));
      says(watch, "works again");
      ends(watch);

      assertThat(server.ask(COUNTS)).isEqualTo("2 2");
    } finally {
      unmount(disk);
      Files.delete(disk);
    }
  }

  @Test
  void aLockedFileIsWaitedFor() throws Exception {
    Path file = scratch.resolve("locked.db");
    Location location = Location.parse(file.toString());
    Store.open(location, notice -> {});
    Running watch = watch(file.toString());
    try (Connection other = Store.connect(location);
        Statement statement = other.createStatement()) {
      statement.execute("begin immediate");
      handshake("-tls1");
      handshake("-tls1_1");
      says(watch, "locked by another process: trying again");
      statement.execute("rollback");
    }
    says(watch, "works again");
    ends(watch);

    assertThat(ask(location, COUNTS)).isEqualTo("2 2");
  }

  @Test
  void aFullDiskOfTheFileIsWaitedFor() throws Exception {
    Path disk = Files.createDirectory(scratch.resolve("disk"));
    mount(disk, "4m");
    try {
      Location location = Location.parse(disk.resolve("i.db").toString());
      Store.open(location, notice -> {});
      fill(disk);
      Running watch = watch(disk.resolve("i.db").toString());
      handshake("-tls1");
      handshake("-tls1_1");
      says(watch, "trying again");
      Files.delete(disk.resolve("filler"));
      says(watch, "works again");
      ends(watch);

      assertThat(ask(location, COUNTS)).isEqualTo("2 2");
      assertThat(ask(location, "pragma integrity_check")).isEqualTo("ok");
    } finally {
      unmount(disk);
    }
  }

  private static String ask(Location location, String query) throws Exception {
    try (Connection connection = Store.connect(location);
        Statement statement = connection.createStatement()) {
      return statement.executeQuery(query).getString(1);
    }
  }

  private static void mount(Path folder, String size) throws Exception {
    run("mount", "-t", "tmpfs", "-o", "size=" + size + ",mode=755", "tmpfs", folder.toString());
  }

  private static void unmount(Path folder) throws Exception {
    run("umount", "-l", folder.toString());
  }

  /** Takes all room that is left. */
  private static void fill(Path disk) throws Exception {
    Path filler = disk.resolve("filler");
    new ProcessBuilder("dd", "if=/dev/zero", "of=" + filler, "bs=4096", "status=none")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor(); // it fails when the disk is full
    assertThat(disk.toFile().getUsableSpace()).isZero();
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
