package io.tlsfloor.cli;

import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.option.Setting;
import io.tlsfloor.cli.option.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes the manual pages, in the macros of man(7), from the commands and the table of options. */
final class ManPage {
  private static final Pattern MARK =
      Pattern.compile("`([^`]*)`|\\[([^]]*)]\\(([^)]*)\\)|\\*([A-Z][^*]*)\\*");

  private static final String DOCUMENTS = "/usr/share/doc/tlsfloor/";

  /** A line is a heading, a tag and what it means, or a paragraph. */
  private static final String PROGRAM =
      """
      # SYNOPSIS
      `tlsfloor` *COMMAND* [options] [arguments]
      # DESCRIPTION
      `tlsfloor` reads packets, from captures or live interfaces, and flags every outbound Microsoft 365 connection that negotiates or offers a TLS version below 1.2. It sends nothing, except for options that say so. Results go to standard output, everything else to standard error.
      # COMMANDS
      COMMANDS
      # OPTIONS
      `-h`, `--help` :: List the commands; behind one, its options.
      `--version` :: Print the version.
      EXITS
      # ENVIRONMENT
      `JAVA_HOME` :: The Java that runs tlsfloor.
      `TLSFLOOR_JAVA_OPTS` :: Further options for Java, such as `-Xmx4g`.
      `COLUMNS` :: Width of tables.
      `NO_COLOR` :: If set, nothing is coloured.
      # FILES
      `/etc/tlsfloor/tlsfloor.conf` :: Policy, and options of `tlsfloor watch`.
      `~/.local/share/tlsfloor/endpoints`, `/var/lib/tlsfloor/endpoints` :: Endpoint lists of `tlsfloor endpoints update`: a user's, and root's for all.
      # SEE ALSO
      OTHERS, `pcap-filter`(7)

      The manual, /usr/share/doc/tlsfloor/manual/README.md, describes rules, results and limits in full.
      """;

  private static final String EXITS =
      """
      # EXIT STATUS
      `0` :: Done: nothing flagged, and nothing lost that could hide a finding.
      `1` :: Done: something is flagged.
      `2` :: Wrong usage, or no input could be read at all.
      `3` :: Done: nothing flagged, but something was lost that could hide a finding.
      `4` :: tlsfloor or the machine failed.
      `130` :: Interrupted.
      `141` :: Whoever read standard output went away.
      """;

  private static final String SIGNALS =
      """
      # SIGNALS
      `SIGINT`, `SIGTERM` :: A clean end within 2 s. A second one ends it at once.
      `SIGHUP` :: Configuration, policy, exceptions and endpoint list are read again, and the file of `--output` is opened again. If one of them cannot be used, that is said, and the old ones stay. Interfaces, outputs and `metrics` need a restart.
      `SIGUSR1` :: The state in one line, on standard error.
      # FILES
      `/etc/tlsfloor/tlsfloor.conf` :: Policy, and the keys of its table [watch]; read if it is there. `--check-config` checks it.
      `/var/lib/tlsfloor/endpoints` :: The endpoint list of the machine, which root's `tlsfloor endpoints update` writes.
      `/usr/share/doc/tlsfloor/policy.md`, `/usr/share/doc/tlsfloor/manual/gateway.md` :: What the configuration may hold.
      `/usr/share/doc/tlsfloor/operate/README.md` :: The service, its numbers, alerts and dashboard, and what to do when packets are lost.
      """;

  private ManPage() {}

  /** The page of the program. */
  static String of(List<Command> commands) {
    String summaries =
        commands.stream()
            .map(each -> "`tlsfloor-" + each.name() + "`(1) :: " + each.summary())
            .collect(Collectors.joining("\n"));
    String others =
        commands.stream()
            .map(each -> "`tlsfloor-" + each.name() + "`(1)")
            .collect(Collectors.joining(", "));
    return page(
        "tlsfloor",
        "find clients that use Microsoft 365 below TLS 1.2",
        PROGRAM
            .replace("\nCOMMANDS\n", "\n" + summaries + "\n")
            .replace("EXITS\n", EXITS)
            .replace("OTHERS", others));
  }

  /** The page of a command. */
  static String of(Command command) {
    String name = command.name();
    StringBuilder body = new StringBuilder("# SYNOPSIS\n`tlsfloor " + name + "` [options] ");
    body.append(command.arguments()).append("\n# DESCRIPTION\n").append(command.about());
    body.append("\n# OPTIONS\n");
    for (Setting<?> option : Settings.typable(name)) {
      String letter = option.letter().map(each -> "`-" + each + "`, ").orElse("");
      String value = option.hasValue() ? " *" + option.option().getArgName() + "*" : "";
      String meaning = (sentence(option.help()) + " " + option.more()).strip();
      body.append("%s`%s`%s :: %s%n".formatted(letter, option, value, meaning));
    }
    body.append(name.equals("watch") ? keys() : "").append("# EXAMPLES\n");
    for (Command.Example example : command.examples()) {
      body.append("`%s` :: %s%n".formatted(example.command(), sentence(example.meaning())));
    }
    body.append(List.of("scan", "watch").contains(name) ? EXITS : "");
    body.append(name.equals("watch") ? SIGNALS : "").append("# SEE ALSO\n`tlsfloor`(1)\n");
    String summary = command.summary();
    String purpose = summary.substring(0, 1).toLowerCase(Locale.ROOT) + summary.substring(1);
    return page("tlsfloor-" + name, purpose.replaceAll("\\.$", ""), body.toString());
  }

  /** Returns what only the configuration file of a watch takes. */
  private static String keys() {
    StringBuilder keys = new StringBuilder("# KEYS OF THE CONFIGURATION FILE\n");
    keys.append("Below [watch]; it takes the options above by their long names, too.\n");
    for (Setting<?> key : Settings.of("watch")) {
      if (key.isOfOperation("watch")) {
        String value = key.hasValue() ? "*" + key.option().getArgName() + "*" : "`true`";
        String meaning = (sentence(key.help()) + " " + key.more()).strip();
        keys.append("`%s` = %s :: %s%n".formatted(key.name(), value, meaning));
      }
    }
    return keys.toString();
  }

  private static String sentence(String phrase) {
    boolean word = phrase.length() > 1 && !Character.isUpperCase(phrase.charAt(1));
    String first = phrase.substring(0, 1);
    return (word ? first.toUpperCase(Locale.ROOT) : first) + phrase.substring(1) + ".";
  }

  private static String page(String name, String purpose, String body) {
    StringBuilder page =
        new StringBuilder(
            """
            .\\" Made from the commands and the table of options by a test; -Dupdate writes it.
            .TH %s 1 "" tlsfloor "User Commands"
            .SH NAME
            %s \\- %s
            """
                .formatted(name.toUpperCase(Locale.ROOT), roff(name), roff(purpose)));
    for (String line : body.strip().lines().toList()) {
      String[] parts = line.split(" :: ", 2);
      if (line.startsWith("# ")) {
        page.append(".SH ").append(line.substring(2));
      } else if (line.isEmpty()) {
        page.append(".PP");
      } else {
        page.append(parts.length == 2 ? ".TP\n" + marked(parts[0]) + "\n" : "");
        page.append(marked(parts[parts.length - 1]));
      }
      page.append('\n');
    }
    return page.toString();
  }

  /**
   * Markdown in the fonts of man(7): code is bold, what stands for a value is italic, and so is the
   * document that a link leads to.
   */
  private static String marked(String markdown) {
    String text =
        MARK.matcher(roff(markdown))
            .replaceAll(
                mark -> {
                  String link = mark.group(3);
                  String shown =
                      mark.group(1) != null
                          ? "\\fB" + mark.group(1) + "\\fR"
                          : link == null
                              ? "\\fI" + mark.group(4) + "\\fR"
                              : link.startsWith("#")
                                  ? mark.group(2)
                                  : "\\fI" + document(link) + "\\fR";
                  return shown.replace("\\", "\\\\");
                });
    return text.startsWith(".") || text.startsWith("'") ? "\\&" + text : text;
  }

  /** A document that a page of the manual links to, where the packages put it: both for roff. */
  private static String document(String link) {
    String file = link.replaceAll("#.*", "").replace("\\-", "-");
    Path path = Path.of("manual").resolve(file).normalize();
    return DOCUMENTS + roff(path.toString().replace('\\', '/'));
  }

  private static String roff(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-");
  }
}
