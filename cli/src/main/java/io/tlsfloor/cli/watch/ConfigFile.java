package io.tlsfloor.cli.watch;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.command.Installation;
import io.tlsfloor.cli.option.OptionMark;
import io.tlsfloor.cli.option.Setting;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.cli.policy.JudgingOptions;
import io.tlsfloor.rules.policy.ConfigException;
import io.tlsfloor.rules.policy.ConfigTable;
import io.tlsfloor.rules.policy.PolicyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.ParseException;

/**
 * The options that {@code tlsfloor.conf} holds in its table {@code [watch]}, by the names of the
 * command line. An option of the command line takes the place of the file's.
 */
final class ConfigFile {
  private static final Path STANDARD = JudgingOptions.STANDARD_CONFIG;
  private static final String WATCH = "watch";

  private final Optional<String> path;
  private final Optional<PolicyFile> policy;
  private final Optional<ConfigTable> table;

  private ConfigFile(
      Optional<String> path, Optional<PolicyFile> policy, Optional<ConfigTable> table) {
    this.path = path;
    this.policy = policy;
    this.table = table;
  }

  /**
   * Reads the file that the command line names, or the standard one if it is there.
   *
   * @throws CommandException if it cannot be used: says what is wrong, in which line
   */
  static ConfigFile of(Values values) throws CommandException {
    Optional<String> given = values.last(Settings.CONFIG);
    boolean none = values.has(Settings.NO_CONFIG);
    if (none && given.isPresent()) {
      throw CommandException.usage(
          "--config and --no-config exclude each other", "Give one of them.");
    }
    if (none || given.isEmpty() && !Files.exists(STANDARD)) {
      return new ConfigFile(Optional.empty(), Optional.empty(), Optional.empty());
    }
    String file = given.orElse(STANDARD.toString());
    PolicyFile policy = JudgingOptions.read(Settings.CONFIG, file);
    try {
      return new ConfigFile(
          Optional.of(file), Optional.of(policy), policy.table(JudgingOptions.WATCH_TABLE));
    } catch (ConfigException e) {
      throw wrong(e);
    }
  }

  /** The file that was read; empty for none. */
  Optional<String> path() {
    return path;
  }

  /** Says that a file was read: no one may take the service's configuration without knowing. */
  static String note(String file, Values line) {
    return "options and policy are from "
        + file
        + (line.has(Settings.CONFIG) ? "" : " (--no-config leaves it out)");
  }

  /**
   * Refuses options that only the file may hold.
   *
   * @throws CommandException if one was typed: says what to write instead
   */
  static void refuseOperation(Values line) throws CommandException {
    for (Setting<?> option : line.given()) {
      if (option.isOfOperation(WATCH)) {
        throw CommandException.usage(
            option + " of watch belongs in its configuration file",
            "Write "
                + (PolicyFile.hasKey(option.name())
                    ? policyKey(option, line.texts(option)) + " at the top of "
                    : key(option, line.texts(option)) + " below [watch] of ")
                + line.last(Settings.CONFIG).orElse(STANDARD.toString())
                + (line.has(Settings.CONFIG) ? "." : "; --config FILE names another file."));
      }
    }
  }

  /** Home networks have names of their own: any will do. */
  private static String policyKey(Setting<?> option, List<String> texts) {
    return option.equals(Settings.HOME_NET)
        ? "[home-net] with own = [\"" + String.join("\", \"", texts) + "\"]"
        : key(option, texts);
  }

  private static String key(Setting<?> option, List<String> texts) {
    if (!option.hasValue()) {
      return option.name() + " = true";
    }
    String value = String.join(",", texts);
    return option.name() + " = " + (option.kind().isNumber() ? value : "\"" + value + "\"");
  }

  /** A line that says what was checked. */
  String good(WatchOptions options) {
    return path.map(file -> file + ": good").orElse("no configuration file; the options are good")
        + ": watches "
        + String.join(", ", options.capturing().interfaces())
        + options.outputs().output().map(file -> ", writes " + file).orElse("")
        + "\n"
        + (path.isEmpty()
            ? ""
            : "A running watch reads policy, exceptions and endpoint list again on a reload; options below"
                + " [watch] need a restart, but for endpoints.\n");
  }

  private static CommandException wrong(ConfigException e) {
    return new CommandException(
        ExitCode.USAGE,
        "--config: " + e.getMessage(),
        Installation.document("manual/gateway.md")
            + " describes the file; tlsfloor watch --help-all lists its keys.",
        e);
  }

  /**
   * The options of both, checked.
   *
   * @throws CommandException if a key or value is wrong; of a file's, the message says the line
   */
  WatchOptions options(Values line) throws CommandException {
    if (table.isEmpty()) {
      return WatchOptions.of(line, policy);
    }
    Values both;
    try {
      both = new Values(WATCH, Settings.parse(WATCH, words(table.get(), line)));
    } catch (ConfigException e) {
      throw wrong(e);
    } catch (ParseException e) { // the command line was parsed before, and ours is well-formed
      throw CommandException.usage(String.valueOf(e.getMessage()), "");
    }
    try {
      return WatchOptions.of(both, policy);
    } catch (CommandException e) {
      throw placed(e, line);
    }
  }

  /** The file's options, then those of the command line, as they would be typed. */
  private static List<String> words(ConfigTable table, Values line) throws ConfigException {
    List<Setting<?>> known = new ArrayList<>();
    for (Setting<?> option : Settings.of(WATCH)) {
      boolean policy = PolicyFile.hasKey(option.name());
      if (!policy && isKey(option)) {
        known.add(option);
      } else if (table.has(option.name())) {
        throw table.wrong(
            option.name(),
            policy
                ? "\""
                    + option.name()
                    + "\" is policy: it stands at the top of the file, not below [watch]"
                : option + " is for the command line only");
      }
    }
    table.allow(known.stream().map(Setting::name).toList());
    List<String> words = new ArrayList<>();
    for (Setting<?> option : known) {
      if (table.has(option.name()) && !line.has(option)) {
        words.addAll(words(option, table));
      }
    }
    for (Setting<?> option : line.given()) {
      for (String text : line.texts(option)) {
        words.add(option + "=" + text);
      }
      if (!option.hasValue()) {
        words.add(option.toString());
      }
    }
    words.add("--");
    words.addAll(line.arguments());
    return words;
  }

  /** What a person sees is a matter of the command line; a service has no terminal. */
  private static boolean isKey(Setting<?> option) {
    return !option.is(OptionMark.COMMAND_LINE);
  }

  private static List<String> words(Setting<?> option, ConfigTable table) throws ConfigException {
    String key = option.name();
    if (!option.hasValue()) {
      return table.flag(key).orElse(false) ? List.of(option.toString()) : List.of();
    }
    if (option.kind().isNumber()) {
      return table.numeral(key).map(text -> option + "=" + text).stream().toList();
    }
    return table.list(key, text -> option + "=" + text);
  }

  /**
   * Names the line of a wrong value that came from the file, where the message names its option.
   */
  CommandException placed(CommandException e, Values line) {
    if (table.isEmpty()) {
      return e;
    }
    String what = String.valueOf(e.getMessage());
    for (Setting<?> option : Settings.of(WATCH)) {
      String key = option.name();
      boolean meant = what.startsWith(option + " ") || what.startsWith(option + ":");
      if (meant && table.get().has(key) && !line.has(option)) {
        String said = what.substring("--".length()); // it is no option here
        return new CommandException(
            e.code(), String.valueOf(table.get().wrong(key, said).getMessage()), e.hint(), e);
      }
    }
    return e;
  }
}
