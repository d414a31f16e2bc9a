package io.tlsfloor.report.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program jq, which readers of JSON lines know. */
public final class Jq {
  private static final long TIMEOUT_SECONDS = 300;

  private Jq() {}

  /** Returns what {@code jq -c -r FILTER FILE} prints, line by line. */
  public static List<String> lines(String filter, Path file)
      throws IOException, InterruptedException {
    Process jq =
        new ProcessBuilder("jq", "-c", "-r", filter, file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(jq.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(jq.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(jq.exitValue()).as(said).isZero();
    return said.lines().toList();
  }
}
