package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tlsfloor.cli.watch.Gateway.Running;
import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The assembled application on a gateway, between real clients and servers. */
@Timeout(120)
class WatchLiveIT {
  private static final Path PROJECT =
      Path.of(System.getProperty("project.root", "..")).toAbsolutePath();
  static final Path PROGRAM = PROJECT.resolve("cli/target/dist/tlsfloor");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What differs between two captures of the same packets: where and when they lie in it. */
  private static final Set<String> BY_CAPTURE =
      Set.of(
          "@timestamp",
          "message",
          "event",
          "observer",
          "capture",
          "summary",
          "frame",
          "start",
          "end");

  @TempDir static Path scratch;
  private static Gateway gateway;

  @BeforeAll
  static void connect() {
    Requires.root();
    Requires.networkNamespaces();
    Requires.tools("openssl", "tcpdump", "tcpreplay", "setpriv");
    gateway = new Gateway(scratch);
  }

  @AfterAll
  static void disconnect() throws IOException {
    if (gateway != null) {
      gateway.close();
    }
  }

  private static Running watch(String... options) {
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "watch"));
    command.addAll(Arrays.asList(options));
    Running running = gateway.start("g", command.toArray(new String[0]));
    Gateway.until(() -> running.errors().contains(": engine ") || !running.process().isAlive());
    return running;
  }

  private static Running tcpdump(String device) {
    Running tcpdump =
        gateway.start(
            "g",
            "tcpdump",
            "-B",
            "16384",
            "-i",
            device,
            "-U",
            "-s",
            "0",
            "-w",
            gateway.file(device + ".pcap"));
    Gateway.until(() -> tcpdump.errors().contains("listening on"));
    return tcpdump;
  }

  /** Ends tcpdump when the kernel has handed it all it has, which takes up to a second. */
  private static void end(Running tcpdump) throws IOException, InterruptedException {
    Thread.sleep(1200);
    tcpdump.signal("INT");
    tcpdump.status();
    assertThat(tcpdump.errors()).contains("\n0 packets dropped by kernel");
  }

  /** Connection lines without what differs by capture, in an order of their own. */
  static Set<String> verdicts(List<String> lines) throws IOException {
    Set<String> verdicts = new TreeSet<>();
    for (String line : lines) {
      JsonNode node = JSON.readTree(line);
      if (node.at("/event/dataset").asText().equals("tlsfloor.connection")) {
        strip(node);
        verdicts.add(node.toString());
      }
    }
    return verdicts;
  }

  private static Set<String> withoutMac(Set<String> verdicts) {
    Set<String> left = new TreeSet<>();
    verdicts.forEach(verdict -> left.add(verdict.replaceAll(",\"mac\":\"[^\"]*\"", "")));
    return left;
  }

  private static void strip(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(BY_CAPTURE);
    }
    node.forEach(WatchLiveIT::strip);
  }

  private static Set<String> scanned(String device) throws Exception {
    Running scan =
        gateway.start(
            "g",
            PROGRAM.toString(),
            "scan",
            "--format",
            "jsonl",
            "--all",
            gateway.file(device + ".pcap"));
    scan.status();
    return verdicts(scan.lines());
  }

  private static long connections(Running watch) {
    return watch.lines().stream().filter(l -> l.contains("\"tlsfloor.connection\"")).count();
  }

  @Test
  void everyEngineGivesTheVerdictsOfACaptureFileTakenBeside() throws Exception {
    Running inner = tcpdump("gi");
    Running all = tcpdump("any");
    Running ring = watch("-i", "gi", "--engine", "ring", "--all");
    Running pcap = watch("-i", "gi", "--engine", "pcap", "--all");
    Running both = watch("-i", "gi,go", "--all");
    Running any = watch("-i", "any", "--all");
    for (String version : List.of("-tls1", "-tls1_1", "-tls1_2", "-tls1_3")) {
      gateway.handshake("443", version, "-servername", "outlook.office365.com");
      gateway.handshake("993", version, "-servername", "outlook.office365.com");
      gateway.handshake("443", version, "-noservername");
    }
    for (Running watch : List.of(ring, pcap, both, any)) {
      Gateway.until(() -> connections(watch) >= 12);
      watch.signal("TERM");
      assertThat(watch.status()).as(watch.errors()).isEqualTo(1);
      assertThat(watch.lines()).last().asString().contains("\"tlsfloor.run\"");
    }
    end(inner);
    end(all);

    Set<String> expected = scanned("gi");
    assertThat(expected).hasSize(12);
    assertThat(expected.toString()).contains("\"refused\"").contains("\"established\"");
    assertThat(verdicts(ring.lines())).isEqualTo(expected);
    assertThat(verdicts(pcap.lines())).isEqualTo(expected);
    // The first copy of a server's packet is that of the outer interface, with other addresses.
    assertThat(withoutMac(verdicts(both.lines()))).isEqualTo(withoutMac(expected));
    assertThat(verdicts(any.lines())).isEqualTo(scanned("any"));
    assertThat(ring.errors()).contains("gi: engine ring");
    assertThat(any.errors()).contains("any: engine pcap, no ring: any mixes link types");
  }

  @Test
  void tagsThatTheKernelTakesOutOfFramesAreReadAllTheSame() throws Exception {
    Running tcpdump = tcpdump("gi");
    Running ring = watch("-i", "gi", "--engine", "ring", "--all");
    Running pcap = watch("-i", "gi", "--engine", "pcap", "--all");
    String tunnels = PROJECT.resolve("samples/tunnels/capture.pcapng").toString();
    gateway.in("c", "tcpreplay", "-q", "-i", "e0", "--pps", "2000", tunnels);
    Gateway.until(() -> connections(ring) >= 4 && connections(pcap) >= 4);
    end(tcpdump);
    for (Running running : List.of(ring, pcap)) {
      running.signal("INT");
      running.status();
    }

    Set<String> expected = scanned("gi");
    assertThat(expected.toString()).contains("\"vlan\":{\"id\":");
    assertThat(verdicts(ring.lines())).isEqualTo(expected);
    assertThat(verdicts(pcap.lines())).isEqualTo(expected);
  }

  @Test
  void aFindingIsThereWithinASecond() throws Exception {
    Running watch = watch("-i", "gi");
    gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
    long decided = System.nanoTime();
    Gateway.until(() -> connections(watch) == 1);

    assertThat(System.nanoTime() - decided).isLessThan(TimeUnit.SECONDS.toNanos(1));
    watch.signal("TERM");
    watch.status();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring", "pcap"})
  void captureGoesOnAfterAnInterfaceWentDownAndAfterItVanished(String engine) throws Exception {
    Running watch = watch("-i", "gi", "--engine", engine);
    gateway.in("g", "ip", "link", "set", "gi", "down");
    Gateway.until(() -> watch.errors().contains("gi is down: waiting for it"));
    gateway.in("g", "ip", "link", "set", "gi", "up");
    Gateway.until(() -> watch.errors().contains("gi is up again: capture goes on"));
    Gateway.until(() -> gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com"));
    Gateway.until(() -> connections(watch) >= 1);

    gateway.in("g", "ip", "link", "del", "gi");
    Gateway.until(() -> watch.errors().contains("gi is gone: waiting for it"));
    gateway.connectOffice();
    Gateway.until(
        () -> watch.errors().lines().filter(l -> l.contains("engine " + engine)).count() == 2);
    long before = connections(watch);
    Gateway.until(() -> gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com"));
    Gateway.until(() -> connections(watch) > before);
    watch.signal("INT");

    assertThat(watch.status()).isEqualTo(1);
    assertThat(watch.lines()).last().asString().contains("\"tlsfloor.run\"");
  }

  @Test
  void aFullDiskIsSurvived() throws Exception {
    Path disk = Files.createDirectory(scratch.resolve("disk"));
    String script =
        "mount -t tmpfs -o size=64k tmpfs \"$1\" && exec \"$2\" watch -i gi --output"
            + " \"$1/out.jsonl\"";
    Running watch =
        gateway.start("g", "sh", "-c", script, "sh", disk.toString(), PROGRAM.toString());
    Gateway.until(() -> watch.errors().contains(": engine "));
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
    Gateway.until(() -> watch.errors().contains("No space left on device: trying again"));
    assertThat(lines(seen.resolve("out.jsonl"))).isEmpty();

    Files.delete(filler);
    Gateway.until(() -> watch.errors().contains("works again"));
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
    Running first = watch("-i", "gi", "--output", out.toString());
    gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
    Gateway.until(() -> lines(out).size() == 1);
    first.signal("KILL");
    first.status();

    Running second = watch("-i", "gi", "--output", out.toString());
    gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
    Gateway.until(() -> lines(out).size() == 2);
    Path moved = scratch.resolve("moved.jsonl");
    Files.move(out, moved);
    second.signal("HUP");
    Gateway.until(() -> Files.exists(out));
    second.signal("USR1");
    Gateway.until(() -> second.errors().contains("status: "));
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
            PROGRAM.toString(),
            "watch",
            "-i",
            "gi",
            "--engine",
            engine);

    assertThat(watch.status()).isEqualTo(2);
    assertThat(watch.errors()).contains("gi: capturing needs CAP_NET_RAW").contains("setcap");
  }

  @Test
  void asAnotherUserItKeepsTheOneRightThatItNeeds() throws Exception {
    Path copy = Files.createTempDirectory("tlsfloor"); // scratch is for its owner only
    try {
      gateway.in("g", "cp", "-r", PROGRAM.getParent() + "/.", copy.toString());
      gateway.in("g", "chmod", "-R", "a+rX", copy.toString());
      Running watch =
          gateway.start(
              "g", copy.resolve("tlsfloor").toString(), "watch", "-i", "gi", "--user", "nobody");
      Gateway.until(() -> watch.errors().contains(": engine ") || !watch.process().isAlive());
      gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
      Gateway.until(() -> connections(watch) == 1);
      watch.signal("TERM");

      assertThat(watch.status()).isEqualTo(1);
      assertThat(watch.errors())
          .contains("runs as nobody with CAP_NET_RAW and no other capability, and cannot gain any");
    } finally {
      gateway.in("g", "rm", "-rf", copy.toString());
    }
  }
}
