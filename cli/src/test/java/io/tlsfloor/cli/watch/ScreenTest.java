package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.Terminals;
import io.tlsfloor.cli.metrics.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The state in the last line makes way for whatever else is said. */
class ScreenTest {
  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

  /** Standard error has a thread of its own, which a busy machine may let run much later. */
  @Test
  void aResultWipesTheStateItselfWhereMessagesAreLate() throws Exception {
    ByteArrayOutputStream late = new ByteArrayOutputStream();
    Screen screen = screen(new PrintStream(late, true, StandardCharsets.UTF_8));
    screen.show(Snapshot.NONE);
    terminal.write(late.toByteArray()); // the state is there; that it is to go comes later
    late.reset();

    try (OutputStream out = screen.standardOutput()) {
      out.write("a finding\n".getBytes(StandardCharsets.UTF_8));
    }
    terminal.write(late.toByteArray());

    assertThat(terminal.toString(StandardCharsets.UTF_8))
        .startsWith(Console.ERASE_LINE + "0 packets/s")
        .endsWith(Console.ERASE_LINE + "a finding\n" + Console.ERASE_LINE);
  }

  @Test
  void whatIsNoTerminalGetsNothingElse() throws Exception {
    Screen screen =
        new Screen(console(new PrintStream(OutputStream.nullOutputStream(), true)), false);

    screen.show(Snapshot.NONE);
    screen.standardOutput().write('x');

    assertThat(terminal.toString(StandardCharsets.UTF_8)).isEqualTo("x");
  }

  private Screen screen(PrintStream err) {
    return new Screen(console(err), true);
  }

  private Console console(PrintStream err) {
    return new Console(
        new ByteArrayInputStream(new byte[0]),
        terminal,
        err,
        Map.of(),
        Terminals.NONE,
        () -> false);
  }
}
