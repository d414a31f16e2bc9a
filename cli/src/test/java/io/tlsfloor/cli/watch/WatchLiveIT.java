package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.watch.Gateway.Running;
import io.tlsfloor.testing.Await;
import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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

  private static final String LAST = "the last datagram of this capture";
  private static final String SEND = // to the discard port
      "import socket, sys; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)"
          + ".sendto(sys.argv[1].encode(), (sys.argv[2], 9))";

  @TempDir static Path scratch;
  private static Gateway gateway;

  @BeforeAll
  static void connect() {
    Requires.root();
    Requires.networkNamespaces();
    Requires.tools("openssl", "gnutls-cli", "curl", "python3", "nft");
    Requires.tools("tcpdump", "tcpreplay", "mergecap", "setpriv");
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
    Await.until(() -> running.errors().contains(": engine ") || !running.process().isAlive());
    return running;
  }

  /** A capture taken beside a watch, and its file. */
  private record Beside(Running tcpdump, Path file) {
    boolean holds(String text) {
      try {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        return bytes.contains(text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Beside tcpdump(String device) {
    // Of "any", libpcap puts the VLAN tag that the kernel took out back into cooked frames of
    // version 1 only.
    String linkType =
        device.equals("any") ? "LINUX_SLL" : device.equals("gi.12") ? "RAW" : "EN10MB";
    Path file = Path.of(gateway.file(device + ".pcap"));
    Running tcpdump =
        gateway.start(
            "g",
            "tcpdump",
            "-y",
            linkType,
            "-B",
            "16384",
            "-i",
            device,
            "-U",
            "-s",
            "0",
            "-w",
            file.toString());
    Await.until(() -> tcpdump.errors().contains("listening on"));
    return new Beside(tcpdump, file);
  }

  /**
   * Ends captures when they hold a last datagram to {@code server}: the kernel hands over what it
   * has up to a second later.
   */
  private static void end(String server, List<Beside> captures) throws Exception {
    gateway.in("c", "python3", "-c", SEND, LAST, server);
    for (Beside capture : captures) {
      Await.until(() -> capture.holds(LAST), () -> LAST + " in " + capture.file());
      capture.tcpdump().signal("INT");
      capture.tcpdump().status();
      assertThat(capture.tcpdump().errors()).contains("\n0 packets dropped by kernel");
    }
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

  /** Shows only what differs. */
  private static void assertVerdicts(Running watch, Set<String> expected) throws IOException {
    Set<String> told = verdicts(watch.lines());
    Set<String> more = new TreeSet<>(told);
    more.removeAll(expected);
    Set<String> missing = new TreeSet<>(expected);
    missing.removeAll(told);
    assertThat(more).as("%s%nwhere the capture file has %s", watch.errors(), missing).isEmpty();
    assertThat(missing).as(watch.errors()).isEmpty();
  }

  private static void strip(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(BY_CAPTURE);
    }
    node.forEach(WatchLiveIT::strip);
  }

  /** Verdicts on the captures of these interfaces, in the order of time. */
  private static Set<String> scanned(String... devices) throws IOException {
    String file = gateway.file(devices[0] + ".pcap");
    if (devices.length > 1) {
      file = gateway.file("merged.pcapng");
      List<String> command = new ArrayList<>(List.of("mergecap", "-w", file));
      for (String device : devices) {
        command.add(gateway.file(device + ".pcap"));
      }
      gateway.in("g", command.toArray(new String[0]));
    }
    return verdicts(Cli.run("scan", "--format", "jsonl", "--all", file).lines());
  }

  private static long connections(Running watch) {
    return watch.lines().stream().filter(l -> l.contains("\"tlsfloor.connection\"")).count();
  }

  /** Old and new clients of four stacks, allowed and refused, to one address of the servers. */
  private static void clients(String server) {
    String name = "outlook.office365.com";
    for (String port : List.of("443", "993")) { // 993 takes nothing below TLS 1.2
      gateway.openssl(server, port, "-tls1", "-servername", name);
      gateway.client(
          "gnutls-cli",
          "--no-ca-verification",
          "--sni-hostname=" + name,
          "--port=" + port,
          "--priority=NORMAL:-VERS-ALL:+VERS-TLS1.0",
          server);
    }
    gateway.openssl(server, "443", "-tls1_3", "-noservername");
    gateway.client(
        "curl",
        "-sk",
        "--tls-max",
        "1.1",
        "--tlsv1.1",
        "--ciphers",
        "DEFAULT:@SECLEVEL=0",
        "--resolve",
        name + ":443:" + server,
        "https://" + name);
  }

  private static void javaClient(String... servers) throws IOException {
    Path allowed = scratch.resolve("old.security");
    Files.writeString(allowed, "jdk.tls.disabledAlgorithms=\njdk.certpath.disabledAlgorithms=\n");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.security.properties=" + allowed,
                "-cp",
                JavaClient.class.getProtectionDomain().getCodeSource().getLocation().getPath(),
                JavaClient.class.getName(),
                "outlook.office365.com",
                "TLSv1"));
    for (String server : servers) {
      command.add(server + ":443");
    }
    gateway.client(command.toArray(new String[0]));
  }

  @Test
  void everyEngineGivesTheVerdictsOfACaptureFileTakenBeside() throws Exception {
    gateway.translate();
    List<Running> taggers = gateway.vlan(PROJECT.resolve("samples/lab/servers/tunnel.py"));
    List<Beside> beside = List.of(tcpdump("gi"), tcpdump("go"), tcpdump("any"), tcpdump("gi.12"));
    Running ring = watch("-i", "gi", "--engine", "ring", "--all");
    Running rings = watch("-i", "gi", "--engine", "ring", "--rings", "3", "--all");
    Running pcap = watch("-i", "gi", "--engine", "pcap", "--all");
    Running outer = watch("-i", "go", "--all");
    Running both = watch("-i", "gi,go", "--all");
    Running any = watch("-i", "any", "--all");
    Running vlan = watch("-i", "gi.12", "--engine", "ring", "--all");
    Running vlanPcap = watch("-i", "gi.12", "--engine", "pcap", "--all");
    List<String> paths = List.of(Gateway.SERVER, Gateway.BEHIND_NAT, Gateway.BEHIND_VLAN);
    paths.forEach(WatchLiveIT::clients);
    javaClient(paths.toArray(new String[0]));
    for (Running watch : List.of(ring, rings, pcap, outer, both, any, vlan, vlanPcap)) {
      int expected = watch == vlan || watch == vlanPcap ? 7 : 21;
      Await.until(() -> connections(watch) >= expected);
      watch.signal("TERM");
      assertThat(watch.status()).as(watch.errors()).isEqualTo(1);
      assertThat(watch.lines()).last().asString().contains("\"tlsfloor.run\"");
    }
    end(Gateway.BEHIND_VLAN, beside);
    for (Running tagger : taggers) {
      tagger.signal("TERM");
    }

    Set<String> expected = scanned("gi");
    assertThat(expected).hasSize(21);
    assertThat(expected.toString())
        .contains("\"refused\"", "\"established\"", "\"vlan\":{\"id\":\"12\"}")
        .contains("\"OpenSSL", "\"GnuTLS", "\"Java");
    assertVerdicts(ring, expected);
    assertVerdicts(rings, expected);
    assertVerdicts(pcap, expected);
    assertVerdicts(outer, scanned("go"));
    Set<String> merged = scanned("gi", "go");
    assertThat(merged).hasSize(21).anyMatch(verdict -> verdict.contains("\"nat\":{"));
    assertVerdicts(both, merged);
    assertVerdicts(any, scanned("any"));
    assertVerdicts(vlan, scanned("gi.12"));
    assertVerdicts(vlanPcap, scanned("gi.12"));
    assertThat(rings.errors()).contains("gi: engine ring, as asked; 3 rings");
    assertThat(any.errors()).contains("any: engine pcap, no ring: any mixes link types");
  }

  @Test
  void whatTheKernelTookOutOfFramesOrPartedIsTogetherAgain() throws Exception {
    Beside tcpdump = tcpdump("gi");
    Running ring = watch("-i", "gi", "--engine", "ring", "--all");
    Running rings = watch("-i", "gi", "--engine", "ring", "--rings", "4", "--all");
    Running pcap = watch("-i", "gi", "--engine", "pcap", "--all");
    for (String sample : List.of("tunnels", "fragments")) {
      String file = PROJECT.resolve("samples/" + sample + "/capture.pcapng").toString();
      gateway.in("c", "tcpreplay", "-q", "-i", "e0", "--pps", "2000", file);
    }
    gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com"); // the last of it
    for (Running running : List.of(ring, rings, pcap)) {
      Await.until(() -> running.lines().stream().anyMatch(line -> line.contains(Gateway.SERVER)));
    }
    end(Gateway.SERVER, List.of(tcpdump));
    Set<String> expected = scanned("gi");
    for (Running running : List.of(ring, rings, pcap)) {
      running.signal("INT");
      running.status();
    }

    assertThat(expected.toString()).contains("\"vlan\":{\"id\":", "\"gre\"", "\"vxlan:");
    assertVerdicts(ring, expected);
    assertVerdicts(rings, expected);
    assertVerdicts(pcap, expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring", "pcap"})
  void aFindingIsThereWithinASecond(String engine) throws Exception {
    Running watch = watch("-i", "gi", "--engine", engine);
    gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
    long decided = System.nanoTime();
    Await.until(() -> connections(watch) == 1);

    assertThat(System.nanoTime() - decided).isLessThan(TimeUnit.SECONDS.toNanos(1));
    watch.signal("TERM");
    watch.status();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring", "pcap"})
  void captureGoesOnAfterAnInterfaceWentDownAndAfterItVanished(String engine) throws Exception {
    Running watch = watch("-i", "gi", "--engine", engine);
    Running impatient = watch("-i", "gi", "--engine", engine, "--no-reconnect");
    gateway.in("g", "ip", "link", "set", "gi", "down");
    within5Seconds(() -> watch.errors().contains("gi is down: waiting for it"));
    assertThat(impatient.status()).isZero();
    assertThat(impatient.errors()).contains("gi is down\n").doesNotContain("waiting");
    assertThat(impatient.lines()).last().asString().contains("\"tlsfloor.run\"");
    gateway.in("g", "ip", "link", "set", "gi", "up");
    within5Seconds(() -> watch.errors().contains("gi is up again: capture goes on"));
    Await.until(() -> gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com"));
    Await.until(() -> connections(watch) >= 1);

    gateway.in("g", "ip", "link", "del", "gi");
    within5Seconds(() -> watch.errors().contains("gi is gone: waiting for it"));
    gateway.connectOffice();
    within5Seconds(
        () -> watch.errors().lines().filter(l -> l.contains("engine " + engine)).count() == 2);
    long before = connections(watch);
    Await.until(() -> gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com"));
    Await.until(() -> connections(watch) > before);
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
        gateway.start("g", "sh", "-c", script, "sh", disk.toString(), PROGRAM.toString());
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
    Running first = watch("-i", "gi", "--output", out.toString());
    gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
    Await.until(() -> lines(out).size() == 1);
    first.signal("KILL");
    first.status();

    Running second = watch("-i", "gi", "--output", out.toString());
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
            PROGRAM.toString(),
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
    Running in = watch(with(options, "--capture-direction", "in"));
    Running out = watch(with(options, "--capture-direction", "out"));
    gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
    for (Running one : List.of(in, out)) {
      Await.until(() -> connections(one) == 1);
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
      "env", without, PROGRAM.toString(), "watch", "-i", "gi", "--duration", "0.2"
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
      gateway.in("g", "cp", "-r", PROGRAM.getParent() + "/.", copy.toString());
      gateway.in("g", "chmod", "-R", "a+rX", copy.toString());
      Running watch =
          gateway.start(
              "g", copy.resolve("tlsfloor").toString(), "watch", "-i", "gi", "--user", "nobody");
      Await.until(() -> watch.errors().contains(": engine ") || !watch.process().isAlive());
      gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
      Await.until(() -> connections(watch) == 1);
      watch.signal("TERM");

      assertThat(watch.status()).isEqualTo(1);
      assertThat(watch.errors())
          .contains("runs as nobody with CAP_NET_RAW and no other capability, and cannot gain any");
    } finally {
      gateway.in("g", "rm", "-rf", copy.toString());
    }
  }
}
