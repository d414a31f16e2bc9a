package io.tlsfloor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One run of a program: its folder, environment and input before, its code and output after. */
final class Run {
  private static final long TIMEOUT_SECONDS = 300;

  private final ProcessBuilder builder;
  private final Path out;
  private final Path err;
  private @Nullable Process process;

  private Run(Path scratch, List<String> command) {
    builder = new ProcessBuilder(command);
    builder.directory(scratch.toFile());
    try {
      out = Files.createTempFile(scratch, "run", ".out");
      err = Files.createTempFile(scratch, "run", ".err");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
  }

  /** A run in the folder {@code scratch}, where its output is kept too. */
  static Run of(Path scratch, Path program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(List.of(arguments));
    return new Run(scratch, command);
  }

  Run with(String variable, String value) {
    builder.environment().put(variable, value);
    return this;
  }

  Run without(String variable) {
    builder.environment().remove(variable);
    return this;
  }

  Run in(Path folder) {
    builder.directory(folder.toFile());
    return this;
  }

  Run reading(Path input) {
    builder.redirectInput(input.toFile());
    return this;
  }

  Run start() {
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  Process process() {
    assertThat(process).as("started").isNotNull();
    return process;
  }

  /** Waits until it has written something, or has ended. */
  void awaitOutput() {
    Await.until(
        () -> !out().isEmpty() || !process().isAlive(),
        () -> "output: " + err(),
        Duration.ofSeconds(TIMEOUT_SECONDS));
  }

  /** Waits for the end, which is an error if it takes too long. */
  int code() {
    if (process == null) {
      start();
    }
    try {
      boolean ended = process().waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        process().destroyForcibly();
      }
      assertThat(ended).as("ended within %d s: %s", TIMEOUT_SECONDS, err()).isTrue();
      return process().exitValue();
    } catch (InterruptedException e) {
      process().destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
