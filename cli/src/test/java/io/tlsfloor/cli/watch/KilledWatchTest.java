package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.live.InterfaceCapture;
import io.tlsfloor.capture.live.MergedCapture;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.command.Terminals;
import io.tlsfloor.cli.output.Places;
import io.tlsfloor.report.form.FormOptions;
import io.tlsfloor.report.form.table.TableOptions;
import io.tlsfloor.report.output.Outputs;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.testing.TakesLong;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Watches, each a process of its own that is killed as by {@code kill -9}, one after the other over
 * the hours of a day. Their clock, and the times of their packets, go faster than the machine's.
 */
@Timeout(900)
class KilledWatchTest {
  private static final Instant MORNING = Instant.parse("2026-03-02T00:00:00Z");

  /** Half a minute that a watch takes to be there again. */
  private static final Duration AWAY = Duration.ofSeconds(30);

  private static final int SPEED = 300;
  private static final int SLOW = 10; // until its outputs have taken something

  private static final int OLD = 40; // clients that speak TLS 1.0
  private static final int GOOD = 20; // and TLS 1.2
  private static final Duration EVERY = Duration.ofMinutes(13); // each of them connects

  @TempDir Path folder;

  @Test
  void leavesWhomItsWatchFoundAndCallsNoDayCoveredThatWasNot() throws Exception {
    holds(2, Duration.ofMinutes(20)); // the second goes on after the first
  }

  @Test
  @TakesLong("watches are killed one after the other")
  void leavesWhomItsWatchesFoundAndCallsNoDayCoveredThatWasNot() throws Exception {
    holds(Integer.getInteger("tlsfloor.watches", 3), Duration.ofMinutes(30)); // with 48 a whole day
  }

  private void holds(int watches, Duration life) throws Exception {
    killed(watches, life);

    for (Path database : List.of(folder.resolve("direct.db"), imported())) {
      assertThat(status(database))
          .contains(
              OLD
                  + " of "
                  + (OLD + GOOD)
                  + " clients are below TLS 1.2: "
                  + OLD
                  + " work, perhaps by a proxy")
          .contains(
              watches == 48
                  ? List.of(" " + GOOD + " never below", "Every day was covered.")
                  : List.of("sampled:", "Not covered by every site"));
      if (watches < 48) {
        assertThat(status(database)).doesNotContain("Every day was covered");
      }
    }
  }

  private static String status(Path database) {
    return Cli.run(
            "inventory", "status", "--as-of", "2026-03-02", "--inventory", database.toString())
        .out();
  }

  private Path imported() {
    Path database = folder.resolve("imported.db");
    Cli.Said said =
        Cli.run(
            "inventory",
            "import",
            "--inventory",
            database.toString(),
            folder.resolve("out.jsonl").toString());
    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.CLEAN);
    return database;
  }

  private void killed(int watches, Duration life) throws Exception {
    for (int i = 0; i < watches; i++) {
      Instant from = MORNING.plus(life.multipliedBy(i));
      Instant until = from.plus(life).minus(AWAY);
      Process watch = start(from);
      try (BufferedReader times =
          new BufferedReader(
              new InputStreamReader(watch.getInputStream(), StandardCharsets.UTF_8))) {
        String time = times.readLine();
        while (time != null && Instant.parse(time).isBefore(until)) {
          time = times.readLine();
        }
        assertThat(time).as(Files.readString(folder.resolve("errors"))).isNotNull();
      } finally {
        watch.destroyForcibly().waitFor();
      }
    }
  }

  private Process start(Instant from) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Djava.io.tmpdir=" + folder, // what it unpacks stays behind
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            FastWatch.class.getName(),
            from.toString(),
            folder.toString())
        .directory(Path.of("").toAbsolutePath().toFile())
        .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("errors").toFile()))
        .start();
  }

  /** A watch that prints what time it is for it, until it is killed. */
  static final class FastWatch {
    private FastWatch() {}

    private static final class Fast implements WatchClock {
      private final Instant from;
      private final long begun = System.nanoTime();
      private volatile long fastSince = Long.MAX_VALUE; // in the machine's time since it began

      Fast(Instant from) {
        this.from = from;
      }

      void goFast() {
        fastSince = System.nanoTime() - begun;
      }

      @Override
      public Instant now() {
        return from.plusNanos(nanos());
      }

      @Override
      public long nanos() {
        long since = fastSince;
        long run = System.nanoTime() - begun;
        return SLOW * Math.min(run, since) + SPEED * Math.max(0, run - since);
      }
    }

    public static void main(String[] words) throws Exception {
      Path folder = Path.of(words[1]);
      WatchOptions options =
          WatchTest.options(
              "-o",
              folder.resolve("out.jsonl").toString(),
              "--site",
              "hq",
              "--inventory",
              folder.resolve("direct.db").toString());
      Console console =
          new Console(
              new ByteArrayInputStream(new byte[0]),
              System.out,
              System.err,
              Map.of(),
              Terminals.NONE,
              () -> false);
      Screen screen = new Screen(console, false);
      FormOptions form =
          new FormOptions(
              true,
              options.outputs(false).site(),
              new TableOptions(
                  options.judging().policy(), 80, false, false, false, false, List.of("any")));
      Catalogue catalogue = Catalogue.bundled();
      PlayedConnections played = new PlayedConnections();
      long known = size(folder);
      Fast clock = new Fast(Instant.parse(words[0]));
      InterfaceCapture capture = new InterfaceCapture("any", () -> played, screen::eventLater);
      try (Outputs outputs =
              options
                  .outputs(false)
                  .open(
                      Places.ofWatch(console, OutputStream.nullOutputStream(), screen::eventLater),
                      form,
                      false,
                      Optional.empty());
          MergedCapture merged = new MergedCapture(List.of(capture));
          Watch watch =
              new Watch(
                  options,
                  merged,
                  catalogue,
                  () -> {
                    throw new AssertionError("nothing hangs up");
                  },
                  outputs,
                  screen,
                  null,
                  null,
                  Heartbeat.of(console),
                  Watch.Every.STANDARD,
                  clock,
                  console)) {
        outputs.live();
        Thread clients = new Thread(() -> connect(played, clock, folder, known), "clients");
        clients.setDaemon(true);
        clients.start();
        watch.run();
      }
    }

    /** How much of what was found is in the inventory. */
    private static long size(Path folder) throws Exception {
      Path database = folder.resolve("direct.db");
      if (!Files.exists(database)) {
        return 0;
      }
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
          Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "select count(*) from sqlite_master where name = 'observation'")) {
        if (!rows.next() || rows.getInt(1) == 0) {
          return 0;
        }
        try (ResultSet count = statement.executeQuery("select count(*) from observation")) {
          return count.next() ? count.getLong(1) : 0;
        }
      }
    }

    private static void connect(PlayedConnections played, Fast clock, Path folder, long known) {
      try {
        PlayedConnections.Sample old = PlayedConnections.Sample.of("tls10");
        PlayedConnections.Sample good = PlayedConnections.Sample.of("tls12");
        Instant before = clock.from.minusSeconds(1);
        boolean slow = true;
        for (int turn = 0; ; turn++) {
          Instant now = clock.now();
          for (int client = 0; client < OLD + GOOD; client++) {
            long offset = EVERY.toSeconds() * client / (OLD + GOOD);
            long count = Duration.between(MORNING, now).toSeconds() - offset;
            long round = Math.floorDiv(count, EVERY.toSeconds());
            Instant due = MORNING.plusSeconds(offset + round * EVERY.toSeconds());
            if (due.isAfter(before)) {
              played.add(client < OLD ? old : good, client, 40_000 + (int) round, due);
            }
          }
          before = now;
          if (slow && turn % 10 == 0 && size(folder) > known) {
            slow = false;
            clock.goFast();
          }
          System.out.println(now);
          Thread.sleep(20);
        }
      } catch (Exception e) {
        e.printStackTrace();
        Runtime.getRuntime().halt(9);
      }
    }
  }
}
