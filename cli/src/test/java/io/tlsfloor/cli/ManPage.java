package io.tlsfloor.cli;

import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.option.Setting;
import io.tlsfloor.cli.option.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the manual pages, in the macros of man(7), from the commands and the table of options. */
final class ManPage {
  private static final Pattern MARK = Pattern.compile("`([^`]*)`|\\[([^]]*)]\\(([^)]*)\\)");

  private static final String DOCUMENTS = "/usr/share/doc/tlsfloor/";

  private static final String SIGNALS =
      """
      .SH SIGNALS
      .TP
      .B SIGINT, SIGTERM
      A clean end within 2 s. A second one ends it at once.
      .TP
      .B SIGHUP
      Configuration, policy, exceptions and endpoint list are read again, and the file of \\fB\\-\\-output\\fR is opened
      again. If one of them cannot be used, that is said, and the old ones stay. Interfaces, outputs and
      \\fB\\-\\-metrics\\fR need a restart.
      .TP
      .B SIGUSR1
      The state in one line, on standard error.
      .SH FILES
      .TP
      .I /etc/tlsfloor/tlsfloor.conf
      Policy, and options in its table [watch], by their long names; read if it is there.
      \\fB\\-\\-check\\-config\\fR checks it.
      .TP
      .I /var/lib/tlsfloor/endpoints
      The endpoint list of the machine, which root's \\fBtlsfloor endpoints update\\fR writes.
      .TP
      .I /usr/share/doc/tlsfloor/policy.md, /usr/share/doc/tlsfloor/manual/gateway.md
      What the configuration may hold.
      .TP
      .I /usr/share/doc/tlsfloor/operate/README.md
      The service, its numbers, alerts and dashboard, and what to do when packets are lost.
      """;

  private static final String EXITS =
      """
      .SH EXIT STATUS
      .TP
      .B 0
      Done: nothing flagged, and nothing lost that could hide a finding.
      .TP
      .B 1
      Done: something is flagged.
      .TP
      .B 2
      Wrong usage, or no input could be read at all.
      .TP
      .B 3
      Done: nothing flagged, but something was lost that could hide a finding.
      .TP
      .B 4
      tlsfloor or the machine failed.
      .TP
      .B 130
      Interrupted.
      .TP
      .B 141
      Whoever read standard output went away.
      """;

  private final StringBuilder text = new StringBuilder();

  private ManPage(String name, String purpose) {
    line(".\\\" Made from the commands and the table of options by a test; -Dupdate writes it.");
    line(".TH " + name.toUpperCase(Locale.ROOT) + " 1 \"\" tlsfloor \"User Commands\"");
    line(".SH NAME");
    line(roff(name) + " \\- " + roff(purpose));
  }

  /** The page of the program. */
  static String of(List<Command> commands) {
    ManPage page = new ManPage("tlsfloor", "find clients that use Microsoft 365 below TLS 1.2");
    page.line(".SH SYNOPSIS");
    page.line(".B tlsfloor");
    page.line(".I COMMAND");
    page.line(".RI [ options ]");
    page.line(".RI [ arguments ]");
    page.line(".SH DESCRIPTION");
    page.line(
        markdown(
            "`tlsfloor` reads packets, from captures or live interfaces, and flags every outbound"
                + " Microsoft 365 connection that negotiates or offers a TLS version below 1.2. It"
                + " sends nothing, except for options that say so. Results go to standard output,"
                + " everything else to standard error."));
    page.line(".SH COMMANDS");
    for (Command command : commands) {
      page.line(".TP");
      page.line(".BR tlsfloor\\-" + roff(command.name()) + " (1)");
      page.line(markdown(command.summary()));
    }
    page.line(".SH OPTIONS");
    page.option("\\fB\\-h\\fR, \\fB\\-\\-help\\fR", "List the commands; behind one, its options.");
    page.option("\\fB\\-\\-version\\fR", "Print the version.");
    page.text.append(EXITS);
    page.line(".SH ENVIRONMENT");
    page.option("\\fBJAVA_HOME\\fR", "The Java that runs tlsfloor.");
    page.option("\\fBTLSFLOOR_JAVA_OPTS\\fR", "Further options for Java, such as `-Xmx4g`.");
    page.option("\\fBCOLUMNS\\fR", "Width of tables.");
    page.option("\\fBNO_COLOR\\fR", "If set, nothing is coloured.");
    page.line(".SH FILES");
    page.option("\\fI/etc/tlsfloor/tlsfloor.conf\\fR", "Policy, and options of `tlsfloor watch`.");
    page.option(
        "\\fI~/.local/share/tlsfloor/endpoints\\fR, \\fI/var/lib/tlsfloor/endpoints\\fR",
        "Endpoint lists of `tlsfloor endpoints update`: a user's, and root's for all.");
    page.line(".SH SEE ALSO");
    StringBuilder others = new StringBuilder();
    for (Command command : commands) {
      others.append(".BR tlsfloor\\-").append(roff(command.name())).append(" (1),\n");
    }
    page.line(others.append(".BR pcap\\-filter (7)").toString());
    page.line(".PP");
    page.line(
        "The manual, "
            + DOCUMENTS
            + "manual/README.md, describes rules, results and limits in full.");
    return page.text.toString();
  }

  /** The page of a command. */
  static String of(Command command) {
    String summary = command.summary();
    String purpose =
        summary.substring(0, 1).toLowerCase(Locale.ROOT) + summary.substring(1).replace(".", "");
    ManPage page = new ManPage("tlsfloor-" + command.name(), purpose);
    page.line(".SH SYNOPSIS");
    page.line(".B tlsfloor " + roff(command.name()));
    page.line(".RI [ options ]");
    if (!command.arguments().isEmpty()) {
      page.line(".I " + roff(command.arguments()));
    }
    page.line(".SH DESCRIPTION");
    page.line(markdown(command.about()));
    page.line(".SH OPTIONS");
    for (Setting<?> option : Settings.of(command.name())) {
      page.option(typed(option), sentences(option));
    }
    page.line(".SH EXAMPLES");
    for (Command.Example example : command.examples()) {
      page.option("\\fB" + roff(example.command()) + "\\fR", sentence(example.meaning()));
    }
    if (List.of("scan", "watch").contains(command.name())) {
      page.text.append(EXITS);
    }
    if (command.name().equals("watch")) {
      page.text.append(SIGNALS);
    }
    page.line(".SH SEE ALSO");
    page.line(".BR tlsfloor (1)");
    return page.text.toString();
  }

  private static String typed(Setting<?> option) {
    String letter = option.letter().map(l -> "\\fB\\-" + l + "\\fR, ").orElse("");
    String value = option.hasValue() ? " \\fI" + roff(option.argument()) + "\\fR" : "";
    return letter + "\\fB" + roff(option.toString()) + "\\fR" + value;
  }

  /** Help text and what follows it, as sentences. */
  static String sentences(Setting<?> option) {
    return sentence(option.help()) + (option.more().isEmpty() ? "" : " " + option.more());
  }

  private static String sentence(String phrase) {
    boolean word = phrase.length() > 1 && !Character.isUpperCase(phrase.charAt(1));
    String capital =
        word ? phrase.substring(0, 1).toUpperCase(Locale.ROOT) : phrase.substring(0, 1);
    return capital + phrase.substring(1) + ".";
  }

  private void option(String tag, String markdown) {
    line(".TP");
    line(tag);
    line(markdown(markdown));
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private static String markdown(String markdown) {
    StringBuilder roff = new StringBuilder();
    int from = 0;
    Matcher marks = MARK.matcher(markdown);
    while (marks.find()) {
      roff.append(roff(markdown.substring(from, marks.start())));
      if (marks.group(1) != null) {
        roff.append("\\fB").append(roff(marks.group(1))).append("\\fR");
      } else {
        boolean here = marks.group(3).startsWith("#");
        roff.append(here ? roff(marks.group(2)) : "\\fI" + roff(document(marks.group(3))) + "\\fR");
      }
      from = marks.end();
    }
    String text = roff.append(roff(markdown.substring(from))).toString();
    return text.startsWith(".") || text.startsWith("'") ? "\\&" + text : text;
  }

  /** A document that a page of the manual links to, where the packages put it. */
  private static String document(String link) {
    Path path = Path.of("manual").resolve(link.replaceAll("#.*", "")).normalize();
    return DOCUMENTS + path.toString().replace('\\', '/');
  }

  private static String roff(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-");
  }
}
