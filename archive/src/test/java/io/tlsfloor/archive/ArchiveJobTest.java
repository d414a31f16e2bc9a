package io.tlsfloor.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.file.CaptureFile;
import io.tlsfloor.capture.file.CaptureFiles;
import io.tlsfloor.cli.Main;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.scan.ScanCommand;
import io.tlsfloor.testing.Project;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive scanned by Spark within this process gives what {@code scan} gives. */
class ArchiveJobTest {
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
                .first()
                .getLong(2))
        .isZero();
    assertThat(folder.resolve("tables/_lines")).doesNotExist();
  }

  @Test
  void nothingToReadIsAWrongUse() throws Exception {
    Files.createDirectories(folder.resolve("empty"));

    assertThat(archive(folder.resolve("empty").toString()).code()).isEqualTo(ExitCode.USAGE);
    assertThat(archive().code()).isEqualTo(ExitCode.USAGE);
  }
}
