package io.tlsfloor.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.file.CaptureFile;
import io.tlsfloor.capture.file.CaptureFiles;
import io.tlsfloor.cli.Main;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.scan.ScanCommand;
import io.tlsfloor.testing.Project;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive scanned by Spark within this process gives what {@code scan} gives. */
class ArchiveJobTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SAMPLES = Project.path("samples");

  private static SparkSession spark;

  @TempDir private Path folder;

  @BeforeAll
  static void startSpark() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate();
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  private record Told(ExitCode code, List<String> lines) {}

  private Told archive(String... args) throws IOException {
    Path out = folder.resolve("archive.jsonl");
    return told(ArchiveJob.run(with(out, args), spark), out);
  }

  private Told scan(String... args) throws IOException {
    Path out = folder.resolve("scan.jsonl");
    return told(Main.run(new ScanCommand(), Arrays.asList(with(out, args))), out);
  }

  private static String[] with(Path out, String... args) {
    return Stream.of(
            List.of("--all", "--format", "jsonl", "--output", out.toString()), List.of(args))
        .flatMap(List::stream)
        .toArray(String[]::new);
  }

  private static Told told(ExitCode code, Path out) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : Files.exists(out) ? Files.readAllLines(out) : List.<String>of()) {
      lines.add(
          line.contains("\"tlsfloor.run\"")
              ? line.replaceAll("\"(@timestamp|start|end)\":\"[^\"]*\"", "")
                  .replaceAll("\"duration\":[0-9]+", "")
              : line);
    }
    return new Told(code, lines);
  }

  @Test
  void allSamplesGiveTheSameLinesInTheSameOrder() throws Exception {
    Told cluster = archive(SAMPLES.toString());
    Told here = scan(SAMPLES.toString());

    assertThat(cluster.lines()).hasSizeGreaterThan(300).isEqualTo(here.lines());
    assertThat(cluster.code()).isEqualTo(here.code());
  }

  @Test
  void aRotatedSetIsOneStoryAndADamagedCaptureALoss() throws Exception {
    List<byte[]> frames = split(SAMPLES.resolve("tls10/capture.pcapng"), folder.resolve("in"));
    byte[] damaged = frames.get(frames.size() - 1).clone();
    Files.write(folder.resolve("in/damaged.pcap"), Arrays.copyOf(damaged, damaged.length - 3));
    Files.writeString(folder.resolve("in/notes.txt"), "no capture");
    String in = folder.resolve("in").toString();

    Told cluster = archive(in, folder.resolve("missing.pcap").toString());
    Told here = scan(in, folder.resolve("missing.pcap").toString());

    assertThat(cluster.lines()).isEqualTo(here.lines());
    assertThat(cluster.lines().get(0)).contains("\"established\":true", "first.pcap");
    assertThat(cluster.lines().get(cluster.lines().size() - 1))
        .contains("\"damaged_inputs\":2", "there is no such file");
  }

  @Test
  void bothSidesOfANatInTwoCapturesAreOneConnection() throws Exception {
    List<byte[]> inside = new ArrayList<>();
    List<byte[]> outside = new ArrayList<>();
    for (byte[] record : records(SAMPLES.resolve("nat-both-sides/capture.pcapng"))) {
      (isOutside(record) ? outside : inside).add(record);
    }
    Files.createDirectories(folder.resolve("nat"));
    pcap(inside, folder.resolve("nat/inside.pcap"));
    pcap(outside, folder.resolve("nat/outside.pcap"));

    Told cluster = archive(folder.resolve("nat").toString());
    Told here = scan(folder.resolve("nat").toString());

    assertThat(cluster.lines()).isEqualTo(here.lines());
    assertThat(cluster.lines())
        .filteredOn(line -> line.contains("\"dataset\":\"tlsfloor.connection\""))
        .hasSize(2)
        .allMatch(line -> line.contains("\"nat\":{\"ip\":\"192.0.2.1\""));
  }

  /** Returns whether a frame behind a record's header is of the NAT's outer address. */
  private static boolean isOutside(byte[] record) {
    byte[] address = {(byte) 192, 0, 2, 1};
    return record.length > 16 + 34
        && (Arrays.equals(record, 16 + 26, 16 + 30, address, 0, 4)
            || Arrays.equals(record, 16 + 30, 16 + 34, address, 0, 4));
  }

  /** Writes the first half of a capture's frames to one file and the rest to another. */
  private static List<byte[]> split(Path capture, Path to) throws Exception {
    Files.createDirectories(to);
    List<byte[]> records = records(capture);
    int half = records.size() / 2;
    return List.of(
        pcap(records.subList(0, half), to.resolve("first.pcap")),
        pcap(records.subList(half, records.size()), to.resolve("second.pcap")));
  }

  private static List<byte[]> records(Path capture) throws Exception {
    List<byte[]> records = new ArrayList<>();
    try (CaptureFile file = CaptureFiles.open(capture, (address, name) -> {})) {
      Frame frame = new Frame();
      while (file.next(frame)) {
        byte[] bytes = new byte[frame.capturedLength()];
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = frame.buffer().get(frame.offset() + i);
        }
        ByteBuffer record = ByteBuffer.allocate(16 + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        record.putInt((int) (frame.timeNanos() / 1_000_000_000L));
        record.putInt((int) (frame.timeNanos() % 1_000_000_000L));
        record.putInt(bytes.length).putInt(bytes.length).put(bytes);
        records.add(record.array());
      }
    }
    return records;
  }

  private static byte[] pcap(List<byte[]> records, Path to) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0xA1B23C4D).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0);
    header.putInt(262_144).putInt(1);
    out.write(header.array());
    for (byte[] record : records) {
      out.write(record);
    }
    Files.write(to, out.toByteArray());
    return out.toByteArray();
  }

  @Test
  void tablesHoldAllConnectionsClientsRunsAndLosses() throws Exception {
    String tables = folder.resolve("tables").toString();

    Told cluster = archive("--parquet", tables, SAMPLES.resolve("tls10").toString());

    Row connection =
        spark
            .read()
            .parquet(tables + "/connections")
            .selectExpr(
                "`@timestamp`", "source.ip", "tls.version", "tlsfloor.findings[0].rule as rule")
            .first();
    assertThat(connection.getTimestamp(0).toInstant()).hasToString("2026-11-25T12:58:55.701109Z");
    assertThat(connection.getString(1)).isEqualTo("10.20.3.41");
    assertThat(connection.getString(2)).isEqualTo("1.0");
    assertThat(connection.getString(3)).isEqualTo("negotiated-below-floor");
    assertThat(spark.read().parquet(tables + "/clients").count())
        .isEqualTo(cluster.lines().stream().filter(l -> l.contains("tlsfloor.client\"")).count());
    assertThat(
            spark
                .read()
                .parquet(tables + "/runs")
                .selectExpr("tlsfloor.run.packets")
                .first()
                .get(0))
        .isNotNull();
    assertThat(
            spark
                .read()
                .parquet(tables + "/coverage")
                .filter("name = 'damaged_inputs'")
                .select("count")
                .first()
                .getLong(0))
        .isZero();
    try (Stream<Path> all = Files.list(folder.resolve("tables"))) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("connections", "clients", "runs", "coverage");
    }
  }

  @Test
  void tablesThatAreReadBackHoldTheLinesOfAScan() throws Exception {
    String tables = folder.resolve("tables").toString();
    Path in = Files.createDirectories(folder.resolve("in"));
    Files.copy(SAMPLES.resolve("office-hour/capture.pcapng"), in.resolve("capture.pcapng"));
    Files.writeString(in.resolve("eve.json"), events(2));
    Files.writeString(in.resolve("signins.json"), SIGN_IN);

    archive("--parquet", tables, in.toString());
    List<String> lines = scan(in.toString()).lines();

    assertThat(readBack(tables, "connections")).hasSizeGreaterThan(200);
    for (String table : List.of("connections", "clients")) {
      String dataset = "tlsfloor." + table.substring(0, table.length() - 1);
      assertThat(readBack(tables, table))
          .as(table)
          .containsExactlyInAnyOrderElementsOf(
              lines.stream()
                  .filter(line -> line.contains("\"dataset\":\"" + dataset + "\""))
                  .map(ArchiveJobTest::tree)
                  .toList());
    }
    List<String> all = Files.readAllLines(folder.resolve("scan.jsonl"));
    JsonNode run = tree(all.get(all.size() - 1)).at("/tlsfloor/run");
    assertThat(readBack(tables, "runs").get(0).at("/tlsfloor/run")).isEqualTo(run);
    for (Row row :
        spark.read().parquet(tables + "/coverage").select("name", "count").collectAsList()) {
      assertThat(row.getLong(1)).isEqualTo(run.at("/coverage/" + row.getString(0)).asLong());
    }
  }

  @Test
  void aRunTakesThePlaceOfItsOwnRowsOfADayAndLeavesTheOthers() throws Exception {
    String tables = folder.resolve("tables").toString();
    Path one = Files.createDirectories(folder.resolve("one"));
    Path two = Files.createDirectories(folder.resolve("two"));
    Files.writeString(two.resolve("eve.json"), EVE);

    Files.writeString(one.resolve("eve.json"), events(3));
    archive("--parquet", tables, one.toString());
    archive("--parquet", tables, two.toString());
    assertThat(days(tables)).containsExactly("2026-11-02 3", "2026-11-02 1");

    Files.writeString(one.resolve("eve.json"), events(2));
    archive("--parquet", tables, one.toString());
    archive("--parquet", tables, one.toString());
    assertThat(days(tables)).containsExactlyInAnyOrder("2026-11-02 2", "2026-11-02 1");

    Files.writeString(one.resolve("eve.json"), events(1).replace("2026-11-02", "2026-11-03"));
    archive("--parquet", tables, one.toString());
    assertThat(days(tables))
        .containsExactlyInAnyOrder("2026-11-02 2", "2026-11-02 1", "2026-11-03 1");
    assertThat(spark.read().parquet(tables + "/runs").count()).isEqualTo(3);
  }

  private static List<String> days(String tables) {
    return spark
        .read()
        .parquet(tables + "/connections")
        .selectExpr("run", "cast(day as string) as day")
        .groupBy("run", "day")
        .count()
        .collectAsList()
        .stream()
        .map(row -> row.get(1) + " " + row.get(2))
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  @Test
  void tablesOfAnotherFormAreLeftAlone() throws Exception {
    Path old = Files.createDirectories(folder.resolve("tables/connections"));
    Files.writeString(old.resolve("part-0.zstd.parquet"), "old");

    Told told =
        archive(
            "--parquet", folder.resolve("tables").toString(), SAMPLES.resolve("tls10").toString());

    assertThat(told.code()).isEqualTo(ExitCode.FAULT);
    assertThat(old.resolve("part-0.zstd.parquet")).exists();
  }

  /** The rows of a table as the lines that they were, with times in microseconds. */
  private static List<JsonNode> readBack(String tables, String table) {
    return spark
        .read()
        .parquet(tables + "/" + table)
        .drop("run", "day")
        .selectExpr(
            "to_json(struct(*), map('timestampFormat', \"yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'\"))")
        .as(Encoders.STRING())
        .collectAsList()
        .stream()
        .map(ArchiveJobTest::tree)
        .toList();
  }

  private static JsonNode tree(String line) {
    try {
      return withoutNulls(
          JSON.readTree(line.replaceAll("(T[0-9:]{8}\\.[0-9]{6})[0-9]{3}Z", "$1Z")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode withoutNulls(JsonNode node) {
    if (node instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        withoutNulls(object.get(name));
        if (object.get(name).isNull()) {
          object.remove(name);
        }
      }
    } else {
      node.forEach(ArchiveJobTest::withoutNulls);
    }
    return node;
  }

  private static final String EVE =
      """
      {"timestamp":"2026-11-02T09:00:00.100000+0000","flow_id":77,"event_type":"tls",\
      "src_ip":"10.20.3.77","src_port":40452,"dest_ip":"52.104.1.10","dest_port":443,"proto":"TCP",\
      "tls":{"sni":"contoso.sharepoint.com","version":"TLSv1","issuerdn":"CN=ca"}}
      """;

  private static String events(int count) {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < count; i++) {
      log.append(EVE.replace("\"flow_id\":77", "\"flow_id\":" + i).replace("40452", "4045" + i));
    }
    return log.toString();
  }

  private static final String SIGN_IN =
      """
      {"createdDateTime":"2026-11-02T09:00:00Z","id":"1","userPrincipalName":"a@b.example",\
      "appDisplayName":"Outlook","ipAddress":"203.0.113.9","status":{"errorCode":0},\
      "authenticationProcessingDetails":[{"key":"Legacy TLS (TLS 1.0, 1.1, 3DES)","value":"True"}]}
      """;

  private static final String SENDERS =
      "Sender address,TLS 1.0,TLS 1.1,TLS 1.2,TLS 1.3,End date\nmfp@b.example,12.5,0,87.5,0,2026-11-02\n";

  private static final String SSL =
      "#separator \\x09\n#path\tssl\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tversion\testablished\n"
          + "1793610000.5\tC1\t10.20.3.41\t50001\t52.96.1.10\t443\tTLSv10\tT\n"
          + "1793610001.5\tC2\t10.20.3.42\t50001\t192.0.2.1\t443\tTLSv10\tT\nbroken\n";

  private static final String DNS =
      "#separator \\x09\n#path\tdns\n#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tquery\tanswers\tTTLs\n"
          + "1793610000.1\t10.20.3.42\t9\t10.20.3.1\t53\toutlook.office.com\t192.0.2.1\t60.0\n";

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void logsAndReportsGiveTheLinesOfAScan() throws Exception {
    Path in = Files.createDirectories(folder.resolve("in/zeek"));
    Files.writeString(in.resolve("ssl.log"), SSL);
    Files.write(in.resolve("dns.log.gz"), gzip(DNS));
    Path other = Files.createDirectories(folder.resolve("in/other"));
    Files.write(other.resolve("eve.json.gz"), gzip(events(3)));
    Files.writeString(other.resolve("signins.json"), SIGN_IN);
    Files.writeString(other.resolve("senders.csv"), SENDERS);
    Files.writeString(other.resolve("notes.txt"), "no log");
    Files.writeString(other.resolve("headless"), "10.20.3.41\t50001\t52.96.1.10\t443\tTLSv10\n");
    Files.copy(SAMPLES.resolve("tls10/capture.pcapng"), other.resolve("capture.pcapng"));

    Path twice = Files.writeString(folder.resolve("twice.json"), EVE.repeat(2));
    for (Path each : List.of(folder.resolve("in"), in.resolve("ssl.log"), other, twice)) {
      Told cluster = archive(each.toString());
      Told here = scan(each.toString());

      assertThat(cluster.lines()).as(each.toString()).hasSizeGreaterThan(3).isEqualTo(here.lines());
      assertThat(cluster.code()).isEqualTo(here.code());
    }
  }

  @Test
  void nothingToReadIsAWrongUse() throws Exception {
    Files.createDirectories(folder.resolve("empty"));

    assertThat(archive(folder.resolve("empty").toString()).code()).isEqualTo(ExitCode.USAGE);
    assertThat(archive().code()).isEqualTo(ExitCode.USAGE);
  }
}
