package io.tlsfloor.cli.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Chromium without a window, which opens one page and tells what came of it. */
final class Browser {
  private static final long TIMEOUT_SECONDS = 120;

  private final Path folder;

  /** Keeps its profile and what it writes in {@code folder}. */
  Browser(Path folder) {
    this.folder = folder;
  }

  /**
   * A page as it stands after its script ran.
   *
   * @param dom written out as HTML
   * @param console what the browser logged of it: errors, refused requests, refused scripts
   */
  record Opened(String dom, List<String> console) {
    /** How often {@code text} is in the page. */
    int count(String text) {
      return dom.split(java.util.regex.Pattern.quote(text), -1).length - 1;
    }
  }

  /** Opens a page, with {@code view} behind the {@code #} of its address. */
  Opened open(String page, String view) throws IOException, InterruptedException {
    Path file = Files.createTempFile(folder, "page", ".html");
    Files.writeString(file, page);
    Path out = Files.createTempFile(folder, "dom", ".html");
    Path err = Files.createTempFile(folder, "log", ".txt");
    Process process =
        new ProcessBuilder(
                "chromium",
                "--headless",
                "--no-sandbox", // the build may run as root; the page is our own
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--no-first-run",
                "--user-data-dir=" + folder.resolve("profile"),
                "--enable-logging=stderr",
                "--window-size=1280,1000",
                "--virtual-time-budget=3000",
                "--dump-dom",
                file.toUri() + (view.isEmpty() ? "" : "#" + view))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS))
          .as("the browser ends")
          .isTrue();
    } finally {
      process.destroyForcibly();
    }
    List<String> console = new ArrayList<>();
    String log = Files.readString(err, StandardCharsets.UTF_8);
    log.lines().filter(line -> line.contains("CONSOLE")).forEach(console::add);
    String dom = Files.readString(out, StandardCharsets.UTF_8);
    assertThat(dom).as("the page; the browser said %s", log).contains("</html>");
    return new Opened(dom, console);
  }
}
