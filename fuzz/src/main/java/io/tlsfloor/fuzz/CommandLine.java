package io.tlsfloor.fuzz;

import io.tlsfloor.cli.Main;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.command.Terminals;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Runs a command inside this process, with made-up bytes on standard input. */
final class CommandLine {
  private CommandLine() {}

  /** Whatever the bytes are, the command ends without a fault, and its lines are whole. */
  static void lines(byte[] input, String... words) {
    for (String line : output(input, words).lines().toList()) {
      boolean whole = line.startsWith("{\"") && line.endsWith("}");
      if (!whole || line.chars().anyMatch(c -> c < 0x20)) {
        throw new AssertionError("no line of JSON: " + line);
      }
    }
  }

  /** Whatever the bytes are, the command ends without a fault, and writes a whole page or none. */
  static void page(byte[] input, String... words) {
    String page = output(input, words).strip();
    if (!page.isEmpty() && !page.endsWith("</html>")) {
      throw new AssertionError("half a page: " + page);
    }
  }

  /** Whatever the bytes are, the command ends without a fault, and no control character leaves. */
  static void text(byte[] input, String... words) {
    String text = output(input, words);
    if (text.chars().anyMatch(c -> c < 0x20 && c != '\n' || c >= 0x7F && c < 0xA0)) {
      throw new AssertionError("control characters: " + text);
    }
  }

  private static String output(byte[] input, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new ByteArrayInputStream(input),
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of(),
            Terminals.NONE,
            () -> false);
    ExitCode code = Main.run(words, console);
    String said = err.toString(StandardCharsets.UTF_8);
    if (code == ExitCode.FAULT || said.matches("(?s).*lists the options.*")) { // it tried nothing
      throw new AssertionError(said);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
