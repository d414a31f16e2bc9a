package io.tlsfloor.cli.remedy;

import io.tlsfloor.cli.command.Tables;
import io.tlsfloor.report.form.table.Lines;
import io.tlsfloor.rules.RemedyPages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pages as a terminal shows them: paragraphs as wide as it is, tables in columns, links as the
 * command that follows them, and no marks of Markdown. Pages have no blocks of code.
 */
final class RemedyText {
  private static final int WIDEST = 100; // longer lines are hard to read
  private static final int MAX_WHOLE =
      30; // what is to be copied stays in one line; a path of the registry does anyway

  private static final Pattern LINK = Pattern.compile("\\[([^]]*)]\\(([^)]*)\\)");
  private static final Pattern CODE = Pattern.compile("`([^`]*)`");
  private static final Pattern TABLE = Pattern.compile("( *)\\|(.*)\\| *");

  private final int width;
  private final StringBuilder text = new StringBuilder();

  private RemedyText(int width) {
    this.width = Math.min(width, WIDEST);
  }

  /** A page of Markdown for a terminal of some width. */
  static String page(String markdown, int width) {
    RemedyText page = new RemedyText(width);
    page.read(markdown);
    return page.folded();
  }

  /** All pages, a line each, under the headings of the overview. */
  static String list(int width) {
    RemedyText list = new RemedyText(width);
    list.text.append(
        "tlsfloor remedy NAME prints what to change so that a client speaks TLS 1.2.\n");
    List<List<String>> pages = new ArrayList<>();
    for (String line : joined(RemedyPages.overview()).split("\n", -1)) {
      if (line.endsWith(":") && !line.startsWith("-") && !line.startsWith(" ")) {
        list.text.append(Tables.of(pages, list.width)).append('\n').append(line).append("\n\n");
        pages.clear();
      }
      for (Matcher link = LINK.matcher(line); link.find(); ) {
        String name = RemedyPages.name(link.group(2)).orElse("");
        pages.add(List.of("  " + name, title(name)));
      }
    }
    return list.text.append(Tables.of(pages, list.width)).toString();
  }

  /** The heading of a page. */
  static String title(String name) {
    return RemedyPages.text(name).orElse("").lines().findFirst().orElse("").replaceFirst("^# ", "");
  }

  private void read(String markdown) {
    List<List<String>> table = new ArrayList<>();
    String indent = "";
    boolean inTable = false;
    for (String line : (joined(markdown).stripTrailing() + "\n").split("\n", -1)) {
      Matcher row = TABLE.matcher(line);
      if (row.matches()) {
        if (!inTable) {
          inTable = true;
          indent = row.group(1);
          table.clear();
        }
        if (!row.group(2).startsWith("---")) {
          table.add(
              Arrays.stream(row.group(2).split("\\|", -1))
                  .map(cell -> plain(cell.strip()))
                  .toList());
        }
        continue;
      }
      if (inTable) {
        String lines = Tables.of(table, width - indent.length()).stripTrailing();
        append(lines.indent(indent.length()).stripTrailing());
        inTable = false;
      }
      if (goesOn(line)) {
        text.append(' ').append(plain(line.strip()));
      } else {
        append(plain(line.replaceFirst("^#+ ", "")));
      }
    }
  }

  /** With each link, and each piece of code, in one line. */
  private static String joined(String markdown) {
    String text = markdown;
    for (Pattern inLine : List.of(LINK, CODE)) {
      text =
          inLine
              .matcher(text)
              .replaceAll(found -> Matcher.quoteReplacement(found.group().replaceAll("\n *", " ")));
    }
    return text;
  }

  private void append(String line) {
    text.append(text.isEmpty() ? "" : "\n").append(line);
  }

  /** Returns whether a line goes on with the paragraph, or the item of a list, above it. */
  private boolean goesOn(String line) {
    String above = text.substring(text.lastIndexOf("\n") + 1);
    boolean begins = line.isBlank() || line.matches("( *[-*] | *[0-9]+\\. |#|    ).*");
    return !begins && !above.isBlank();
  }

  /** Without marks; a command or a value that is not long stays in one line. */
  private static String plain(String line) {
    String linked =
        LINK.matcher(line)
            .replaceAll(
                link ->
                    Matcher.quoteReplacement(
                        link.group(1)
                            + " ("
                            + RemedyPages.name(link.group(2))
                                .map(RemedyPages::command)
                                .map(Lines::whole)
                                .orElse(
                                    link.group(2).equals("README.md")
                                        ? "tlsfloor remedy"
                                        : link.group(2))
                            + ")"));
    return CODE.matcher(linked)
        .replaceAll(code -> Matcher.quoteReplacement(code(code.group(1))))
        .replace("**", "");
  }

  private static String code(String text) {
    boolean whole = text.length() <= MAX_WHOLE || text.indexOf('\\') >= 0;
    return whole ? Lines.whole(text) : text;
  }

  private String folded() {
    return Lines.fold(text.toString().stripTrailing() + "\n", width).replace(Lines.NO_BREAK, ' ');
  }
}
