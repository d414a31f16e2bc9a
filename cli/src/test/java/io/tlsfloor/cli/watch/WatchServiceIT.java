package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.watch.Gateway.Running;
import io.tlsfloor.testing.Await;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what a watch tells those around it: a terminal, a service manager, Prometheus. */
@Timeout(600)
@TakesLong("programs and interfaces in network namespaces, in real time")
class WatchServiceIT {
  private static final String PROGRAM = Assembled.PROGRAM.toString();
  private static final String NAME = "outlook.office365.com";

  @TempDir static Path scratch;
  private static Gateway gateway;
  private static Prometheus prometheus;

  @BeforeAll
  static void connect() throws IOException {
    gateway = Gateway.open(scratch, "python3", "curl", "script", "stty");
    // Before the test that needs it: its first scrape comes five seconds after its start.
    prometheus = Prometheus.start(gateway, Monitoring.OPERATE, scratch.resolve("prometheus"));
  }

  @AfterAll
  static void disconnect() throws IOException {
    if (gateway != null) {
      gateway.close();
    }
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void onATerminalItShowsAColouredLineAFindingRepeatsAsACountAndItsState() throws Exception {
    Path screen = scratch.resolve("screen");
    Path pid = scratch.resolve("pid");
    String command =
        "stty cols 200; echo $$ >" + pid + "; exec " + PROGRAM + " watch -i gi"; // its own terminal
    Running script = gateway.start("g", "script", "-qefc", command, screen.toString());
    Await.until(() -> read(screen).contains("gi: engine ring"));
    for (int i = 0; i < 3; i++) {
      gateway.handshake("443", "-tls1", "-servername", NAME);
    }
    gateway.handshake("993", "-tls1", "-servername", NAME);
    Await.until(() -> read(screen).contains("4 flagged"));
    new ProcessBuilder("sh", "-c", "kill -TERM " + read(pid).trim()).start().waitFor();
    assertThat(script.status()).isEqualTo(1);

    String shown = read(screen);
    assertThat(shown)
        .containsOnlyOnce(
            "\u001b[1;31mcritical\u001b[0m 10.20.0.2 to Exchange Online "
                + NAME
                + ":443 · offered TLS 1.0 · chosen TLS 1.0 · established · negotiated-below-floor"
                + " · OpenSSL")
        .containsOnlyOnce(
            "\u001b[31mhigh\u001b[0m 10.20.0.2 to Exchange Online "
                + NAME
                + ":993 · offered TLS 1.0 · chosen none · refused by server: protocol_version · offered-below-floor")
        .containsOnlyOnce("negotiated-below-floor · 2 more, 3 in all")
        .containsPattern(
            "\r\u001b\\[K\\d+ packets/s · \\d+ flows · 4 connections · 4 flagged · dropped 0 kernel,"
                + " 0 interface, 0 queue")
        .contains("4 connections, 1 client of the services, 4 flagged")
        .containsPattern("Coverage: (no packets|nothing) lost");
    // The state is wiped before a line is written, so no line begins behind it.
    for (String line : shown.split("\r?\n")) {
      String left = line.substring(line.lastIndexOf("\u001b[K") + 1);
      assertThat(left.contains("packets/s") && left.contains(" to Exchange")).as(line).isFalse();
    }
  }

  @Test
  void aServiceManagerHearsThatItIsReadyAliveAndEnds() throws Exception {
    Path socket = scratch.resolve("notify");
    Running manager =
        gateway.start(
            "g",
            "python3",
            "-uc",
            "import socket, sys\n"
                + "s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)\n"
                + "s.bind(sys.argv[1])\n"
                + "while True: print(s.recv(4096).decode())\n",
            socket.toString());
    Await.until(() -> Files.exists(socket));
    Running watch =
        gateway.start(
            "g",
            "env",
            "NOTIFY_SOCKET=" + socket,
            "WATCHDOG_USEC=600000",
            PROGRAM,
            "watch",
            "-i",
            "gi");
    Await.until(() -> count(manager, "WATCHDOG=1") >= 3);
    assertThat(manager.lines()).first().isEqualTo("READY=1");
    assertThat(watch.errors()).as("ready only once it captures").contains("gi: engine");
    assertThat(nice(watch.process().pid(), "packets")).isEqualTo("-10");
    assertThat(nice(watch.process().pid(), "VM Thread")).isEqualTo("-10");
    assertThat(nice(watch.process().pid(), "GC Thread#0")).isEqualTo("-10");

    watch.signal("STOP"); // it hangs: the manager must hear nothing more
    long before = count(manager, "WATCHDOG=1");
    // Nothing can be awaited: that nothing comes in the time of two reports is what is tested.
    Thread.sleep(700);
    assertThat(count(manager, "WATCHDOG=1")).isLessThanOrEqualTo(before + 1); // one was on its way
    watch.signal("CONT");
    watch.signal("TERM");
    assertThat(watch.status()).isZero();
    Await.until(() -> manager.lines().contains("STOPPING=1"));
    manager.signal("TERM");
  }

  @Test
  void theStandardConfigurationIsReadAndAWrongKeyIsToldWithItsLine() throws Exception {
    Path good = scratch.resolve("good.conf");
    Path wrong = scratch.resolve("wrong.conf");
    Files.writeString(good, "[watch]\ninterface = \"gi\"\nduration = 1\n");
    Files.writeString(wrong, "[watch]\ninterface = \"gi\"\nbufer = \"64M\"\n");
    // An /etc of its own, in the mount namespace that comes with the network's.
    String script =
        "mount -t tmpfs tmpfs \"$1\" && mkdir \"$1/up\" \"$1/work\" && mount -t overlay overlay -o"
            + " lowerdir=/etc,upperdir=\"$1/up\",workdir=\"$1/work\" /etc && mkdir /etc/tlsfloor &&"
            + " cp \"$2\" /etc/tlsfloor/tlsfloor.conf && exec \"$3\" watch";
    Path etc = Files.createDirectory(scratch.resolve("etc"));
    Running works =
        gateway.start("g", "sh", "-c", script, "sh", etc.toString(), good.toString(), PROGRAM);
    Running refuses =
        gateway.start("g", "sh", "-c", script, "sh", etc.toString(), wrong.toString(), PROGRAM);

    assertThat(works.status()).as(works.errors()).isZero();
    assertThat(works.errors()).contains("gi: engine ring");
    assertThat(refuses.status()).isEqualTo(2);
    assertThat(refuses.errors())
        .contains("/etc/tlsfloor/tlsfloor.conf:3:1: unknown key \"bufer\"")
        .contains("did you mean \"buffer\"?");
  }

  @ParameterizedTest
  @CsvSource({"as installed, true", "damaged, false", "missing, false"})
  void aWatchRunsWhatItWarmsUpWithAndNothingOfItShows(String captures, boolean runs)
      throws Exception {
    Path application = installed(captures);
    Path classes = scratch.resolve("classes " + captures);
    Running watch =
        gateway.start(
            "g",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xlog:class+load:file=\"" + classes + "\"",
            "-jar",
            application.resolve("tlsfloor.jar").toString(),
            "watch",
            "-i",
            "gi",
            "--all",
            "--format",
            "jsonl",
            ConfigOf.keys("metrics = \"9366\"")); // not where Prometheus looks
    Gateway.captures(watch);
    String numbers = gateway.out("g", "curl", "-s", "127.0.0.1:9366/metrics");
    watch.signal("TERM");

    assertThat(watch.status()).as(watch.errors()).isZero();
    // What fingerprints hellos is loaded with the first hello, and here there is none.
    assertThat(read(classes).contains("io.tlsfloor.parser.tls.Ja4 ")).isEqualTo(runs);
    assertThat(watch.errors().lines())
        .filteredOn(line -> !line.contains("the endpoint list is") && !line.contains("are from"))
        .containsExactly("tlsfloor: gi: engine ring, which copies nothing");
    assertThat(watch.lines()).hasSize(3).first().asString().contains("\"tlsfloor.start\"");
    assertThat(watch.lines().get(1)).contains("\"tlsfloor.stats\"");
    JsonNode run = new ObjectMapper().readTree(watch.lines().get(2)).at("/tlsfloor/run");
    assertThat(run.get("connections").asInt()).isZero();
    assertThat(run.get("clients").asInt()).isZero();
    assertThat(run.get("inputs").findValuesAsText("file")).containsExactly("gi");
    assertThat(numbers)
        .contains("rule=\"negotiated-below-floor\",severity=\"critical\"} 0")
        .doesNotContainPattern("tlsfloor_connections_total.*} [1-9]");
  }

  /** The application as it is installed, but for the captures that it warms up with. */
  private static Path installed(String captures) throws IOException {
    Path from = Assembled.PROJECT.resolve("cli/target/dist");
    Path to = Files.createDirectory(scratch.resolve("dist " + captures));
    Files.copy(from.resolve("tlsfloor.jar"), to.resolve("tlsfloor.jar"));
    Path lib = Files.createDirectory(to.resolve("lib"));
    try (Stream<Path> jars = Files.list(from.resolve("lib"))) {
      for (Path jar : jars.filter(Files::isRegularFile).toList()) {
        Files.copy(jar, lib.resolve(jar.getFileName()));
      }
    }
    if (!captures.equals("missing")) {
      Path training = Files.createDirectory(lib.resolve("training"));
      byte[] whole = Files.readAllBytes(from.resolve("lib/training/tls10/capture.pcapng"));
      boolean damaged = captures.equals("damaged");
      Files.write(training.resolve("capture.pcapng"), damaged ? Arrays.copyOf(whole, 100) : whole);
      Files.createSymbolicLink(training.resolve("away.pcap"), training.resolve("nowhere"));
    }
    return to;
  }

  /** Nice value of a thread, as proc(5) tells it. */
  private static String nice(long process, String thread) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + process + "/task"))) {
      Path found =
          threads.filter(t -> read(t.resolve("comm")).trim().equals(thread)).findFirst().get();
      String stat = Files.readString(found.resolve("stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16];
    }
  }

  private static long count(Running manager, String message) {
    return manager.lines().stream().filter(message::equals).count();
  }

  @Test
  void prometheusTakesTheNumbersAndEveryPanelAndEveryAlertHasSeries() throws Exception {
    Requires.tools("promtool", "prometheus");
    Running watch =
        gateway.watch("-i", "gi", ConfigOf.keys("metrics = \"9365\""), "--format", "jsonl");
    prometheus.awaitReady();
    // An increase is seen only after another value: of what is counted from the beginning, a 0.
    Await.until(() -> prometheus.has("tlsfloor_judged_connections_total"));
    gateway.handshake("443", "-tls1", "-servername", NAME);
    gateway.handshake("443", "-tls1_3", "-servername", NAME);
    Await.until(() -> prometheus.has("tlsfloor_connections_total{offered='TLS 1.0'}"));
    Await.until(() -> prometheus.has("tlsfloor_connections_total{offered='TLS 1.3'}"));
    gateway.handshake("443", "-tls1", "-servername", NAME);
    gateway.handshake("443", "-tls1_3", "-servername", NAME);
    Await.until(
        () -> prometheus.has("rate(tlsfloor_connections_total{offered='TLS 1.0'}[1m]) > 0"));
    Await.until(
        () -> prometheus.has("rate(tlsfloor_connections_total{offered='TLS 1.3'}[1m]) > 0"));
    Await.until(() -> prometheus.has("tlsfloor_flows > 0"));
    Await.until(() -> prometheus.state("TlsBelowFloor").equals("firing"));
    Monitoring monitoring = new Monitoring(gateway, prometheus);
    monitoring.numbersAreWellFormedAndAllDescribed();
    monitoring.everyPanelShowsSomething();
    monitoring.everyAlertLooksAtSomething();

    assertThat(prometheus.state("TlsfloorDown")).isEqualTo("inactive");
    watch.signal("TERM");
    watch.status();
    Await.until(() -> prometheus.state("TlsfloorDown").equals("pending"));
    prometheus.stop();
  }
}
