package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.watch.Gateway.Running;
import io.tlsfloor.testing.Await;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The assembled application on a gateway: what may happen to it there. */
class WatchLiveIT extends OnGateway {
  @BeforeAll
  void needsLibpcap() {
    Requires.libpcap();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring", "pcap"})
  void aFindingIsThereWithinASecond(String engine) throws Exception {
    Running watch = gateway.watch("-i", "gi", ConfigOf.engine(engine));
    Await.until(() -> isFoundWithinASecond(watch)); // later only where others keep the machine
    watch.signal("TERM");
    watch.status();
  }

  private boolean isFoundWithinASecond(Running watch) {
    long before = watch.connections();
    gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
    long made = System.nanoTime();
    Await.until(() -> watch.connections() > before);
    return System.nanoTime() - made < 1_000_000_000L;
  }

  /**
   * Has, with a quarter of the usual buffer a quarter of a minute, by a sender of 100 packets a
   * second; and a burst of as much as the buffer holds in large packets.
   */
  @TakesLong("programs and interfaces in network namespaces, in real time")
  @Test
  void aProcessThatIsStoppedForALongTimeLosesNothing() throws Exception {
    Requires.tools("tcpreplay");
    Path capture = scratch.resolve("steady.pcap");
    Files.write(capture, WatchEndIT.hellos(1600));
    Path burst = scratch.resolve("burst.pcap");
    Files.write(burst, WatchEndIT.hellos(40_000)); // 8 MB in the ring
    Path out = scratch.resolve("stopped.jsonl");
    Running watch =
        gateway.watch("-i", "go", ConfigOf.keys("buffer = \"16M\""), "--output", out.toString());

    watch.signal("STOP");
    Running steady =
        gateway.start("s", "tcpreplay", "--pps=100", "-q", "-i", "e0", capture.toString());
    assertThat(steady.status()).isZero();
    watch.signal("CONT");
    readsUpToNow(out);
    watch.signal("STOP");
    assertThat(
            gateway
                .start("s", "tcpreplay", "--topspeed", "-q", "-i", "e0", burst.toString())
                .status())
        .isZero();
    watch.signal("CONT");
    readsUpToNow(out);
    watch.signal("TERM");

    assertThat(watch.status()).as(watch.errors()).isEqualTo(1);
    assertThat(watch.errors()).doesNotContain("dropped");
    JsonNode run = new ObjectMapper().readTree(lines(out).get(lines(out).size() - 1));
    assertThat(run.at("/tlsfloor/run/packets").asLong()).isGreaterThan(41_600);
    assertThat(run.at("/tlsfloor/run/coverage/kernel_drops").asLong()).isZero();
  }

  private void readsUpToNow(Path out) {
    long before = established(out);
    gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
    Await.until(() -> established(out) > before);
  }

  private static long established(Path out) {
    return lines(out).stream().filter(line -> line.contains("\"established\":true")).count();
  }

  @TakesLong("programs and interfaces in network namespaces, in real time")
  @Test
  void aFullDiskIsSurvived() throws Exception {
    Path disk = Files.createDirectory(scratch.resolve("disk"));
    String script =
        "mount -t tmpfs -o size=64k tmpfs \"$1\" && exec \"$2\" watch -i gi --output"
            + " \"$1/out.jsonl\"";
    Running watch =
        gateway.start("g", "sh", "-c", script, "sh", disk.toString(), Assembled.PROGRAM.toString());
    Await.until(() -> watch.errors().contains(": engine "));
    Path seen = Path.of("/proc/" + watch.process().pid() + "/root" + disk); // its own mount
    Await.until(() -> lines(seen.resolve("out.jsonl")).size() == 1); // its start
    Path filler = seen.resolve("filler");
    try (OutputStream out = Files.newOutputStream(filler)) {
      for (int i = 0; i < 1024; i++) {
        out.write(new byte[1024]);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
    gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
    Await.until(() -> watch.errors().contains("No space left on device: trying again"));
    assertThat(lines(seen.resolve("out.jsonl"))).hasSize(1);

    Files.delete(filler);
    Await.until(() -> watch.errors().contains("works again"));
    assertThat(lines(seen.resolve("out.jsonl")))
        .last()
        .asString()
        .contains("\"tlsfloor.connection\"")
        .endsWith("}");
    watch.signal("TERM");
    assertThat(watch.status()).isEqualTo(1);
  }

  /** It is in the run line, in what is asked for, in the manifest, and in the exit code. */
  @TakesLong("programs and interfaces in network namespaces, in real time")
  @Test
  void evidenceThatAFullDiskAteLeavesATrace() throws Exception {
    Path disk = Files.createDirectory(scratch.resolve("evidence"));
    Path out = scratch.resolve("evidence.jsonl");
    String script =
        "mount -t tmpfs -o size=64k tmpfs \"$1\" && exec \"$2\" watch -i gi "
            + ConfigOf.keys("metrics = \"9376\"")
            + " --evidence \"$1\" --output \"$3\"";
    Running watch =
        gateway.start(
            "g",
            "sh",
            "-c",
            script,
            "sh",
            disk.toString(),
            Assembled.PROGRAM.toString(),
            out.toString());
    Await.until(() -> watch.errors().contains(": engine "));
    Path seen = Path.of("/proc/" + watch.process().pid() + "/root" + disk); // its own mount
    Path filler = seen.resolve("filler");
    try (OutputStream full = Files.newOutputStream(filler)) {
      for (int i = 0; i < 1024; i++) {
        full.write(new byte[1024]);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
    gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
    String away = "cannot write evidence to " + disk + ": No space left on device";
    Await.until(() -> ask("health").contains(away));

    Files.delete(filler);
    Await.until(
        () -> {
          try {
            return Files.readString(seen.resolve("manifest.json"))
                .contains("\"connections\" : 1,\n    \"removed_files\"");
          } catch (IOException e) {
            return false;
          }
        },
        watch::errors);
    Await.until(() -> ask("health").equals("ok\n"));
    watch.signal("TERM");
    assertThat(watch.status()).isEqualTo(4);
    assertThat(watch.errors()).contains(disk + ": 1 finding without evidence");
    assertThat(lines(out)).last().asString().contains("\"lost_evidence\":1");
  }

  @TakesLong("programs and interfaces in network namespaces, in real time")
  @Test
  void aWatchThatWasKilledGoesOnWhereItsFileEnds() throws Exception {
    Path out = scratch.resolve("restarted.jsonl");
    Running first = gateway.watch("-i", "gi", "--output", out.toString());
    gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
    Await.until(() -> lines(out).size() == 2);
    first.signal("KILL");
    first.status();

    Running second = gateway.watch("-i", "gi", "--output", out.toString());
    Running third = gateway.begin("-i", "gi", "--output", out.toString());
    assertThat(third.status()).isNotZero();
    assertThat(third.errors())
        .contains("cannot write " + out + ": another watch writes to it")
        .contains("one for each watch");
    gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
    Await.until(() -> lines(out).size() == 4);
    Path moved = scratch.resolve("moved.jsonl");
    Files.move(out, moved);
    second.signal("HUP");
    Await.until(() -> Files.exists(out));
    second.signal("USR1");
    Await.until(() -> second.errors().contains("status: "));
    second.signal("TERM");

    assertThat(second.status()).isEqualTo(1);
    assertThat(lines(moved)).hasSize(4);
    assertThat(lines(out)).last().asString().contains("\"tlsfloor.run\"");
    List<String> others = lines(out).subList(0, lines(out).size() - 1);
    assertThat(others).first().asString().contains("\"tlsfloor.stats\""); // after each rotation
    assertThat(others).allMatch(line -> line.matches(".*\"tlsfloor\\.(stats|client)\".*"));
    assertThat(others).filteredOn(line -> line.contains("\"tlsfloor.client\"")).hasSize(1);
    assertThat(second.errors()).contains("1 flagged").contains("dropped 0 kernel");
  }

  @TakesLong("programs and interfaces in network namespaces, in real time")
  @Test
  void aHangupReadsTheConfigurationAgainAndAWrongOneChangesNothing() throws Exception {
    Path own = Files.createTempDirectory(scratch, "reload");
    Path config = own.resolve("reload.conf");
    Path out = own.resolve("reload.jsonl");
    String watch = "[watch]\ninterface = \"gi\"\noutput = \"" + out + "\"\n";
    Files.writeString(config, "min-severity = \"critical\"\n" + watch);
    Running running = gateway.watch("--config", config.toString());
    assertThat(running.errors()).contains("options and policy are from " + config);
    gateway.handshake("993", "-tls1", "-servername", "outlook.office365.com"); // refused: high
    assertThat(connections(out)).isZero();

    Files.writeString(config, "min-severity = \"high\"\n" + watch);
    running.signal("HUP");
    Await.until(() -> running.errors().contains("were read again"));
    gateway.handshake("993", "-tls1", "-servername", "outlook.office365.com");
    Await.until(() -> connections(out) >= 1);
    assertThat(lines(out))
        .filteredOn(line -> line.contains("\"tlsfloor.policy\""))
        .singleElement()
        .asString()
        .contains("new: severity from high on", "no longer: severity from critical on");

    Path list = Files.writeString(own.resolve("list.json"), "[{\"id\": ");
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put("min-severity = \"worst\"\n" + watch, config + ":1:1: ");
    wrong.put(watch + "bufer = \"64M\"\n", "unknown key \"bufer\"");
    wrong.put(watch + "[[exceptions]]\nclient = \"10.20.0.2\"\n", config + ":4:1: ");
    wrong.put(watch + "endpoints = \"" + list + "\"\n", list.toString());
    int told = 0;
    for (Map.Entry<String, String> each : wrong.entrySet()) {
      Files.writeString(config, each.getKey());
      running.signal("HUP");
      int before = told++;
      Await.until(() -> notRead(running).size() > before);
      assertThat(notRead(running)).last().asString().contains(each.getValue());
    }
    long before = connections(out);
    gateway.handshake("993", "-tls1", "-servername", "outlook.office365.com");
    Await.until(() -> connections(out) > before);
    running.signal("TERM");
    assertThat(running.status()).isEqualTo(1);
  }

  /** Else an administrator takes for true what only the next start will make true. */
  @TakesLong("programs and interfaces in network namespaces, in real time")
  @Test
  void aHangupNamesWhatHasChangedAndNeedsARestart() throws Exception {
    Path own = Files.createTempDirectory(scratch, "restart");
    Path config = own.resolve("restart.conf");
    String same = "[watch]\ninterface = \"gi\"\nmetrics = \"9377\"\n";
    Files.writeString(config, same + "output = \"" + own.resolve("a.jsonl") + "\"\n");
    String[] unit = {"env", "RUNTIME_DIRECTORY=" + own, Assembled.PROGRAM.toString(), "watch"};
    Running running = gateway.start("g", with(unit, "--config", config.toString()));
    Gateway.captures(running);
    String success = "tlsfloor_config_last_reload_success ";
    assertThat(metrics()).contains(success + "1.0");

    Files.writeString(
        config,
        "floor = \"1.3\"\n" + same + "buffer = \"8M\"\noutput = \"" + own.resolve("b") + "\"\n");
    Running check = gateway.start("g", with(unit, "--check-config", "--config", config.toString()));
    assertThat(check.status()).isEqualTo(2);
    assertThat(check.errors()).contains("buffer, output have changed and need a restart");
    running.signal("HUP");
    Await.until(() -> running.errors().contains("buffer, output have changed and need a restart"));
    Await.until(() -> metrics().contains(success + "0.0"));

    Files.writeString(
        config, "floor = \"1.3\"\n" + same + "output = \"" + own.resolve("a.jsonl") + "\"\n");
    running.signal("HUP");
    Await.until(() -> metrics().contains(success + "1.0"));
    assertThat(running.errors()).contains("endpoint list were read again\n");
    running.signal("TERM");
    assertThat(running.status()).isZero();
  }

  private String metrics() {
    return gateway.out("g", "sh", "-c", "curl -s 127.0.0.1:9377/metrics || true");
  }

  private static String[] with(String[] command, String... more) {
    return Stream.concat(Stream.of(command), Stream.of(more)).toArray(String[]::new);
  }

  private static List<String> notRead(Running watch) {
    String message = "not read again, the old configuration stays: ";
    return watch.errors().lines().filter(line -> line.contains(message)).toList();
  }

  private static long connections(Path out) {
    return lines(out).stream().filter(line -> line.contains("tlsfloor.connection")).count();
  }

  /** A pipe that is full, and a reader who reads nothing of it. */
  @TakesLong("programs and interfaces in network namespaces, in real time")
  @ParameterizedTest
  @CsvSource({"1, 4", "2, 1"})
  void aStreamThatNobodyReadsHoldsUpNeitherTheNumbersNorTheEnd(int stream, int exit)
      throws Exception {
    Path pipe = scratch.resolve("pipe" + stream);
    String script =
        "mkfifo \"$1\"; sleep 600 <\"$1\" & exec 9>\"$1\"; head -c 65536 /dev/zero >&9;"
            + " exec \"$2\" watch -i gi "
            + ConfigOf.keys("metrics = \"9376\"")
            + " "
            + stream
            + ">&9";
    Running watch =
        gateway.start("g", "sh", "-c", script, "sh", pipe.toString(), Assembled.PROGRAM.toString());
    Await.until(() -> ask("health").equals("ok\n"));
    Await.until(() -> ask("metrics").contains("engine=\"ring\",interface=\"gi\""));
    gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
    String flagged = "negotiated-below-floor\",severity=\"critical\"} 1";
    Await.until(() -> ask("metrics").contains(flagged));
    watch.signal("USR1"); // it writes to standard error
    watch.signal("HUP");
    assertThat(ask("health")).isEqualTo("ok\n");
    watch.signal("TERM");

    assertThat(watch.status()).as(watch.errors()).isEqualTo(exit);
    if (stream == 1) {
      assertThat(watch.errors())
          .containsPattern("standard output: [0-9] lines could not be written");
    }
  }

  private String ask(String what) {
    return gateway.out("g", "sh", "-c", "curl -s 127.0.0.1:9376/" + what + " || true");
  }

  private static List<String> lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
