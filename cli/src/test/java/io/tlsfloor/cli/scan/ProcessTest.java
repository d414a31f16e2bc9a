package io.tlsfloor.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Main;
import io.tlsfloor.testing.Requires;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what only a process of its own can show: pipes and signals. */
class ProcessTest {
  private static final long PATIENCE_SECONDS = 300;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endAll() {
    started.forEach(Process::destroyForcibly);
  }

  private Process start(String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
    command.addAll(Arrays.asList(args));
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    return process;
  }

  private static int status(Process process) throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private static String errors(Process process) throws IOException {
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void aBrokenPipeEndsQuietlyWith141() throws Exception {
    Process process = start("scan", "--quiet", "--format", "jsonl", "-");
    process.getInputStream().close(); // the reader goes away before the first line
    try (OutputStream in = process.getOutputStream()) {
      in.write(Captures.bytes(Captures.FLAGGED));
    }

    assertThat(status(process)).isEqualTo(141);
    assertThat(errors(process)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aSignalEndsAWaitingScanAfterItsRunLineWith130(String signal) throws Exception {
    if (signal.equals("INT")) {
      Requires.time("ends by another signal");
    }
    Requires.interrupts();
    Process process = start("scan", "--format", "jsonl", "-");
    OutputStream in = process.getOutputStream();
    in.write(Captures.bytes(Captures.FLAGGED));
    in.flush(); // and stays open: the scan waits for more
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    assertThat(out.readLine()).contains("\"tlsfloor.connection\"");

    new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid()).start().waitFor();

    assertThat(status(process)).isEqualTo(130);
    assertThat(out.lines().toList()).last().asString().contains("\"tlsfloor.run\"");
    assertThat(errors(process)).isEmpty();
  }

  /** Names it as a shell names what it makes of {@code <(program)}: the pipe has no other name. */
  @Test
  void aPipeMayBeGivenByTheNumberOfItsFile() throws Exception {
    Process process = start("scan", "--quiet", "/dev/fd/0");
    try (OutputStream in = process.getOutputStream()) {
      in.write(Captures.bytes(Captures.FLAGGED));
    }

    assertThat(errors(process)).isEmpty();
    assertThat(status(process)).isEqualTo(1);
  }

  @Test
  void aFullDiskIsAFailureOfTheMachine() throws Exception {
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "exec \"$0\" -cp \"$1\" "
                    + Main.class.getName()
                    + " scan "
                    + Captures.FLAGGED
                    + " >/dev/full",
                System.getProperty("java.home") + "/bin/java",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")))
            .start();
    started.add(process);

    assertThat(status(process)).isEqualTo(4);
    assertThat(errors(process)).contains("cannot write standard output: No space left on device");
  }
}
