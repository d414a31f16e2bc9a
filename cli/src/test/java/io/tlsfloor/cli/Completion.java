package io.tlsfloor.cli;

import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.option.Setting;
import io.tlsfloor.cli.option.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes the scripts that complete command lines in shells, from the commands and their options. */
final class Completion {
  private static final String ORIGIN =
      "# Completion for tlsfloor. Made from its table of options by a test; -Dupdate writes it.\n";

  private static final String BASH =
      """

      _tlsfloor_words() {
        mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current")
        if [[ ${COMPREPLY[0]-} == *= ]]; then
          compopt -o nospace
        fi
      }

      _tlsfloor_files() {
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen "$1" -- "$current")
      }

      _tlsfloor() {
        local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command='' words='' i
        if [[ $current == = ]]; then # bash parts --option=value at the sign
          current=
        elif [[ $before == = ]]; then
          before=${COMP_WORDS[COMP_CWORD - 2]}
        fi
        for ((i = 1; i < COMP_CWORD; i++)); do
          if [[ ${COMP_WORDS[i]} != -* ]]; then
            command=${COMP_WORDS[i]}
            break
          fi
        done
        COMPREPLY=()
        if [[ -z $command ]]; then
          _tlsfloor_words 'COMMANDS --help --version'
          return
        fi
        case "$command $before" in
      VALUES  esac
        if [[ $current == -* ]]; then
          case $command in
      OPTIONS    esac
          _tlsfloor_words "$words"
          return
        fi
        if ((i == COMP_CWORD - 1)); then
          case $command in
      ACTIONS    esac
        fi
        if ((${#COMPREPLY[@]} == 0)); then
          _tlsfloor_files -f
        fi
      }

      complete -F _tlsfloor tlsfloor
      """;

  private static final String ZSH =
      """

      _tlsfloor() {
        local state line curcontext=$curcontext
        local -a commands
        commands=(
      SUMMARIES  )
        _arguments -C '--help[list the commands]' '--version[print the version]' \\
          '1:command:->command' '*::argument:->rest'
        case $state in
          command) _describe command commands ;;
          rest)
            case $words[1] in
      ARGUMENTS      esac
            ;;
        esac
      }

      _tlsfloor "$@"
      """;

  private static final String FISH = "complete -c tlsfloor -n __fish_use_subcommand ";

  private Completion() {}

  /** The scripts by the names that the shells find them by. */
  static Map<String, String> scripts(List<Command> commands) {
    return Map.of(
        "tlsfloor.bash",
        bash(commands),
        "_tlsfloor",
        zsh(commands),
        "tlsfloor.fish",
        fish(commands));
  }

  private static String bash(List<Command> commands) {
    String options = "      %s) words='%s' ;;%n";
    String actions = "      %s) _tlsfloor_words '%s' ;;%n";
    return ORIGIN
        + BASH.replace("COMMANDS", String.join(" ", Commands.NAMES))
            .replace(
                "VALUES", each(commands, c -> each(Settings.typable(c.name()), o -> bash(c, o))))
            .replace("OPTIONS", each(commands, c -> line(options, c, Settings.typed(c.name()))))
            .replace("ACTIONS", each(commands, c -> line(actions, c, actions(c))));
  }

  private static String line(String form, Command command, List<String> words) {
    return words.isEmpty() ? "" : form.formatted(command.name(), String.join(" ", words));
  }

  private static String bash(Command command, Setting<?> option) {
    String name = command.name();
    String letter = option.letter().map(each -> " | '" + name + " -" + each + "'").orElse("");
    String value =
        value(
            option,
            "_tlsfloor_words 'WORDS'",
            "_tlsfloor_files -f",
            "_tlsfloor_files -d",
            "_tlsfloor_words \"any $(ls /sys/class/net 2>/dev/null)\"",
            ":");
    return option.hasValue()
        ? "    '%s %s'%s) %s%n      return ;;%n".formatted(name, option, letter, value)
        : "";
  }

  private static String zsh(List<Command> commands) {
    String summary = "    '%s:%s'%n";
    return "#compdef tlsfloor\n"
        + ORIGIN
        + ZSH.replace(
                "SUMMARIES", each(commands, c -> summary.formatted(c.name(), inZsh(c.summary()))))
            .replace("ARGUMENTS", each(commands, Completion::zsh));
  }

  private static String zsh(Command command) {
    String rest =
        !actions(command).isEmpty()
            ? "1:action:(" + String.join(" ", actions(command)) + ")"
            : command.arguments().isEmpty() ? ": : " : "*:file:_files";
    return "        %s)%n          _arguments%s \\%n            '%s'%n          ;;%n"
        .formatted(
            command.name(),
            each(Settings.typable(command.name()), o -> " \\\n            " + zsh(o)),
            rest);
  }

  private static String zsh(Setting<?> option) {
    String argument = String.valueOf(option.option().getArgName()).replace(":", "\\:");
    String value = value(option, "(WORDS)", "_files", "_files -/", "_net_interfaces", " ");
    String help = inZsh(Settings.plain(option.help())).replace("[", "\\[").replace("]", "\\]");
    String typed = option + (option.hasValue() ? "=" : "");
    String body = "[" + help + "]" + (option.hasValue() ? ":" + argument + ":" + value : "") + "'";
    String many = option.isRepeated() ? "*" : "";
    if (option.letter().isEmpty()) {
      return "'" + many + typed + body;
    }
    String letter = "-" + option.letter().get();
    String exclusion = option.isRepeated() ? many : "(" + letter + " " + option + ")";
    return "'%s'{%s,%s}'%s".formatted(exclusion, letter, typed, body);
  }

  private static String inZsh(String text) {
    return text.replace("'", "'\\''").replace(":", "\\:");
  }

  private static String fish(List<Command> commands) {
    return ORIGIN
        + ("\n" + FISH + "-l help -d 'list the commands'\n")
        + (FISH + "-l version -d 'print the version'\n")
        + each(commands, c -> FISH + "-x -a " + c.name() + " -d " + inFish(c.summary()) + "\n")
        + each(commands, Completion::fish);
  }

  private static String fish(Command command) {
    String here = "complete -c tlsfloor -n '__fish_seen_subcommand_from " + command.name() + "'";
    return line(here + " -x -a '%2$s'%n", command, actions(command))
        + each(Settings.typable(command.name()), option -> here + fish(option));
  }

  private static String fish(Setting<?> option) {
    String value =
        value(
            option,
            " -x -a 'WORDS'",
            " -r",
            " -x -a '(__fish_complete_directories)'",
            " -x -a 'any (__fish_print_interfaces)'",
            " -x");
    return "%s -l %s%s -d %s%n"
        .formatted(
            option.letter().map(letter -> " -s " + letter).orElse(""),
            option.name(),
            option.hasValue() ? value : "",
            inFish(Settings.plain(option.help())));
  }

  private static String inFish(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /** Returns what completes an option's value, of the ways of a shell. */
  private static String value(
      Setting<?> option, String words, String file, String folder, String device, String nothing) {
    String argument = String.valueOf(option.option().getArgName());
    return !option.kind().words().isEmpty()
        ? words.replace("WORDS", String.join(" ", option.kind().words()))
        : argument.matches(".*FILE.*|.*\\.jsonl")
            ? file
            : argument.equals("DIR")
                ? folder
                : option.name().equals("interface") ? device : nothing;
  }

  private static <T> String each(List<T> all, Function<T, String> text) {
    return all.stream().map(text).collect(Collectors.joining());
  }

  /** The words that a command's first argument is one of; empty where it is something else. */
  private static List<String> actions(Command command) {
    return Arrays.stream(command.arguments().split(" ")[0].split("\\|"))
        .filter(word -> word.matches("[a-z-]*[a-z]"))
        .toList();
  }
}
