package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.watch.Gateway.Running;
import io.tlsfloor.testing.Await;
import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/** What a watch takes of a disk, and what it says of one that is full. */
@TakesLong("programs and interfaces in network namespaces, in real time")
@Timeout(value = 30 * 60) // with looks of a week
class WatchDiskIT extends OnGateway {
  /** How often logrotate looks; a week of looks each ten minutes in {@code .ci/proof}: 1008. */
  private static final int LOOKS = Integer.getInteger("tlsfloor.looks", 30);

  private static final int KEPT = 20; // as docs/operate/tlsfloor.logrotate says

  private Path capture = Path.of("");

  @BeforeEach
  void traffic() throws IOException {
    Requires.tools("tcpreplay");
    capture = scratch.resolve("hellos.pcap");
    Files.write(capture, WatchEndIT.hellos(20_000));
  }

  /** Clients below the floor, so many a second. */
  private Running send(int perSecond) {
    return gateway.start(
        "s", "tcpreplay", "--pps=" + perSecond, "--loop=0", "-q", "-i", "e0", capture.toString());
  }

  private static long count(String text, String words) {
    return text.lines().filter(line -> line.contains(words)).count();
  }

  /** Evidence makes room for evidence, so that a full disk fails and works by turns. */
  @Test
  void aFullDiskIsSaidOnceAMinuteAndWhatItAteIsCounted() throws Exception {
    Path disk = Files.createDirectory(scratch.resolve("disk"));
    String script =
        "mount -t tmpfs -o size=1m tmpfs \"$1\" && exec \"$2\" watch -i go "
            + ConfigOf.keys("timeout = 1")
            + " --evidence \"$1/evidence\" --output \"$1/out.jsonl\"";
    Running watch =
        gateway.start("g", "sh", "-c", script, "sh", disk.toString(), Assembled.PROGRAM.toString());
    Gateway.captures(watch);
    Running sender = send(100);
    Await.until(() -> watch.errors().contains("cannot write "), watch::errors);
    Thread.sleep(15_000);
    sender.signal("KILL");
    watch.signal("TERM");

    assertThat(watch.status()).as(watch.errors()).isEqualTo(4);
    String said = watch.errors();
    assertThat(count(said, "cannot write evidence")).as(said).isBetween(1L, 2L);
    assertThat(count(said, "cannot write " + disk + "/out.jsonl")).as(said).isBetween(1L, 2L);
    assertThat(count(said, "works again")).as(said).isLessThanOrEqualTo(4);
    assertThat(said)
        .containsPattern("[1-9][0-9,]* findings without evidence")
        .containsPattern("out.jsonl: [1-9][0-9,]* lines could not be written");
  }

  /** A flood for as long as it is looked, with sizes of a thousandth. */
  @Test
  void allFilesHaveABoundAsLongAsLogrotateLooks(TestReporter reporter) throws Exception {
    Requires.tools("logrotate");
    Path folder = Files.createDirectory(scratch.resolve("log"));
    Path out = folder.resolve("findings.jsonl");
    Path rules = scratch.resolve("rules");
    Files.writeString(
        rules,
        Files.readString(Project.path("docs/operate/tlsfloor.logrotate"))
            .replace("/var/log/tlsfloor/", folder + "/")
            .replace("su tlsfloor tlsfloor", "su root root")
            .replace("maxsize 100M", "maxsize 100k"));
    Running watch = gateway.watch("-i", "go", ConfigOf.keys("timeout = 1"), "-o", out.toString());
    Running sender = send(50);
    long most = 0;
    for (int look = 0; look < LOOKS; look++) {
      Thread.sleep(1_000); // names of rotated files tell seconds
      gateway.in("g", "logrotate", "-s", scratch.resolve("state").toString(), rules.toString());
      List<Path> files = files(folder);
      assertThat(files).hasSizeLessThanOrEqualTo(KEPT + 1);
      most = Math.max(most, size(files));
    }
    reporter.publishEntry("rotated files at the end", sizes(files(folder)));
    reporter.publishEntry("bytes of all files at most", Long.toString(most));
    sender.signal("KILL");
    watch.signal("TERM");

    assertThat(watch.status()).as(watch.errors()).isEqualTo(1);
    assertThat(watch.errors()).doesNotContain("lost", "cannot write");
    assertThat(files(folder)).hasSizeGreaterThan(1);
    assertThat(most).isLessThan(KEPT * (1L << 20)); // compressed, but for two
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  private static long size(List<Path> files) throws IOException {
    long size = 0;
    for (Path each : files) {
      size += Files.size(each);
    }
    return size;
  }

  private static String sizes(List<Path> files) {
    return files.stream()
        .map(each -> each.getFileName() + " " + each.toFile().length())
        .collect(Collectors.joining(", "));
  }
}
