package io.tlsfloor.cli;

import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.option.Setting;
import io.tlsfloor.cli.option.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.help.TableDefinition;
import org.apache.commons.cli.help.TextHelpAppendable;
import org.apache.commons.cli.help.TextStyle;

/** The help texts, which Commons CLI lays out. */
final class Help {
  private static final int COLUMNS = 78;
  private static final int MARGIN = 2;

  private final StringBuilder text = new StringBuilder();
  private final TextHelpAppendable page = new TextHelpAppendable(text);

  private Help() {
    page.setMaxWidth(COLUMNS);
    page.setLeftPad(0);
    page.setIndent(MARGIN);
  }

  /** Returns what {@code tlsfloor --help} prints. */
  static String overview(List<String> commands) throws CommandException, IOException {
    List<List<String>> rows = new ArrayList<>();
    for (String name : commands) {
      rows.add(List.of(name, Commands.named(name).summary()));
    }
    Help help = new Help();
    help.page.appendParagraph("tlsfloor finds clients that speak to Microsoft 365 below TLS 1.2.");
    help.page.appendParagraph("usage: tlsfloor COMMAND [options] [arguments]");
    help.columns("commands:", rows);
    help.text.append(
        """
        tlsfloor FILE scans a capture. tlsfloor COMMAND --help shows examples and the
        options that people need, --help-all all; tlsfloor --version prints the version.
        Results go to standard output, everything else to standard error.
        Exit status: 0 nothing found, 1 something flagged, 2 wrong usage or no readable
        input, 3 nothing flagged but something lost that could hide it, 4 a failure.
        """);
    return help.toString();
  }

  /** Returns what {@code --help} of a command prints, or {@code --help-all}. */
  static String of(Command command, List<Setting<?>> options) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    List<List<String>> operation = new ArrayList<>();
    for (Setting<?> option : options) {
      String letter = option.letter().map(each -> "-" + each + ", ").orElse("");
      String argument = option.hasValue() ? "<" + option.option().getArgName() + ">" : "";
      String help = Settings.plain(option.help());
      if (option.isOfOperation(command.name())) {
        operation.add(
            List.of(option.name() + " = " + (argument.isEmpty() ? "true" : argument), help));
      } else {
        rows.add(List.of((letter + option + " " + argument).stripTrailing(), help));
      }
    }
    Help help = new Help();
    help.page.appendParagraph(
        ("usage: tlsfloor " + command.name() + " [options] " + command.arguments()).strip());
    help.page.appendParagraph(command.summary());
    help.columns("options:", rows);
    if (!operation.isEmpty()) {
      help.columns("only in the configuration file, below [watch]:", operation);
    }
    help.page.printWrapped("examples:");
    for (Command.Example example : command.examples()) {
      help.page.appendFormat("  %s%n      %s%n", example.command(), example.meaning());
    }
    return help.toString();
  }

  /** Lays out what is typed, and what it does. */
  private void columns(String head, List<List<String>> rows) throws IOException {
    TextStyle.Builder style = TextStyle.builder().setLeftPad(MARGIN);
    List<TextStyle> styles = List.of(style.setScalable(false).get(), style.setScalable(true).get());
    page.printWrapped(head);
    page.appendTable(TableDefinition.from("", styles, List.of("", ""), rows));
  }

  /** Returns the text without the blanks that fill columns. */
  @Override
  public String toString() {
    return text.toString().replaceAll(" +(?=\\R)", "");
  }
}
