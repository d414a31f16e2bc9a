package io.tlsfloor.cli;

import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.option.Settings;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.help.HelpFormatter;
import org.apache.commons.cli.help.TextHelpAppendable;

/** The help texts. */
final class Help {
  private Help() {}

  /** What {@code tlsfloor --help} prints. */
  static String overview(List<String> commands) throws CommandException {
    StringBuilder text =
        new StringBuilder(
            """
            tlsfloor finds clients that speak to Microsoft 365 below TLS 1.2.

            usage: tlsfloor COMMAND [options] [arguments]

            """);
    for (String name : commands) {
      text.append("  ")
          .append(name)
          .append("  ")
          .append(Commands.named(name).summary())
          .append('\n');
    }
    return text.append(
            """

            tlsfloor COMMAND --help tells more, tlsfloor --version which version this is.
            Results go to standard output, everything else to standard error.
            Exit status: 0 nothing found, 1 something flagged, 2 wrong usage or no readable
            input, 3 nothing flagged but something lost that could hide it, 4 a failure.
            """)
        .toString();
  }

  /** What {@code --help} of a command prints. */
  static String of(Command command) throws IOException {
    StringBuilder text = new StringBuilder();
    HelpFormatter.builder()
        .setShowSince(false)
        .setComparator(Comparator.comparing(Option::isRequired)) // else in the order declared
        .setHelpAppendable(new TextHelpAppendable(text))
        .get()
        .printHelp(
            "tlsfloor " + command.name() + " [options] " + command.arguments(),
            command.summary(),
            Settings.described(command.name()),
            "",
            false);
    StringBuilder help = new StringBuilder(text.length());
    text.toString()
        .stripTrailing()
        .lines()
        .forEach(l -> help.append(l.stripTrailing()).append('\n'));
    help.append("\nexamples:\n");
    for (Command.Example example : command.examples()) {
      help.append("  ").append(example.command()).append('\n');
      help.append("      ").append(example.meaning()).append('\n');
    }
    return help.toString();
  }
}
