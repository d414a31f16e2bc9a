package io.tlsfloor.cli.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/** The whole table, looked up by command. */
public final class Settings {
  /** Stands for all commands in a row. */
  static final String ANY = "";

  private static final String ARCHIVE = "archive";

  /** Of commands with many options those that people need, which {@code --help} shows. */
  private static final Map<String, Set<String>> USUAL =
      Map.of(
          "scan",
          Set.of(
              "all",
              "client",
              "evidence",
              "follow",
              "format",
              "min-severity",
              "output",
              "policy",
              "service",
              "verbose"),
          "watch",
          Set.of(
              "check-config",
              "config",
              "duration",
              "evidence",
              "format",
              "interface",
              "list",
              "metrics",
              "output",
              "user"),
          "archive",
          Set.of(
              "all",
              "client",
              "format",
              "from",
              "min-severity",
              "output",
              "parquet",
              "policy",
              "submit",
              "to"),
          "explain",
          Set.of("all", "any-service", "client", "connection", "filter", "format", "policy"),
          "report",
          Set.of(
              "client",
              "from",
              "inventory",
              "min-severity",
              "output",
              "policy",
              "pseudonymize",
              "since",
              "title",
              "to"),
          "inventory",
          Set.of(
              "accept",
              "as-of",
              "fail-on",
              "format",
              "inventory",
              "owner",
              "site",
              "state",
              "target",
              "until"));

  private Settings() {}

  /** The options of a command that its {@code --help} shows, in the order of the help. */
  public static List<Setting<?>> usual(String command) {
    Set<String> names = USUAL.get(command);
    return of(command).stream()
        .filter(
            row ->
                names == null
                    || names.contains(row.name())
                    || row == TerminalSettings.HELP
                    || row == TerminalSettings.HELP_ALL)
        .toList();
  }

  /** The options of a command, in the order of its help. */
  public static List<Setting<?>> of(String command) {
    List<Setting<?>> all = new ArrayList<>();
    for (List<Setting<?>> part :
        List.of(
            CommandSettings.ROWS.list(),
            CaptureSettings.ROWS.list(),
            ResultSettings.ROWS.list(),
            JudgingSettings.ROWS.list(),
            NarrowingSettings.ROWS.list(),
            EndpointSettings.ROWS.list(),
            InventorySettings.ROWS.list(),
            ServeSettings.ROWS.list(),
            TerminalSettings.ROWS.list())) {
      for (Setting<?> row : part) {
        if (row.isOf(command) || command.equals(ARCHIVE) && isOfArchive(row)) {
          all.add(row);
        }
      }
    }
    return all;
  }

  /** An archive is scanned, but for what needs the packets in this process or a terminal. */
  private static boolean isOfArchive(Setting<?> row) {
    return row.isOf("scan")
        && !List.of("follow", "filter", "progress").contains(row.name())
        && !row.name().startsWith("evidence");
  }

  /** The option of a command with this long name. */
  public static Optional<Setting<?>> find(String command, String name) {
    return of(command).stream().filter(row -> row.name().equals(name)).findFirst();
  }

  /**
   * Parses what was typed behind a command.
   *
   * @throws ParseException if an option is not one of the command's, or lacks its value
   */
  public static CommandLine parse(String command, List<String> words) throws ParseException {
    Options options = options(command);
    return new DefaultParser(false).parse(options, words.toArray(new String[0]));
  }

  private static Options options(String command) {
    Options options = new Options();
    for (Setting<?> row : of(command)) {
      options.addOption(
          Option.builder(row.letter().orElse(null))
              .longOpt(row.name())
              .hasArg(row.hasValue())
              .argName(row.argument())
              .get());
    }
    return options;
  }

  /** The options of a command as they are typed, long and short. */
  public static List<String> typed(String command) {
    List<String> words = new ArrayList<>();
    for (Setting<?> row : of(command)) {
      words.add("--" + row.name());
      row.letter().ifPresent(letter -> words.add("-" + letter));
    }
    return words;
  }

  /** Markdown without its marks: links as their text, code as it is. */
  public static String plain(String markdown) {
    return markdown.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1").replace("`", "");
  }
}
