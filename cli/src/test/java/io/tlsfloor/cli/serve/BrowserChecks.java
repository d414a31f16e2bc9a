package io.tlsfloor.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tlsfloor.cli.Lines;
import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Runs a script of {@code cli/src/test/browser}, and makes a test of each line that it prints. */
public final class BrowserChecks {
  private static final Path SCRIPTS = Project.path("cli/src/test/browser");
  private static final long TIMEOUT_SECONDS = 600;

  private BrowserChecks() {}

  /** Skips where a browser or one of {@code modules} is missing. */
  public static void need(String... modules) {
    Requires.tools("chromium", "node");
    List<String> needed = new ArrayList<>(List.of("axe-core", "playwright-core"));
    needed.addAll(List.of(modules));
    for (String module : needed) {
      Requires.that(
          Files.isDirectory(SCRIPTS.resolve("node_modules").resolve(module)),
          module + " in " + SCRIPTS,
          "run npm ci there");
    }
  }

  /** A start of node in the folder of the scripts. */
  public static ProcessBuilder node(String... words) {
    List<String> command = new ArrayList<>(List.of("node"));
    command.addAll(List.of(words));
    return new ProcessBuilder(command).directory(SCRIPTS.toFile());
  }

  /** What a script says of the pages in, or at, what {@code words} name: one object a check. */
  public static List<JsonNode> run(Path folder, String... words)
      throws IOException, InterruptedException {
    Path out = folder.resolve("checks.jsonl");
    Path log = folder.resolve("log.txt");
    Process node = node(words).redirectOutput(out.toFile()).redirectError(log.toFile()).start();
    try {
      assertThat(node.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).as("the browser ends").isTrue();
    } finally {
      node.destroyForcibly();
    }
    assertThat(node.exitValue()).as(Files.readString(log)).isZero();
    return Lines.of(out);
  }

  /** A test of each check. */
  public static Stream<DynamicTest> tests(List<JsonNode> checks) {
    return checks.stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.get("check").asText(),
                    () -> assertThat(each.path("failure").asText("")).isEmpty()));
  }
}
