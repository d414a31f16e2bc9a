package io.tlsfloor.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests what a person sees, but for warnings, which come when they come: sessions in a real
 * terminal, kept as text in {@code src/test/resources/terminal}. {@code -Dupdate} records them
 * again.
 */
class TerminalSessionsTest {
  private static final Path RECORDED = Project.path("cli/src/test/resources/terminal");
  private static final int LINES = 120;

  @BeforeAll
  static void needsTheTerminal() {
    Requires.tools("tmux", "less");
  }

  @ParameterizedTest(name = "{0}, {1} columns")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          scan    | 80  | scan samples/office-hour 2>/dev/null
          scan    | 120 | scan samples/office-hour 2>/dev/null
          fix     | 80  | scan --group fix samples/office-hour 2>/dev/null
          fix     | 120 | scan --group fix samples/office-hour 2>/dev/null
          explain | 80  | explain samples/refused-alert/capture.pcapng 2>/dev/null
          explain | 120 | explain samples/refused-alert/capture.pcapng 2>/dev/null
          errors  | 80  | scan -r no-such.pcap
          errors  | 120 | scan no-such.pcap
          loss    | 80  | scan samples/cut-by-snap-length 2>/dev/null
          top     | 80  | scan --top 2 samples/office-hour 2>/dev/null
          details | 80  | scan -v --top 3 samples/office-hour 2>/dev/null
          details | 120 | scan -v --top 3 samples/office-hour 2>/dev/null
          all     | 80  | scan --all samples/office-hour 2>/dev/null
          lines   | 120 | scan --format lines samples/tls10 samples/refused-alert 2>/dev/null
          option  | 80  | scan --foramt jsonl no-such.pcap
          saved   | 120 | explain --filter no-such.jsonl
          """)
  void showsWhatWasRecorded(String name, int columns, String typed) throws Exception {
    if (columns != 80) {
      Requires.time("other widths than the usual one");
    }
    String screen =
        screen(columns, typed).replaceAll("(?<= in )\\d+ s\\.", "N s."); // how long it took

    assertThat(screen.lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns));
    Path file = RECORDED.resolve(name + "-" + columns + ".txt");
    if (System.getProperty("update") != null) {
      Files.createDirectories(RECORDED);
      Files.writeString(file, screen);
    }
    assertThat(file).content().isEqualTo(screen);
  }

  @Test
  void keepsPathsAndCommandsWhole() throws Exception {
    assertThat(screen(80, "scan samples/office-hour 2>/dev/null"))
        .contains(" cleartext-fallback\n")
        .contains("tlsfloor explain samples/office-hour/capture.pcapng#410");
  }

  /** A thousand findings: the screen holds the worst of them and the answer, a pager all. */
  @TakesLong("a thousand findings on several screens")
  @ParameterizedTest(name = "{0} columns, {1} lines")
  @CsvSource({"80, 24", "80, 50", "120, 40"})
  void aThousandFindingsFitAScreenAndAPager(int columns, int lines, @TempDir Path folder)
      throws Exception {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      log.append(
          String.format(
              "{\"_path\":\"ssl\",\"ts\":%d.5,\"uid\":\"C%d\",\"id.orig_h\":\"10.9.%d.%d\","
                  + "\"id.orig_p\":40000,\"id.resp_h\":\"52.96.0.9\",\"id.resp_p\":443,"
                  + "\"version\":\"TLSv10\",\"server_name\":\"outlook.office365.com\","
                  + "\"established\":true}%n",
              1_763_458_126 + i, i, i / 250, i % 250));
    }
    Path file = Files.writeString(folder.resolve("ssl.log"), log);
    String typed = "tlsfloor scan '" + file + "' 2>/dev/null";

    try (Tmux terminal = new Tmux(columns, lines, typed)) {
      assertThat(terminal.whole())
          .contains(" CLIENT ", " 10.9.0.0 ", " more: --top 1000 shows all", "1,000 of 1,000");
    }
    try (Tmux terminal = new Tmux(columns, lines, typed + " | less")) {
      terminal.await(screen -> screen.contains(" 10.9.0.0 ") && !screen.contains("1,000 of"));
      terminal.press("G");
      terminal.await(screen -> screen.contains("1,000 of 1,000") && !screen.contains("--top"));
      terminal.press("q");
    }
  }

  private static String screen(int columns, String typed) throws Exception {
    try (Tmux terminal = new Tmux(columns, LINES, "tlsfloor " + typed)) {
      return terminal.whole();
    }
  }
}
