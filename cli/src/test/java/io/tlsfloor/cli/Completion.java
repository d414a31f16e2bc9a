package io.tlsfloor.cli;

import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.option.Setting;
import io.tlsfloor.cli.option.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes the scripts that complete command lines in shells, from the commands and their options. */
enum Completion {
  BASH("tlsfloor.bash", "_tlsfloor_words 'WORDS'", "_tlsfloor_files -f", "_tlsfloor_files -d") {
    @Override
    String of(List<Command> commands) {
      return """
      # ORIGIN

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
      """
          .replace("ORIGIN", ORIGIN)
          .replace("COMMANDS", each(commands, " ", Command::name))
          .replace("VALUES", each(commands, "", this::values))
          .replace(
              "OPTIONS",
              each(commands, "", c -> choice(c, "words='" + words(Settings.typed(c.name())) + "'")))
          .replace(
              "ACTIONS",
              each(
                  commands,
                  "",
                  c ->
                      actions(c).isEmpty()
                          ? ""
                          : choice(c, "_tlsfloor_words '" + words(actions(c)) + "'")));
    }

    private String choice(Command command, String what) {
      return "      " + command.name() + ") " + what + " ;;\n";
    }

    private String values(Command command) {
      return each(
          Settings.of(command.name()).stream().filter(Setting::hasValue).toList(),
          "",
          option ->
              "    '%s %s'%s) %s%n      return ;;%n"
                  .formatted(
                      command.name(),
                      option,
                      option.letter().map(l -> " | '" + command.name() + " -" + l + "'").orElse(""),
                      value(
                          option,
                          "_tlsfloor_words \"any $(ls /sys/class/net 2>/dev/null)\"",
                          ":")));
    }
  },
  ZSH("_tlsfloor", "(WORDS)", "_files", "_files -/") {
    @Override
    String of(List<Command> commands) {
      return """
      #compdef tlsfloor
      # ORIGIN

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
      """
          .replace("ORIGIN", ORIGIN)
          .replace(
              "SUMMARIES",
              each(commands, "", c -> "    '" + c.name() + ":" + quoted(c.summary()) + "'\n"))
          .replace("ARGUMENTS", each(commands, "", this::arguments));
    }

    private String arguments(Command command) {
      String rest =
          !actions(command).isEmpty()
              ? "1:action:(" + words(actions(command)) + ")"
              : command.arguments().isEmpty() ? ": : " : "*:file:_files";
      return "        %s)%n          _arguments%s \\%n            '%s'%n          ;;%n"
          .formatted(
              command.name(),
              each(Settings.of(command.name()), "", o -> " \\\n            " + specification(o)),
              rest);
    }

    private String specification(Setting<?> option) {
      String help = quoted(Settings.plain(option.help())).replace("[", "\\[").replace("]", "\\]");
      String argument = String.valueOf(option.option().getArgName()).replace(":", "\\:");
      String value =
          option.hasValue() ? ":" + argument + ":" + value(option, "_net_interfaces", " ") : "";
      String body = "[" + help + "]" + value + "'";
      String many = option.isRepeated() ? "*" : "";
      String typed = option + (option.hasValue() ? "=" : "");
      if (option.letter().isEmpty()) {
        return "'" + many + typed + body;
      }
      String letter = "-" + option.letter().get();
      String exclusion = option.isRepeated() ? many : "(" + letter + " " + option + ")";
      return "'%s'{%s,%s}'%s".formatted(exclusion, letter, typed, body);
    }

    private String quoted(String text) {
      return text.replace("'", "'\\''").replace(":", "\\:");
    }
  },
  FISH("tlsfloor.fish", " -x -a 'WORDS'", " -r", " -x -a '(__fish_complete_directories)'") {
    private static final String FIRST = "complete -c tlsfloor -n __fish_use_subcommand ";

    @Override
    String of(List<Command> commands) {
      return "# "
          + ORIGIN
          + "\n\n"
          + (FIRST + "-l help -d 'list the commands'\n")
          + (FIRST + "-l version -d 'print the version'\n")
          + each(
              commands, "", c -> FIRST + "-x -a " + c.name() + " -d " + quoted(c.summary()) + "\n")
          + each(commands, "", this::options);
    }

    private String options(Command command) {
      String here = "complete -c tlsfloor -n '__fish_seen_subcommand_from " + command.name() + "'";
      String actions =
          actions(command).isEmpty() ? "" : here + " -x -a '" + words(actions(command)) + "'\n";
      return actions
          + each(
              Settings.of(command.name()),
              "",
              option ->
                  "%s%s -l %s%s -d %s%n"
                      .formatted(
                          here,
                          option.letter().map(letter -> " -s " + letter).orElse(""),
                          option.name(),
                          option.hasValue()
                              ? value(option, " -x -a 'any (__fish_print_interfaces)'", " -x")
                              : "",
                          quoted(Settings.plain(option.help()))));
    }

    private String quoted(String text) {
      return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
  };

  private static final String ORIGIN =
      "Completion for tlsfloor. Made from its table of options by a test; -Dupdate writes it.";

  private final String file;
  private final String someWords;
  private final String files;
  private final String folders;

  Completion(String file, String someWords, String files, String folders) {
    this.file = file;
    this.someWords = someWords;
    this.files = files;
    this.folders = folders;
  }

  /** The name by which the shell finds the script. */
  String file() {
    return file;
  }

  /** The script. */
  abstract String of(List<Command> commands);

  /** What completes an option's value, in the words of the shell. */
  String value(Setting<?> option, String interfaces, String nothing) {
    return switch (option.kind().completion()) {
      case WORDS -> someWords.replace("WORDS", words(option.kind().words()));
      case FILE -> files;
      case FOLDER -> folders;
      case INTERFACE -> interfaces;
      case NONE -> nothing;
    };
  }

  static <T> String each(List<T> all, String between, Function<T, String> text) {
    return all.stream().map(text).collect(Collectors.joining(between));
  }

  static String words(List<String> words) {
    return String.join(" ", words);
  }

  /** The words that a command's first argument is one of; empty where it is something else. */
  static List<String> actions(Command command) {
    return Arrays.stream(command.arguments().split(" ")[0].split("\\|"))
        .filter(word -> word.matches("[a-z-]*[a-z]"))
        .toList();
  }
}
