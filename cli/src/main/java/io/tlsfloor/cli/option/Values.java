package io.tlsfloor.cli.option;

import io.tlsfloor.capture.live.CaptureException;
import io.tlsfloor.capture.live.pcap.FrameFilter;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.command.Habits;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.pseudonym.PseudonymKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;

/** The values of a parsed command line. Says what is wrong with one that does not fit. */
public final class Values {
  private final String command;
  private final CommandLine line;

  /** Reads from {@code line}, which {@link Settings#parse} made for {@code command}. */
  public Values(String command, CommandLine line) {
    this.command = command;
    this.line = line;
  }

  /** The options that were given, in the order of the help. */
  public List<Setting<?>> given() {
    return Settings.of(command).stream().filter(this::has).toList();
  }

  /** Returns what is no option, in order. */
  public List<String> arguments() {
    return List.copyOf(line.getArgList());
  }

  /** Returns whether an option was given. */
  public boolean has(Setting<?> option) {
    return line.hasOption(option.name());
  }

  /**
   * The value of an option; the last one where it was given again.
   *
   * @throws CommandException if it is empty or does not fit
   */
  public <T> Optional<T> last(Setting<T> option) throws CommandException {
    String[] values = line.getOptionValues(option.name());
    return values == null ? Optional.empty() : Optional.of(read(option, values[values.length - 1]));
  }

  /**
   * All values of an option that may be repeated; commas separate too.
   *
   * @throws CommandException if one is empty or does not fit
   */
  public <T> List<T> all(Setting<T> option) throws CommandException {
    List<T> all = new ArrayList<>();
    for (String value : texts(option)) {
      for (String part : value.split(",", -1)) {
        all.add(read(option, part.trim()));
      }
    }
    return all;
  }

  /**
   * All values of an option that may be repeated, and that may hold commas.
   *
   * @throws CommandException if one is empty or does not fit
   */
  public <T> List<T> whole(Setting<T> option) throws CommandException {
    List<T> all = new ArrayList<>();
    for (String value : texts(option)) {
      all.add(read(option, value));
    }
    return all;
  }

  /** The values of an option as they were given. */
  public List<String> texts(Setting<?> option) {
    String[] values = line.getOptionValues(option.name());
    return values == null ? List.of() : List.of(values);
  }

  /**
   * A filter of pcap-filter(7), checked against libpcap, which is loaded for it alone.
   *
   * @throws CommandException if it does not compile, or libpcap is not there
   */
  public Optional<String> filter(Setting<String> option) throws CommandException {
    Optional<String> text = last(option).map(String::strip);
    if (text.isPresent()) {
      try {
        FrameFilter.check(text.get());
      } catch (CaptureException e) {
        throw new CommandException(
            e.kind() == CaptureException.Obstacle.BAD_FILTER ? ExitCode.USAGE : ExitCode.FAULT,
            String.valueOf(e.getMessage()),
            Habits.form(text.get()).orElse(e.hint()),
            e);
      }
    }
    return text;
  }

  /**
   * The key that pseudonyms are made with; empty where none are asked for.
   *
   * @throws CommandException if the file is no good
   */
  public Optional<PseudonymKey> pseudonymKey() throws CommandException {
    Optional<String> file = last(Settings.PSEUDONYMIZE);
    try {
      return file.isEmpty() ? Optional.empty() : Optional.of(PseudonymKey.read(file.get()));
    } catch (ReportException e) {
      throw CommandException.of(Settings.PSEUDONYMIZE + ": ", e);
    }
  }

  private static <T> T read(Setting<T> option, String text) throws CommandException {
    if (text.isEmpty()) {
      throw CommandException.usage(option + " has an empty value", "Give one or leave it out.");
    }
    try {
      return option.kind().reader().apply(text);
    } catch (IllegalArgumentException e) {
      throw refusal(option, text, e.getMessage() == null ? "" : e.getMessage());
    }
  }

  /** Returns what to throw for a value that is read, but cannot be used. */
  public static CommandException refusal(Setting<?> option, String text, String problem) {
    return CommandException.usage(
        option + " cannot be \"" + text + "\"" + (problem.isEmpty() ? "" : ": " + problem),
        option.kind().hint().apply(text));
  }
}
