package io.tlsfloor.cli.option;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/** The whole table, looked up by command. */
public final class Settings {
  /** Stands for all commands in a row. */
  static final String ANY = "";

  /** Names, for commands with many options, those that people need, which {@code --help} shows. */
  private static final String USUAL =
      """
      scan all client evidence follow format min-severity output policy service verbose
      watch check-config config duration evidence format interface list metrics output user
      archive all client format from min-severity output parquet policy submit to
      explain all any-service client filter format policy
      report client from inventory min-severity output policy pseudonymize since title to
      inventory accept as-of fail-on format inventory owner site state target until
      """;

  /** Holds what a watch is told once, in its configuration file; it is taken as an option, too. */
  private static final Set<Setting<?>> OF_OPERATION =
      Set.of(
          CaptureSettings.BUFFER,
          CaptureSettings.ENGINE,
          CaptureSettings.NO_PROMISCUOUS,
          ResultSettings.EVIDENCE_SIZE,
          ResultSettings.METRICS,
          ResultSettings.SITE,
          ResultSettings.PSEUDONYMIZE,
          InventorySettings.INVENTORY,
          JudgingSettings.HOME_NET,
          JudgingSettings.INSTANCE,
          JudgingSettings.ENDPOINTS,
          JudgingSettings.TIMEOUT);

  private Settings() {}

  /** Whether an option of a watch belongs in its configuration file. */
  public static boolean isOfOperation(String command, Setting<?> option) {
    return command.equals("watch") && OF_OPERATION.contains(option);
  }

  /** The options of a command that its {@code --help} shows, in the order of the help. */
  public static List<Setting<?>> usual(String command) {
    List<Setting<?>> all = of(command);
    return USUAL
        .lines()
        .filter(line -> line.startsWith(command + " "))
        .findFirst()
        .map(line -> Arrays.asList((line + " help help-all").split(" ")))
        .map(names -> all.stream().filter(row -> names.contains(row.name())).toList())
        .orElse(all);
  }

  /** The options of a command, in the order of its help. */
  public static List<Setting<?>> of(String command) {
    return Stream.of(
            CommandSettings.ROWS,
            CaptureSettings.ROWS,
            ResultSettings.ROWS,
            JudgingSettings.ROWS,
            NarrowingSettings.ROWS,
            EndpointSettings.ROWS,
            InventorySettings.ROWS,
            ServeSettings.ROWS,
            TerminalSettings.ROWS)
        .flatMap(rows -> rows.list().stream())
        .filter(row -> row.isOf(command) || command.equals("archive") && isOfArchive(row))
        .<Setting<?>>map(row -> row)
        .toList();
  }

  /** An archive is scanned, but for what needs the packets in this process or a terminal. */
  private static boolean isOfArchive(Setting<?> row) {
    return row.isOf("scan")
        && !List.of("follow", "filter", "progress").contains(row.name())
        && !row.name().startsWith("evidence");
  }

  /**
   * Parses what was typed behind a command.
   *
   * @throws ParseException if an option is not one of the command's, or lacks its value
   */
  public static CommandLine parse(String command, List<String> words) throws ParseException {
    Options options = new Options();
    of(command).forEach(row -> options.addOption(row.option()));
    return new DefaultParser(false).parse(options, words.toArray(new String[0]));
  }

  /** The options of a command as they are typed, long and short. */
  public static List<String> typed(String command) {
    List<String> words = new ArrayList<>();
    for (Setting<?> row : of(command)) {
      words.add(row.toString());
      row.letter().ifPresent(letter -> words.add("-" + letter));
    }
    return words;
  }

  /** Markdown without its marks: links as their text, code as it is. */
  public static String plain(String markdown) {
    return markdown.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1").replace("`", "");
  }
}
