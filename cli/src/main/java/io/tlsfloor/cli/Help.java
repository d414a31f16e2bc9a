package io.tlsfloor.cli;

import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.option.Setting;
import io.tlsfloor.cli.option.Settings;
import java.util.ArrayList;
import java.util.List;

/** The help texts. */
final class Help {
  private static final int COLUMNS = 78;
  private static final String MARGIN = "  ";

  private Help() {}

  /** What {@code tlsfloor --help} prints. */
  static String overview(List<String> commands) throws CommandException {
    StringBuilder text =
        new StringBuilder(
            """
            tlsfloor finds clients that speak to Microsoft 365 below TLS 1.2.

            usage: tlsfloor COMMAND [options] [arguments]

            """);
    List<Entry> entries = new ArrayList<>();
    for (String name : commands) {
      entries.add(new Entry(name, Commands.named(name).summary()));
    }
    append(entries, text);
    return text.append(
            """

            tlsfloor FILE scans a capture. tlsfloor COMMAND --help shows examples and the
            options that people need, --help-all all of them; tlsfloor --version the version.
            Results go to standard output, everything else to standard error.
            Exit status: 0 nothing found, 1 something flagged, 2 wrong usage or no readable
            input, 3 nothing flagged but something lost that could hide it, 4 a failure.
            """)
        .toString();
  }

  /** What {@code --help} of a command prints: the options that people need. */
  static String of(Command command) {
    return of(command, Settings.usual(command.name()));
  }

  /** What {@code --help-all} of a command prints. */
  static String all(Command command) {
    return of(command, Settings.of(command.name()));
  }

  private static String of(Command command, List<Setting<?>> options) {
    StringBuilder help = new StringBuilder("usage: ");
    String usage = "tlsfloor " + command.name() + " [options] " + command.arguments();
    help.append(String.join("\n  ", wrapped(usage.strip(), COLUMNS - "usage: ".length())));
    help.append("\n\n").append(command.summary()).append("\n\noptions:\n");
    List<Entry> entries = new ArrayList<>();
    for (Setting<?> option : options) {
      String letter = option.letter().map(each -> "-" + each + ", ").orElse("");
      String value = option.hasValue() ? " <" + option.argument() + ">" : "";
      entries.add(new Entry(letter + option + value, Settings.plain(option.help())));
    }
    append(entries, help);
    help.append("\nexamples:\n");
    for (Command.Example example : command.examples()) {
      help.append("  ").append(example.command()).append('\n');
      help.append("      ").append(example.meaning()).append('\n');
    }
    return help.toString();
  }

  /** What is typed, and what it does. */
  private record Entry(String typed, String meaning) {}

  /** Two columns; the second one holds whole words. */
  private static void append(List<Entry> entries, StringBuilder text) {
    int left = entries.stream().mapToInt(entry -> entry.typed().length()).max().orElse(0);
    int room = COLUMNS - left - 2 * MARGIN.length();
    for (Entry entry : entries) {
      String head = entry.typed() + " ".repeat(left - entry.typed().length());
      for (String line : wrapped(entry.meaning(), room)) {
        text.append(MARGIN).append(head).append(MARGIN).append(line).append('\n');
        head = " ".repeat(left);
      }
    }
  }

  private static List<String> wrapped(String text, int room) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (line.length() > 0 && line.length() + 1 + word.length() > room) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
