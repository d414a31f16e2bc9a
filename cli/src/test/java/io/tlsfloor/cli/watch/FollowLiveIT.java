package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.watch.Gateway.Running;
import io.tlsfloor.testing.Await;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The assembled application beside real capturing programs that are still writing. */
@TakesLong("programs and interfaces in network namespaces, in real time")
class FollowLiveIT extends OnGateway {
  private static final List<String> UNDECIDED = List.of("incomplete", "unanswered", "negotiated");

  FollowLiveIT() {
    super("tcpdump", "dumpcap");
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectory(scratch.resolve(name));
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Running capture(String... command) {
    Running capture = gateway.start("g", command);
    Await.until(
        () -> capture.errors().contains("listening on") || capture.errors().contains("File: "));
    return capture;
  }

  private Running follow(Path folder) {
    Await.until(() -> !files(folder).isEmpty());
    return gateway.start(
        "g",
        Assembled.PROGRAM.toString(),
        "scan",
        "--follow",
        "--all",
        "--format",
        "jsonl",
        files(folder).get(0).toString());
  }

  private static String outcome(String value) {
    return "\"outcome\":\"" + value + "\"";
  }

  /** Connections whose last packets the capturing program did not write any more. */
  private static long undecided(Running scan) {
    return scan.lines().stream()
        .filter(line -> UNDECIDED.stream().anyMatch(each -> line.contains(outcome(each))))
        .count();
  }

  /** The followed capture tells what a scan of all its files tells when they are whole. */
  private void assertToldTheSame(Running follow, Path folder) throws Exception {
    Running scan =
        gateway.start(
            "g",
            Assembled.PROGRAM.toString(),
            "scan",
            "--all",
            "--format",
            "jsonl",
            folder.toString());
    assertThat(scan.status()).as(scan.errors()).isEqualTo(1);
    Await.until(() -> follow.connections() >= scan.connections() - undecided(scan));
    follow.signal("INT");

    assertThat(follow.status()).as(follow.errors()).isEqualTo(130);
    assertThat(follow.errors()).isEmpty();
    assertThat(follow.lines()).last().asString().contains("\"tlsfloor.run\"");
    assertThat(follow.connections()).isEqualTo(scan.connections());
    assertThat(LiveLines.of(follow.lines())).isEqualTo(LiveLines.of(scan.lines()));
  }

  @Test
  void whatTcpdumpAndDumpcapWriteIsToldWhileTheyWriteIt() throws Exception {
    Path single = folder("single");
    Path byTime = folder("by-time");
    Path ring = folder("ring");
    Running one =
        capture("tcpdump", "-i", "gi", "-U", "-Z", "root", "-w", single.resolve("lan.pcap") + "");
    Running timed =
        capture(
            "tcpdump",
            "-i",
            "gi",
            "-U",
            "-Z",
            "root",
            "-G",
            "1",
            "-w",
            byTime.resolve("lan-%H%M%S.pcap").toString());
    Running counted =
        capture(
            "dumpcap", "-i", "gi", "-b", "packets:25", "-w", ring.resolve("lan.pcapng").toString());
    Running followsOne = follow(single);
    Running followsTimed = follow(byTime);
    Running followsCounted = follow(ring);
    Await.until(
        () -> {
          gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
          gateway.handshake("993", "-tls1_1", "-servername", "outlook.office365.com");
          return files(byTime).size() > 2 && files(ring).size() > 2;
        });
    Await.until(() -> followsOne.connections() > 2); // while it is being written

    for (Running capture : List.of(one, timed, counted)) {
      assertThat(capture.process().isAlive()).isTrue();
      capture.signal("INT");
      capture.status();
    }
    assertToldTheSame(followsOne, single);
    assertToldTheSame(followsTimed, byTime);
    assertToldTheSame(followsCounted, ring);
  }

  @Test
  void whatTcpdumpWritesToAPipeIsToldAsItComes() throws Exception {
    String pipe =
        "tcpdump -i gi -U -Z root -c 40 -w - 2>\"$1\" | \"$2\" scan --all --format jsonl -";
    Path said = scratch.resolve("pipe.err");
    Running scan =
        gateway.start("g", "sh", "-c", pipe, "sh", said.toString(), Assembled.PROGRAM.toString());
    Await.until(() -> Files.exists(said) && text(said).contains("listening on"));
    gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
    Await.until(() -> scan.connections() == 1);
    assertThat(scan.process().isAlive()).as("tcpdump has not had its forty packets").isTrue();

    Await.until(
        () -> {
          gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
          return !scan.process().isAlive();
        });
    assertThat(scan.status()).as(scan.errors()).isEqualTo(1);
    assertThat(scan.lines()).last().asString().contains("\"tlsfloor.run\"");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
