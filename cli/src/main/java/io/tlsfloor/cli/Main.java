package io.tlsfloor.cli;

import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.command.FullMemory;
import io.tlsfloor.cli.command.Habits;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.output.RememberedInventory;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.sink.OutputException;
import io.tlsfloor.report.text.Reasons;
import io.tlsfloor.report.text.Version;
import io.tlsfloor.rules.resource.Spelling;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import org.jspecify.annotations.Nullable;

/** Finds the command, runs it, and turns whatever happens into an exit status and a message. */
public final class Main {
  private static final String REPORT =
      "This is a fault of tlsfloor. Run it again with --debug for the stack trace, and report"
          + " that.";

  private Main() {}

  /** Runs the command line and ends the process with its exit status. */
  public static void main(String[] args) {
    FullMemory.guard();
    int status = run(args, console()).status();
    System.exit(status);
  }

  /** Runs one command with the streams of this process, for a program around it. */
  public static ExitCode run(Command command, List<String> words) {
    return told(command, words.toArray(new String[0]), console());
  }

  static Console console() {
    Signals.listen();
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    return new Console(
        Channels.newInputStream(
            new FileInputStream(FileDescriptor.in).getChannel()), // a signal wakes it
        new StandardOutput(),
        err,
        System.getenv(),
        new SystemTerminals(),
        Signals::interrupted,
        Signals::hangups,
        Signals::statusRequests);
  }

  /** Runs the command line. Nothing escapes: every throwable becomes a message and a status. */
  public static ExitCode run(String[] args, Console console) {
    return told(null, args, console);
  }

  /** Runs a command, or the one that the first word names. */
  private static ExitCode told(@Nullable Command command, String[] args, Console console) {
    boolean debug = Arrays.asList(args).contains("--debug");
    try {
      return command == null ? dispatch(args, console) : run(command, Arrays.asList(args), console);
    } catch (CommandException e) {
      console.error(String.valueOf(e.getMessage()), e.hint());
      return traced(e, e.getCause() != null && debug, e.code(), console);
    } catch (ReportException e) {
      CommandException told = CommandException.of("", e);
      console.error(e.what(), e.hint());
      return traced(e, e.getCause() != null && debug, told.code(), console);
    } catch (BrokenPipeException e) {
      return ExitCode.BROKEN_PIPE;
    } catch (OutputException e) {
      console.error(
          "cannot write " + e.output() + ": " + Reasons.of(e.getCause()),
          "The results are incomplete. Free space or write to another place, and run again.");
      return traced(e, debug, ExitCode.FAULT, console);
    } catch (OutOfMemoryError e) {
      console.error(FullMemory.what(e), FullMemory.hint(e));
      return traced(e, debug, ExitCode.FAULT, console);
    } catch (Throwable e) { // the last line of defence: a person gets one line, not a trace
      console.error("internal error: " + e + at(e), REPORT);
      return traced(e, debug, ExitCode.FAULT, console);
    }
  }

  private static ExitCode traced(Throwable e, boolean debug, ExitCode code, Console console) {
    if (debug) {
      console.trace(e);
    }
    return code;
  }

  private static String at(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    return trace.length == 0 ? "" : " at " + trace[0];
  }

  private static ExitCode dispatch(String[] args, Console console)
      throws CommandException, IOException {
    List<String> words = Arrays.asList(args);
    int first = 0;
    while (first < words.size() && words.get(first).equals("--debug")) {
      first++;
    }
    if (first == words.size()) {
      throw CommandException.usage(
          "no command given", "Try: tlsfloor scan capture.pcapng. tlsfloor --help tells the rest.");
    }
    String word = words.get(first);
    if (List.of("--help", "-h", "help", "--help-all").contains(word)) {
      return help(words.subList(first + 1, words.size()), console);
    }
    if (word.equals("--version")) {
      print(console, "tlsfloor " + Version.text() + "\n");
      return ExitCode.CLEAN;
    }
    if (word.startsWith("-") && word.length() > 1) {
      if (words.stream().noneMatch(Commands.NAMES::contains) && isFile(words)) {
        return run(Commands.named("scan"), words.subList(first, words.size()), console);
      }
      throw CommandException.usage(
          "unknown option " + word + " before the command",
          Habits.instead("", word).orElse("The command comes first: tlsfloor scan [options] FILE.")
              + " tlsfloor --help tells the rest.");
    }
    if (!Commands.NAMES.contains(word) && isFile(word)) { // the command that is meant most often
      return run(Commands.named("scan"), words.subList(first, words.size()), console);
    }
    return run(Commands.named(word), words.subList(first + 1, words.size()), console);
  }

  /** Returns whether one of the words, or {@code -} at their end, can be scanned. */
  private static boolean isFile(List<String> words) {
    return words.get(words.size() - 1).equals("-") || words.stream().anyMatch(Main::isFile);
  }

  private static boolean isFile(String word) {
    try {
      return Files.exists(Path.of(word));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static ExitCode help(List<String> words, Console console)
      throws CommandException, IOException {
    print(
        console,
        words.isEmpty() || words.get(0).startsWith("-")
            ? Help.overview(Commands.NAMES)
            : usual(Commands.named(words.get(0))));
    return ExitCode.CLEAN;
  }

  private static String usual(Command command) throws IOException {
    return Help.of(command, Settings.usual(command.name()));
  }

  private static ExitCode run(Command command, List<String> words, Console console)
      throws CommandException, IOException {
    String help = "tlsfloor " + command.name() + " --help-all lists the options.";
    for (String word : words) {
      if (word.equals("--")) {
        break;
      }
      if (word.equals("--help") || word.equals("-h")) {
        print(console, usual(command));
        return ExitCode.CLEAN;
      }
      if (word.equals("--help-all")) {
        print(console, Help.of(command, Settings.of(command.name())));
        return ExitCode.CLEAN;
      }
    }
    CommandLine line;
    try {
      line =
          Settings.parse(command.name(), RememberedInventory.words(command.name(), words, console));
    } catch (UnrecognizedOptionException e) {
      String typed = e.getOption();
      List<String> names = Settings.typed(command.name());
      String meant =
          Habits.instead(command.name(), typed)
              .or(() -> nearMiss(typed, names))
              .map(hint -> hint + " ")
              .orElse("");
      throw new CommandException(
          ExitCode.USAGE, command.name() + " has no option " + typed, meant + help, null);
    } catch (MissingArgumentException e) {
      Option option = e.getOption();
      throw CommandException.usage(
          "option --" + option.getLongOpt() + " needs a value: " + option.getArgName(), help);
    } catch (ParseException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()), help);
    }
    return command.run(line, console);
  }

  /** Finds the nearest name; of a single letter any other is as near as any. */
  private static Optional<String> nearMiss(String typed, List<String> names) {
    String option = typed.split("=", 2)[0];
    return option.startsWith("--")
        ? Spelling.nearest(option, names).map(name -> "Did you mean " + name + "?")
        : Optional.empty();
  }

  private static void print(Console console, String text) throws IOException {
    console.out().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Standard output without {@link System#out}, which swallows errors. Separates a reader that went
   * away from an output that failed.
   */
  private static final class StandardOutput extends OutputStream {
    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("broken pipe") || SystemTerminals.outIsPipe()) {
          throw new BrokenPipeException(e);
        }
        throw new OutputException("standard output", e);
      }
    }
  }

  /** The reader of standard output has gone away, as {@code head} does: no failure of ours. */
  private static final class BrokenPipeException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenPipeException(IOException cause) {
      super(cause);
    }
  }
}
