package io.tlsfloor.cli.watch;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.evidence.EvidenceFlags;
import io.tlsfloor.cli.judging.JudgingOptions;
import io.tlsfloor.rules.policy.ConfigException;
import io.tlsfloor.rules.policy.ConfigTable;
import io.tlsfloor.rules.policy.PolicyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/**
 * The options that {@code tlsfloor.conf} holds in its table {@code [watch]}, by the names of the
 * command line. An option of the command line takes the place of the file's.
 */
final class ConfigFile {
  private static final Path STANDARD = Path.of("/etc/tlsfloor/tlsfloor.conf");
  private static final Set<String> NOT_HERE =
      Set.of(WatchFlags.CONFIG, WatchFlags.USER, "policy", "help", "debug");
  private static final Set<String> NUMBERS =
      Set.of(
          WatchFlags.SNAPLEN,
          WatchFlags.RINGS,
          WatchFlags.COUNT,
          WatchFlags.DURATION,
          WatchFlags.ROTATE_TIME,
          WatchFlags.ROTATE_KEEP,
          EvidenceFlags.FILES,
          EvidenceFlags.AGE,
          "timeout");

  private final Optional<PolicyFile> policy;
  private final Optional<ConfigTable> table;

  private ConfigFile(Optional<PolicyFile> policy, Optional<ConfigTable> table) {
    this.policy = policy;
    this.table = table;
  }

  /**
   * Reads the file that the command line names, or the standard one if it is there.
   *
   * @throws CommandException if it cannot be used: says what is wrong, in which line
   */
  static ConfigFile of(CommandLine line) throws CommandException {
    String given = line.getOptionValue(WatchFlags.CONFIG);
    if (given == null && !Files.exists(STANDARD)) {
      return new ConfigFile(Optional.empty(), Optional.empty());
    }
    String file = given == null ? STANDARD.toString() : given;
    PolicyFile policy = JudgingOptions.read(WatchFlags.CONFIG, file);
    try {
      return new ConfigFile(Optional.of(policy), policy.table(JudgingOptions.WATCH_TABLE));
    } catch (ConfigException e) {
      throw wrong(e);
    }
  }

  private static CommandException wrong(ConfigException e) {
    return new CommandException(
        ExitCode.USAGE,
        "--config: " + e.getMessage(),
        "docs/manual.md describes the file; tlsfloor watch --help lists the options.",
        e);
  }

  /**
   * The options of both, checked.
   *
   * @throws CommandException if a key or value is wrong; of a file's, the message says the line
   */
  WatchOptions options(CommandLine line) throws CommandException {
    if (table.isEmpty()) {
      return WatchOptions.of(line, policy);
    }
    Options options = WatchFlags.options();
    CommandLine both;
    try {
      both = new DefaultParser(false).parse(options, words(table.get(), line, options));
    } catch (ConfigException e) {
      throw wrong(e);
    } catch (ParseException e) { // the command line was parsed before, and ours is well-formed
      throw CommandException.usage(String.valueOf(e.getMessage()), "");
    }
    try {
      return WatchOptions.of(both, policy);
    } catch (CommandException e) {
      throw placed(e, table.get(), line);
    }
  }

  private static String[] words(ConfigTable table, CommandLine line, Options options)
      throws ConfigException {
    List<String> known = new ArrayList<>();
    for (Option option : options.getOptions()) {
      if (!NOT_HERE.contains(option.getLongOpt())) {
        known.add(option.getLongOpt());
      }
    }
    table.allow(known);
    List<String> words = new ArrayList<>();
    for (String key : known) {
      boolean overruled =
          line.hasOption(key)
              || key.endsWith(WatchFlags.PROMISCUOUS)
                  && (line.hasOption(WatchFlags.PROMISCUOUS)
                      || line.hasOption(WatchFlags.NO_PROMISCUOUS));
      if (table.has(key) && !overruled) {
        add(words, key, table, options.getOption(key).hasArg());
      }
    }
    for (Option option : line.getOptions()) {
      if (options.hasLongOption(option.getLongOpt())) {
        words.add("--" + option.getLongOpt() + (option.hasArg() ? "=" + option.getValue() : ""));
      }
    }
    words.add("--");
    words.addAll(line.getArgList());
    return words.toArray(new String[0]);
  }

  private static void add(List<String> words, String key, ConfigTable table, boolean hasValue)
      throws ConfigException {
    if (!hasValue) {
      if (table.flag(key).orElse(false)) {
        words.add("--" + key);
      }
    } else if (NUMBERS.contains(key)) {
      words.add("--" + key + "=" + table.number(key, 0, Long.MAX_VALUE).orElse(0L));
    } else {
      for (String value : table.list(key, text -> text)) {
        words.add("--" + key + "=" + value);
      }
    }
  }

  /** A value that came from the file is told with its line. */
  private static CommandException placed(CommandException e, ConfigTable table, CommandLine line) {
    String what = String.valueOf(e.getMessage());
    for (String key : table.keys()) {
      if (!line.hasOption(key) && what.startsWith("--" + key + " ")
          || !line.hasOption(key) && what.startsWith("--" + key + ":")) {
        return new CommandException(
            e.code(), String.valueOf(table.wrong(key, what).getMessage()), e.hint(), e);
      }
    }
    return e;
  }
}
