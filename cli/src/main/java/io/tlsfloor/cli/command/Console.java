package io.tlsfloor.cli.command;

import io.tlsfloor.report.form.table.Lines;
import io.tlsfloor.report.text.Printable;
import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Holds what a command is connected to: results go to {@link #out()}, everything else to {@link
 * #error}, {@link #warn} and {@link #progress()}.
 */
public final class Console {
  /** Clears the line that the cursor is in (ECMA-48 §8.3.41). */
  public static final String ERASE_LINE = "\r\u001b[K";

  private static final int STANDARD_COLUMNS = 80;
  private static final int STANDARD_LINES = 24;
  private static final int MIN_COLUMNS = 20;
  private static final int MAX_COLUMNS = 1000;

  private final InputStream in;
  private final OutputStream out;
  private PrintStream err;
  private final Map<String, String> environment;
  private final Terminals terminals;
  private final BooleanSupplier interrupted;
  private final IntSupplier hangups;
  private final IntSupplier statusRequests;
  private boolean quiet;
  private volatile boolean progressShown;
  private Clock clock = Clock.systemUTC();

  /**
   * Connects a command.
   *
   * @param in standard input
   * @param out where results go; unbuffered
   * @param err where messages go
   * @param environment variables of the process
   * @param terminals which of them are terminals
   * @param interrupted whether somebody asked for an end
   */
  public Console(
      InputStream in,
      OutputStream out,
      PrintStream err,
      Map<String, String> environment,
      Terminals terminals,
      BooleanSupplier interrupted) {
    this(in, out, err, environment, terminals, interrupted, () -> 0, () -> 0);
  }

  /**
   * Connects a command, with the signals of a daemon too.
   *
   * @param hangups how often SIGHUP came since it was first asked for; until then it ends the
   *     process
   * @param statusRequests how often SIGUSR1 came, likewise
   */
  public Console(
      InputStream in,
      OutputStream out,
      PrintStream err,
      Map<String, String> environment,
      Terminals terminals,
      BooleanSupplier interrupted,
      IntSupplier hangups,
      IntSupplier statusRequests) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.environment = Map.copyOf(environment);
    this.terminals = terminals;
    this.interrupted = interrupted;
    this.hangups = hangups;
    this.statusRequests = statusRequests;
  }

  /** A variable of the environment; empty where it is not set. */
  public String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /** Takes the time from {@code other} from here on. */
  public void clock(Clock other) {
    clock = other;
  }

  /** The time of day: for what depends on the age of lists, never for packets. */
  public Instant now() {
    return clock.instant();
  }

  /** The day of asking, in UTC. */
  public LocalDate today() {
    return now().atOffset(ZoneOffset.UTC).toLocalDate();
  }

  /** How often SIGHUP came since this was first called; before, it ends the process. */
  public int hangups() {
    return hangups.getAsInt();
  }

  /** How often SIGUSR1 came since this was first called; before, it ends the process. */
  public int statusRequests() {
    return statusRequests.getAsInt();
  }

  /** Returns whether somebody asked for an end: what takes long looks here between two steps. */
  public boolean interrupted() {
    return interrupted.getAsBoolean();
  }

  /** Standard input. */
  public InputStream in() {
    return in;
  }

  /** Standard output: unbuffered, and fails as the system says, never silently. */
  public OutputStream out() {
    return out;
  }

  /** Says whether a progress display stands in the last line: messages take its place. */
  public void progressShown(boolean shown) {
    progressShown = shown;
  }

  /** Where a progress display goes. */
  public PrintStream progress() {
    return err;
  }

  /** Returns whether standard output is a terminal. */
  public boolean outIsTerminal() {
    return terminals.out();
  }

  /** Returns whether standard error is a terminal. */
  public boolean errIsTerminal() {
    return terminals.err();
  }

  /**
   * Returns whether {@code NO_COLOR} is set and not empty (no-color.org), or the terminal is dumb.
   */
  public boolean refusesColor() {
    return !environment.getOrDefault("NO_COLOR", "").isEmpty()
        || environment.getOrDefault("TERM", "").equals("dumb");
  }

  /** Width for text: {@code COLUMNS}, else the terminal's own, else 80. */
  public int columns() {
    int columns = number(environment.getOrDefault("COLUMNS", ""));
    if (columns == 0 && (terminals.out() || terminals.err())) {
      columns = terminals.columns();
    }
    return columns == 0 ? STANDARD_COLUMNS : Math.max(MIN_COLUMNS, Math.min(columns, MAX_COLUMNS));
  }

  /** Returns what a line of a text for people may have: no bound where no terminal shows it. */
  public int width() {
    return outIsTerminal() ? columns() : Integer.MAX_VALUE;
  }

  /** Height of the terminal: {@code LINES}, else its own, else 24. */
  public int lines() {
    int lines = number(environment.getOrDefault("LINES", ""));
    if (lines == 0) {
      lines = terminals.lines();
    }
    return lines == 0 ? STANDARD_LINES : lines;
  }

  private static int number(String digits) {
    try {
      return Math.max(0, Integer.parseInt(digits.trim()));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /**
   * Lets nothing wait for a reader of messages from here on: one who reads none holds nothing up.
   */
  public void waitForNoReader() {
    int whole = 1 << 13; // a message is written at once, or not at all
    err =
        new PrintStream(
            new BufferedOutputStream(new PatientStream(err), whole), false, StandardCharsets.UTF_8);
  }

  /** Leaves out warnings from here on. */
  public void quiet() {
    quiet = true;
  }

  /** Says why the command ends, and what to do. */
  public void error(String what, String hint) {
    print("tlsfloor: " + what, "");
    if (!hint.isEmpty()) {
      print(hint, "  ");
    }
  }

  /**
   * Fits text to a terminal; elsewhere it is one line, as programs read it. It is printed at once:
   * between two parts a progress display could be painted again.
   */
  private void print(String text, String indent) {
    StringBuilder whole = new StringBuilder(progressShown ? ERASE_LINE : "");
    String next = indent;
    List<String> lines =
        terminals.err()
            ? Lines.wrap(Printable.text(text), columns() - 2)
            : List.of(Printable.text(text));
    for (String line : lines) {
      whole.append(next).append(line).append(System.lineSeparator());
      next = "  ";
    }
    err.print(whole);
    err.flush();
  }

  /** Says what does not stop the command, unless it was asked to be quiet. */
  public void warn(String what) {
    if (!quiet) {
      print("tlsfloor: warning: " + what, "");
    }
  }

  /** Says what somebody who asked for more wants to know. */
  public void note(String what) {
    print("tlsfloor: " + what, "");
  }

  /** Prints a stack trace, for {@code --debug}. */
  public void trace(Throwable fault) {
    fault.printStackTrace(err);
    err.flush();
  }
}
