package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.watch.Gateway.Running;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Postgres;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.testing.Await;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireEnd;
import io.tlsfloor.testing.WireFile;
import io.tlsfloor.testing.WireFrame;
import io.tlsfloor.testing.WireHello;
import io.tlsfloor.testing.WirePackets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A watch that is asked to end while something is stuck, or in the midst of a flood. */
@TakesLong("programs and interfaces in network namespaces, in real time")
class WatchEndIT extends OnGateway {
  private static final int CLIENTS = 15_000;

  private static final String FLAGGED = "\"kind\":\"alert\"";
  private static final String RUN = "\"dataset\":\"tlsfloor.run\"";

  WatchEndIT() {
    super("curl");
  }

  /** Of itself: what it writes to is still stuck then. */
  private static int endsBefore(Running stuck, Running watch) throws Exception {
    watch.signal("TERM");
    int status = watch.status();
    assertThat(stuck.process().isAlive()).as("what is stuck").isTrue();
    stuck.signal("KILL");
    return status;
  }

  /** It takes connections and never answers; the file takes all. */
  @Test
  void endsThoughADatabaseIsStuckAndTellsTheOthersWhatItDidNotTake() throws Exception {
    String results = scratch.resolve("inventory.jsonl").toString();
    String silent =
        "import socket,time\ns=socket.socket()\n"
            + "s.setsockopt(socket.SOL_SOCKET,socket.SO_REUSEADDR,1)\n"
            + "s.bind(('127.0.0.1',5433))\ns.listen(9)\nprint('up',flush=True)\n"
            + "k=[]\nwhile True: k.append(s.accept())";
    Requires.tools("python3");
    Running receiver = gateway.start("g", "python3", "-c", silent);
    Await.until(() -> !receiver.lines().isEmpty());
    String stuck = "jdbc:postgresql://127.0.0.1:5433/x?user=x";
    Running watch =
        gateway.watch("-i", "gi", "--output", results, "--inventory", stuck, "--no-config");
    gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
    Await.until(() -> read(results).contains(FLAGGED));

    assertThat(endsBefore(receiver, watch)).as(watch.errors()).isEqualTo(4);
    assertThat(read(results)).contains(RUN);
    assertThat(lastLine(results))
        .containsPattern("\"lost_lines\":[1-9]")
        .contains("\"connections\":1");
  }

  /** Its reader holds the end open and reads nothing, however much there is to say at the end. */
  @Test
  void endsThoughNobodyReadsItsOutput() throws Exception {
    Requires.tools("tcpreplay");
    String fifo = scratch.resolve("fifo").toString();
    String results = scratch.resolve("file.jsonl").toString();
    gateway.in("g", "mkfifo", fifo);
    Running holder = gateway.start("g", "sh", "-c", "exec sleep 1000 3<>" + fifo);
    Running watch =
        gateway.start(
            "g",
            "sh",
            "-c",
            "exec '%s' watch -i go --format jsonl --no-config --all --write jsonl=%s > %s"
                .formatted(Assembled.PROGRAM, results, fifo));
    Gateway.captures(watch);
    send(CLIENTS);

    assertThat(endsBefore(holder, watch)).as(watch.errors()).isEqualTo(4);
    assertThat(watch.errors())
        .containsPattern("standard output: [0-9,]+ lines could not be written");
    assertThat(lastLine(results)).containsPattern("\"lost_lines\":[1-9]");
    tellsOfAll(results);
  }

  /** A device that is full takes nothing; the file takes all. */
  @Test
  void countsLinesThatNobodyTakesAndTellsTheOtherOutput() throws Exception {
    String results = scratch.resolve("beside.jsonl").toString();
    Running watch =
        gateway.start(
            "g",
            "sh",
            "-c",
            "exec '%s' watch -i gi --format jsonl %s --write jsonl=%s > /dev/full"
                .formatted(Assembled.PROGRAM, ConfigOf.keys("metrics = \"9366\""), results));
    Gateway.captures(watch);
    gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
    Await.until(() -> read(results).contains(FLAGGED));
    Await.until(() -> health().contains("cannot write "), () -> health() + watch.errors());

    watch.signal("TERM");

    assertThat(watch.status()).as(watch.errors()).isEqualTo(4);
    assertThat(watch.errors())
        .containsPattern("cannot write .*: No space left on device: trying again")
        .containsPattern("[1-9] lines could not be written");
    assertThat(lastLine(results)).contains(RUN).containsPattern("\"lost_lines\":[1-9]");
  }

  /** Ends as {@code head} does: it has what it wanted, and the file has the whole watch. */
  @Test
  void endsWithItsReaderAndTellsTheOtherOutput() throws Exception {
    String results = scratch.resolve("headed.jsonl").toString();
    Running watch =
        gateway.start(
            "g",
            "bash",
            "-c",
            "'%s' watch -i gi --format jsonl --no-config --write jsonl=%s | head -n 1; exit ${PIPESTATUS[0]}"
                .formatted(Assembled.PROGRAM, results));
    Gateway.captures(watch);
    gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");

    assertThat(watch.status()).as(watch.errors()).isEqualTo(141);
    assertThat(lastLine(results)).contains(RUN).contains("\"flagged\":1");
  }

  /** Old hellos to the service as fast as they can be sent, each of another client. */
  @Test
  void endsInAFlood() throws Exception {
    Requires.tools("tcpreplay");
    Path flood = scratch.resolve("flood.pcap");
    Files.write(flood, hellos(200_000));
    String results = scratch.resolve("flood.jsonl").toString();
    Running watch = gateway.watch("-i", "go", "--output", results, "--no-config");
    Running sender =
        gateway.start(
            "s", "tcpreplay", "--topspeed", "--loop=0", "-q", "-i", "e0", flood.toString());
    Await.until(() -> count(read(results), FLAGGED) > 1000);

    watch.signal("TERM");

    assertThat(watch.status()).as(watch.errors()).isEqualTo(1);
    sender.signal("KILL");
    assertThat(lastLine(results)).contains(RUN).contains("\"lost_lines\":0");
  }

  private void send(int clients) throws Exception {
    Path capture = scratch.resolve("clients.pcap");
    Files.write(capture, hellos(clients));
    gateway.start("s", "tcpreplay", "--pps=10000", "-q", "-i", "e0", capture.toString()).status();
  }

  /** All of what healthy outputs have room for, however many they are. */
  @ParameterizedTest
  @ValueSource(strings = {"SQLite", "PostgreSQL"})
  void tellsOfAllClientsAtItsEnd(String kind) throws Exception {
    Requires.tools("tcpreplay");
    String results = scratch.resolve(kind + ".jsonl").toString();
    try (@Nullable Postgres server =
        kind.equals("SQLite") ? null : Postgres.within(gateway.within("g"))) {
      String inventory = server == null ? scratch.resolve("many.db").toString() : server.url();
      Running watch =
          gateway.watch("-i", "go", "-o", results, "--inventory", inventory, "--no-config");
      send(CLIENTS);
      watch.signal("TERM");

      assertThat(watch.status()).as(watch.errors()).isEqualTo(1);
      assertThat(watch.errors()).doesNotContain("could not be written", "lost");
      assertThat(run(results).at("/coverage/lost_lines").asLong()).isZero();
      long clients = tellsOfAll(results);
      String query = "select count(distinct address) from observation";
      assertThat(server == null ? ask(inventory, query) : server.ask(query))
          .isEqualTo(clients + "");
    }
  }

  private static JsonNode run(String results) throws IOException {
    return new ObjectMapper().readTree(lastLine(results)).at("/tlsfloor/run");
  }

  /** The file has a line of each client that the run counts; returns how many those are. */
  private static long tellsOfAll(String results) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    Set<String> told = new HashSet<>();
    for (String line : read(results).lines().toList()) {
      if (line.contains("\"dataset\":\"tlsfloor.client\"")) {
        told.add(mapper.readTree(line).at("/source/ip").asText());
      }
    }
    long clients = run(results).at("/clients").asLong();
    assertThat(clients)
        .isGreaterThan(CLIENTS / 4); // a machine that has others at work counts a few
    assertThat((long) told.size()).isEqualTo(clients);
    return clients;
  }

  private static String ask(String file, String query) throws Exception {
    try (Connection connection = Store.connect(Location.parse(file));
        Statement statement = connection.createStatement()) {
      return statement.executeQuery(query).getString(1);
    }
  }

  /** A capture of hellos below the floor to the service, each of another client. */
  static byte[] hellos(int count) throws IOException {
    Random random = new Random(1);
    WireEnd service = WireEnd.of("40.96.0.2", 443);
    byte[] ethernet = WireBytes.hex("ffffffffffff 020000000002 0800");
    WireFile all = WireFile.big().pcap(WireFile.MICROS, WireFrame.ETHERNET);
    for (int i = 0; i < count; i++) {
      byte[] client = WireBytes.u32(0x0A000000 | random.nextInt(1 << 24));
      int port = random.nextInt() & 0xFFFF;
      byte[] hello =
          WireHello.client(0x0301).random(random).serverName("outlook.office365.com").record();
      byte[] segment = WirePackets.tcp(port, service.port(), 1, 1, 0x18, hello);
      byte[] packet = WirePackets.ip(client, service.address(), 6, segment);
      all.record(1_790_000_000, i, WireBytes.join(ethernet, packet));
    }
    return all.bytes();
  }

  private String health() {
    return gateway.out("g", "sh", "-c", "curl -s 127.0.0.1:9366/health || true");
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      return "";
    }
  }

  private static String lastLine(String file) {
    List<String> lines = read(file).lines().toList();
    return lines.get(lines.size() - 1);
  }

  private static long count(String text, String word) {
    return text.lines().filter(line -> line.contains(word)).count();
  }
}
