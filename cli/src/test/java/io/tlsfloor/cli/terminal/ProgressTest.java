package io.tlsfloor.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import io.tlsfloor.testing.WireFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The progress of a long scan, in a real terminal. */
class ProgressTest {
  private static final Pattern BAR =
      Pattern.compile("scan +(\\d+)% \\[[= ]*] +(\\d+)/(\\d+) MB .*? (\\d+\\.\\d|\\?) MB/s");
  private static final int PACKETS_IN_PART = 4_000;
  private static final int PARTS = 40; // 320,000 packets: some seconds without a compiler
  private static final String SLOW =
      "-Xint"; // a display comes only after a second, however fast the machine is
  private static final int COLUMNS = 100;
  private static final int LINES = 40;

  @TempDir private static Path folder;
  private static Path captures;
  private static long stored;

  @BeforeAll
  static void writeTwoCompressedCaptures() throws IOException {
    Requires.tools("tmux");
    captures = Files.createDirectories(folder.resolve("captures"));
    byte[] part = gzip(packets());
    for (String name : List.of("a.pcap.gz", "b.pcap.gz")) {
      Path file = captures.resolve(name);
      try (OutputStream out = Files.newOutputStream(file)) {
        out.write(gzip(header()));
        for (int i = 0; i < PARTS; i++) {
          out.write(part); // RFC 1952 §2.2: members follow each other
        }
      }
      stored += Files.size(file);
    }
    byte[] cut = Arrays.copyOf(packets(), 100); // in the middle of its second packet
    try (OutputStream out = Files.newOutputStream(captures.resolve("c.pcap"))) {
      out.write(header());
      out.write(cut);
    }
  }

  private static byte[] header() {
    return WireFile.little().pcap(WireFile.MICROS, 1).bytes();
  }

  /**
   * Frames of ARP, in which nothing is looked for; they differ, so that gzip has to work and stores
   * megabytes.
   */
  private static byte[] packets() {
    ByteBuffer bytes = ByteBuffer.allocate(PACKETS_IN_PART * 76).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < PACKETS_IN_PART; i++) {
      bytes.putInt(1_700_000_000).putInt(i).putInt(60).putInt(60);
      bytes.put(new byte[12]).put((byte) 8).put((byte) 6).put(new byte[6]);
      for (int j = 1; j <= 5; j++) {
        bytes.putLong((long) i * j * 0x9E3779B97F4A7C15L);
      }
    }
    return bytes.array();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  @TakesLong("scans that last long enough to be watched")
  @Test
  void countsTheStoredBytesOfAllFilesAndIsGoneAtTheEnd() throws Exception {
    List<Integer> percentages = new ArrayList<>();
    String last;
    try (Tmux terminal = new Tmux(COLUMNS, LINES, SLOW, "tlsfloor scan " + captures)) {
      last =
          terminal.await(
              screen -> {
                Matcher bar = BAR.matcher(screen);
                if (bar.find()) {
                  int done = Integer.parseInt(bar.group(2));
                  int total = Integer.parseInt(bar.group(3));
                  int percent = Integer.parseInt(bar.group(1));
                  percentages.add(percent);
                  assertThat(total).isEqualTo((int) (stored / 1_000_000));
                  assertThat(percent)
                      .isBetween(100 * done / (total + 1) - 1, 100 * (done + 1) / total + 1);
                }
                return screen.contains(Tmux.DONE);
              });
    }

    assertThat(percentages).isNotEmpty().isSorted().allMatch(percent -> percent <= 100);
    assertThat(last).contains("320,001 packets").doesNotContain("MB/s");
    assertThat(last.lines().filter(line -> line.contains("warning:")))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("tlsfloor: "));
  }

  @TakesLong("scans that last long enough to be watched")
  @Test
  void hasARateAndNoPercentageForAStream() throws Exception {
    try (Tmux terminal =
        new Tmux(COLUMNS, LINES, SLOW, "cat " + captures + "/a* | tlsfloor scan -")) {
      String screen = terminal.await(text -> text.contains("MB/s"));

      assertThat(screen).containsPattern("scan \\d+ MB \\(0:00:\\d\\d\\) \\d+\\.\\d MB/s");
      assertThat(screen).doesNotContain("%").doesNotContain("?");
      assertThat(terminal.whole()).doesNotContain("MB/s");
    }
  }

  @Test
  void isClearedWhenInterrupted() throws Exception {
    try (Tmux terminal = new Tmux(COLUMNS, LINES, SLOW, "tlsfloor scan " + captures)) {
      terminal.await(text -> BAR.matcher(text).find());
      terminal.press("C-c");

      assertThat(terminal.whole())
          .contains("Interrupted: this covers only what was read until then.")
          .doesNotContain("MB/s")
          .doesNotContain("[=");
    }
  }

  @TakesLong("scans that last long enough to be watched")
  @ParameterizedTest
  @ValueSource(strings = {"scan -q", "scan --progress never", "2>/dev/null scan"})
  void isNotShownWhereItIsNotWanted(String how) throws Exception {
    String line = how.startsWith("2>") ? "tlsfloor scan %s 2>/dev/null" : "tlsfloor " + how + " %s";
    try (Tmux terminal = new Tmux(COLUMNS, LINES, SLOW, String.format(line, captures))) {
      terminal.await(
          screen -> {
            assertThat(screen).doesNotContain("MB/s");
            return screen.contains(Tmux.DONE);
          });
    }
  }
}
