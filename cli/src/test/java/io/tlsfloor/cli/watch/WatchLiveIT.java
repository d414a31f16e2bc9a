package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.watch.Gateway.Running;
import io.tlsfloor.testing.Await;
import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The assembled application on a gateway: what may happen to it there. */
@Timeout(120)
class WatchLiveIT {
  @TempDir static Path scratch;
  private static Gateway gateway;

  @BeforeAll
  static void connect() {
    Requires.libpcap();
    gateway = Gateway.open(scratch, "setpriv");
  }

  @AfterAll
  static void disconnect() throws IOException {
    if (gateway != null) {
      gateway.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring", "pcap"})
  void aFindingIsThereWithinASecond(String engine) throws Exception {
    Running watch = gateway.watch("-i", "gi", "--engine", engine);
    gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
    long decided = System.nanoTime();
    Await.until(() -> watch.connections() == 1);

    assertThat(System.nanoTime() - decided).isLessThan(TimeUnit.SECONDS.toNanos(1));
    watch.signal("TERM");
    watch.status();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring", "pcap"})
  void captureGoesOnAfterAnInterfaceWentDownAndAfterItVanished(String engine) throws Exception {
    Running watch = gateway.begin("-i", "gi", "--engine", engine);
    Running impatient = gateway.begin("-i", "gi", "--engine", engine, "--no-reconnect");
    Gateway.captures(watch, impatient);
    gateway.in("g", "ip", "link", "set", "gi", "down");
    within5Seconds(() -> watch.errors().contains("gi is down: waiting for it"));
    assertThat(impatient.status()).isZero();
    assertThat(impatient.errors()).contains("gi is down\n").doesNotContain("waiting");
    assertThat(impatient.lines()).last().asString().contains("\"tlsfloor.run\"");
    gateway.in("g", "ip", "link", "set", "gi", "up");
    within5Seconds(() -> watch.errors().contains("gi is up again: capture goes on"));
    Await.until(() -> gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com"));
    Await.until(() -> watch.connections() >= 1);

    gateway.in("g", "ip", "link", "del", "gi");
    within5Seconds(() -> watch.errors().contains("gi is gone: waiting for it"));
    gateway.connectOffice();
    within5Seconds(
        () -> watch.errors().lines().filter(l -> l.contains("engine " + engine)).count() == 2);
    long before = watch.connections();
    Await.until(() -> gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com"));
    Await.until(() -> watch.connections() > before);
    watch.signal("INT");

    assertThat(watch.status()).isEqualTo(1);
    assertThat(watch.lines()).last().asString().contains("\"tlsfloor.run\"");
  }

  private static void within5Seconds(BooleanSupplier condition) {
    long start = System.nanoTime();
    Await.until(condition);
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
  }

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
    assertThat(lines(seen.resolve("out.jsonl"))).isEmpty();

    Files.delete(filler);
    Await.until(() -> watch.errors().contains("works again"));
    assertThat(lines(seen.resolve("out.jsonl")))
        .singleElement()
        .asString()
        .contains("\"tlsfloor.connection\"")
        .endsWith("}");
    watch.signal("TERM");
    assertThat(watch.status()).isEqualTo(1);
  }

  @Test
  void aWatchThatWasKilledGoesOnWhereItsFileEnds() throws Exception {
    Path out = scratch.resolve("restarted.jsonl");
    Running first = gateway.watch("-i", "gi", "--output", out.toString());
    gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
    Await.until(() -> lines(out).size() == 1);
    first.signal("KILL");
    first.status();

    Running second = gateway.watch("-i", "gi", "--output", out.toString());
    gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
    Await.until(() -> lines(out).size() == 2);
    Path moved = scratch.resolve("moved.jsonl");
    Files.move(out, moved);
    second.signal("HUP");
    Await.until(() -> Files.exists(out));
    second.signal("USR1");
    Await.until(() -> second.errors().contains("status: "));
    second.signal("TERM");

    assertThat(second.status()).isEqualTo(1);
    assertThat(lines(moved)).hasSize(2);
    assertThat(lines(out)).hasSize(2).last().asString().contains("\"tlsfloor.run\"");
    assertThat(second.errors()).contains("1 flagged").contains("dropped 0 kernel");
  }

  private static List<String> lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring", "pcap"})
  void withoutTheRightItSaysWhatIsMissing(String engine) throws Exception {
    Running watch =
        gateway.start(
            "g",
            "setpriv",
            "--bounding-set=-net_raw",
            Assembled.PROGRAM.toString(),
            "watch",
            "-i",
            "gi",
            "--engine",
            engine);

    assertThat(watch.status()).isEqualTo(2);
    assertThat(watch.errors()).contains("gi: capturing needs CAP_NET_RAW").contains("setcap");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring", "pcap"})
  void oneDirectionIsOneSideOfConnections(String engine) throws Exception {
    String[] options = {"-i", "gi", "--engine", engine, "--all", "--timeout", "0.5"};
    Running in = gateway.begin(with(options, "--capture-direction", "in"));
    Running out = gateway.begin(with(options, "--capture-direction", "out"));
    Gateway.captures(in, out);
    gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
    for (Running one : List.of(in, out)) {
      Await.until(() -> one.connections() == 1);
      one.signal("TERM");
      one.status();
    }

    assertThat(in.lines().get(0)).contains("\"sides\":\"client\"");
    assertThat(out.lines().get(0)).contains("\"sides\":\"server\"");
  }

  private static String[] with(String[] options, String option, String value) {
    String[] all = Arrays.copyOf(options, options.length + 2);
    all[options.length] = option;
    all[options.length + 1] = value;
    return all;
  }

  @Test
  void withoutLibpcapTheRingStillCaptures() throws Exception {
    String without = "TLSFLOOR_JAVA_OPTS=-Dorg.pcap4j.core.pcapLibName=nosuch";
    String[] command = {
      "env", without, Assembled.PROGRAM.toString(), "watch", "-i", "gi", "--duration", "0.2"
    };
    Running ring = gateway.start("g", command);
    Running pcap = gateway.start("g", with(command, "--engine", "pcap"));

    assertThat(ring.status()).isZero();
    assertThat(ring.errors()).contains("gi: engine ring");
    assertThat(pcap.status()).isEqualTo(2);
    assertThat(pcap.errors())
        .contains("libpcap not found")
        .contains("apt install libpcap0.8t64")
        .contains("--engine ring");
  }

  @Test
  void asAnotherUserItKeepsTheOneRightThatItNeeds() throws Exception {
    Path copy = Files.createTempDirectory("tlsfloor"); // scratch is for its owner only
    try {
      gateway.in("g", "cp", "-r", Assembled.PROGRAM.getParent() + "/.", copy.toString());
      gateway.in("g", "chmod", "-R", "a+rX", copy.toString());
      Running watch =
          gateway.start(
              "g", copy.resolve("tlsfloor").toString(), "watch", "-i", "gi", "--user", "nobody");
      Await.until(() -> watch.errors().contains(": engine ") || !watch.process().isAlive());
      gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
      Await.until(() -> watch.connections() == 1);
      watch.signal("TERM");

      assertThat(watch.status()).isEqualTo(1);
      assertThat(watch.errors())
          .contains("runs as nobody with CAP_NET_RAW and no other capability, and cannot gain any");
    } finally {
      gateway.in("g", "rm", "-rf", copy.toString());
    }
  }
}
