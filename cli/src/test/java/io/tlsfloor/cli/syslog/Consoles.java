package io.tlsfloor.cli.syslog;

import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.Terminals;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Consoles for tests. */
final class Consoles {
  private Consoles() {}

  /** Nobody reads it. */
  static Console silent() {
    return new Console(
        InputStream.nullInputStream(),
        OutputStream.nullOutputStream(),
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        Map.of(),
        Terminals.NONE,
        () -> false);
  }
}
