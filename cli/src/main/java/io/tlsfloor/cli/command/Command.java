package io.tlsfloor.cli.command;

import java.io.IOException;
import java.util.List;
import org.apache.commons.cli.CommandLine;

/** One word after {@code tlsfloor}: its help and what it does. */
public interface Command {
  /**
   * A line of the help.
   *
   * @param command to type
   * @param meaning what it does
   */
  record Example(String command, String meaning) {}

  /** The word. */
  String name();

  /** Returns what it does, in one sentence. */
  String summary();

  /** Its arguments as the usage line shows them. */
  String arguments();

  /** Returns what the manual page says of it: sentences, in Markdown. */
  default String about() {
    return summary();
  }

  /** Shown below the options. */
  List<Example> examples();

  /**
   * Does it.
   *
   * @param line parsed by the table of options, {@code …cli.option}
   * @throws CommandException to end with a message for the user
   * @throws IOException if an output fails: the message names it
   */
  ExitCode run(CommandLine line, Console console) throws CommandException, IOException;
}
