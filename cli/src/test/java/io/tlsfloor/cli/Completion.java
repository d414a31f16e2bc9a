package io.tlsfloor.cli;

import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.option.Kind;
import io.tlsfloor.cli.option.Setting;
import io.tlsfloor.cli.option.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Makes the scripts that complete command lines in shells, from the commands and their options. */
enum Completion {
  BASH("tlsfloor.bash") {
    @Override
    String of(List<Command> commands) {
      StringBuilder cases = new StringBuilder();
      for (Command command : commands) {
        for (Setting<?> option : Settings.of(command.name())) {
          if (option.hasValue()) {
            cases.append(
                "    %s) %s%n      return ;;%n"
                    .formatted(patterns(command, option), values(option)));
          }
        }
      }
      StringBuilder words = new StringBuilder();
      for (Command command : commands) {
        words.append(
            "      %s) words='%s' ;;%n"
                .formatted(command.name(), String.join(" ", Settings.typed(command.name()))));
      }
      return BASH_FRAME
          .replace("ORIGIN", ORIGIN)
          .replace("NAMES", names(commands))
          .replace("    VALUES\n", cases)
          .replace("    WORDS\n", words)
          .replace("    ACTIONS\n", actions(commands));
    }

    private String patterns(Command command, Setting<?> option) {
      String letter = option.letter().map(l -> " | '" + command.name() + " -" + l + "'").orElse("");
      return "'" + command.name() + " " + option + "'" + letter;
    }

    private String values(Setting<?> option) {
      return switch (option.kind().completion()) {
        case WORDS -> "_tlsfloor_words '" + String.join(" ", option.kind().words()) + "'";
        case FILE -> "_tlsfloor_files -f";
        case FOLDER -> "_tlsfloor_files -d";
        case INTERFACE -> "_tlsfloor_words \"any $(ls /sys/class/net 2>/dev/null)\"";
        case NONE -> ":";
      };
    }

    private String actions(List<Command> commands) {
      StringBuilder cases = new StringBuilder();
      for (Command command : commands) {
        if (!words(command).isEmpty()) {
          cases.append(
              "      %s) _tlsfloor_words '%s' ;;%n"
                  .formatted(command.name(), String.join(" ", words(command))));
        }
      }
      return cases.toString();
    }
  },
  ZSH("_tlsfloor") {
    @Override
    String of(List<Command> commands) {
      StringBuilder text = new StringBuilder("#compdef tlsfloor\n# ").append(ORIGIN).append("\n\n");
      text.append("_tlsfloor() {\n  local state line curcontext=$curcontext\n");
      text.append("  local -a commands\n  commands=(\n");
      for (Command command : commands) {
        text.append("    '").append(command.name()).append(':');
        text.append(quoted(command.summary())).append("'\n");
      }
      text.append(
          "  )\n  _arguments -C '--help[list the commands]' '--version[print the version]'");
      text.append(" \\\n    '1:command:->command' '*::argument:->rest'\n  case $state in\n");
      text.append(
          "    command) _describe command commands ;;\n    rest)\n      case $words[1] in\n");
      for (Command command : commands) {
        text.append("        ").append(command.name()).append(")\n          _arguments");
        for (Setting<?> option : Settings.of(command.name())) {
          text.append(" \\\n            ").append(specification(option));
        }
        text.append(" \\\n            '").append(rest(command)).append("'\n          ;;\n");
      }
      return text.append("      esac\n      ;;\n  esac\n}\n\n_tlsfloor \"$@\"\n").toString();
    }

    private String specification(Setting<?> option) {
      String help = quoted(Settings.plain(option.help())).replace("[", "\\[").replace("]", "\\]");
      String value =
          option.hasValue()
              ? ":" + option.argument().replace(":", "\\:") + ":" + action(option.kind())
              : "";
      String equals = option.hasValue() ? "=" : "";
      String many = option.isRepeated() ? "*" : "";
      String body = "[" + help + "]" + value + "'";
      if (option.letter().isEmpty()) {
        return "'" + many + option + equals + body;
      }
      String letter = "-" + option.letter().get();
      String exclusion = option.isRepeated() ? "" : "(" + letter + " " + option + ")";
      return "'%s%s'{%s,%s}'%s".formatted(exclusion, many, letter, option + equals, body);
    }

    private String action(Kind<?> kind) {
      return switch (kind.completion()) {
        case WORDS -> "(" + String.join(" ", kind.words()) + ")";
        case FILE -> "_files";
        case FOLDER -> "_files -/";
        case INTERFACE -> "_net_interfaces";
        case NONE -> " ";
      };
    }

    private String rest(Command command) {
      if (!words(command).isEmpty()) {
        return "1:action:(" + String.join(" ", words(command)) + ")";
      }
      return command.arguments().isEmpty() ? ": : " : "*:file:_files";
    }

    private String quoted(String text) {
      return text.replace("'", "'\\''").replace(":", "\\:");
    }
  },
  FISH("tlsfloor.fish") {
    @Override
    String of(List<Command> commands) {
      StringBuilder text = new StringBuilder("# ").append(ORIGIN).append("\n\n");
      text.append("complete -c tlsfloor -n __fish_use_subcommand -l help -d 'list the commands'\n");
      text.append(
          "complete -c tlsfloor -n __fish_use_subcommand -l version -d 'print the version'\n");
      for (Command command : commands) {
        text.append("complete -c tlsfloor -n __fish_use_subcommand -x -a ");
        text.append(command.name()).append(" -d ").append(quoted(command.summary())).append('\n');
      }
      for (Command command : commands) {
        String here =
            "complete -c tlsfloor -n '__fish_seen_subcommand_from " + command.name() + "'";
        if (!words(command).isEmpty()) {
          text.append(here).append(" -x -a '").append(String.join(" ", words(command)));
          text.append("'\n");
        }
        for (Setting<?> option : Settings.of(command.name())) {
          text.append(here);
          option.letter().ifPresent(letter -> text.append(" -s ").append(letter));
          text.append(" -l ").append(option.name()).append(values(option));
          text.append(" -d ").append(quoted(Settings.plain(option.help()))).append('\n');
        }
      }
      return text.toString();
    }

    private String values(Setting<?> option) {
      if (!option.hasValue()) {
        return "";
      }
      return switch (option.kind().completion()) {
        case WORDS -> " -x -a '" + String.join(" ", option.kind().words()) + "'";
        case FILE -> " -r";
        case FOLDER -> " -x -a '(__fish_complete_directories)'";
        case INTERFACE -> " -x -a 'any (__fish_print_interfaces)'";
        case NONE -> " -x";
      };
    }

    private String quoted(String text) {
      return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
  };

  private static final String ORIGIN =
      "Completion for tlsfloor. Made from its table of options by a test; -Dupdate writes it.";

  private static final String BASH_FRAME =
      """
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
          _tlsfloor_words 'NAMES --help --version'
          return
        fi
        case "$command $before" in
          VALUES
        esac
        if [[ $current == -* ]]; then
          case $command in
          WORDS
          esac
          _tlsfloor_words "$words"
          return
        fi
        if ((i == COMP_CWORD - 1)); then
          case $command in
          ACTIONS
          esac
        fi
        if ((${#COMPREPLY[@]} == 0)); then
          _tlsfloor_files -f
        fi
      }

      complete -F _tlsfloor tlsfloor
      """;

  private final String file;

  Completion(String file) {
    this.file = file;
  }

  /** The name by which the shell finds the script. */
  String file() {
    return file;
  }

  /** The script. */
  abstract String of(List<Command> commands);

  private static String names(List<Command> commands) {
    return commands.stream().map(Command::name).collect(Collectors.joining(" "));
  }

  /** The words that a command's first argument is one of; empty where it is something else. */
  static List<String> words(Command command) {
    List<String> words = new ArrayList<>();
    for (String word : command.arguments().split(" ")[0].split("\\|")) {
      if (word.matches("[a-z-]*[a-z]")) {
        words.add(word);
      }
    }
    return words;
  }
}
