package io.tlsfloor.report.form.html;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes the pages of the remedies as HTML. In: the Markdown that these pages use, which is
 * headings, paragraphs, lists with indented parts, tables, code and links. Out: elements without
 * attributes, every letter of the text escaped. Links to other pages become their words, since the
 * page holds only what its findings need.
 */
final class GuideHtml {
  private static final Pattern ITEM = Pattern.compile("(- |\\d+\\. )(.*)");
  private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\]\\([^)]*\\)");
  private static final String HEADING = "## ";

  private final List<String> lines;
  private final StringBuilder html = new StringBuilder();
  private int at;

  private GuideHtml(List<String> lines) {
    this.lines = lines;
  }

  /** Returns a page without its title. */
  static String of(String markdown) {
    return of(markdown.lines().toList());
  }

  private static String of(List<String> lines) {
    return new GuideHtml(lines).blocks();
  }

  private String blocks() {
    while (at < lines.size()) {
      String line = lines.get(at);
      if (line.isBlank()) {
        at++;
      } else if (line.startsWith(HEADING)) {
        at++;
        element("h4", inline(line.substring(HEADING.length())));
      } else if (line.startsWith("|")) {
        table();
      } else if (ITEM.matcher(line).matches()) {
        list(listOf(line));
      } else {
        element("p", paragraph());
      }
    }
    return html.toString();
  }

  private void element(String name, String content) {
    html.append('<').append(name).append('>').append(content);
    html.append("</").append(name).append(">\n");
  }

  private String paragraph() {
    List<String> words = new ArrayList<>();
    while (at < lines.size() && (words.isEmpty() || !beginsBlock(lines.get(at)))) {
      words.add(lines.get(at++).strip());
    }
    return inline(String.join(" ", words));
  }

  private static boolean beginsBlock(String line) {
    return line.isBlank()
        || line.startsWith("|")
        || line.startsWith(HEADING)
        || ITEM.matcher(line).matches();
  }

  /** A row of names, a row of hyphens, and rows of values. */
  private void table() {
    html.append("<table>\n<thead>");
    row("th");
    html.append("</thead>\n<tbody>\n");
    at++;
    while (at < lines.size() && lines.get(at).startsWith("|")) {
      row("td");
    }
    html.append("</tbody>\n</table>\n");
  }

  private void row(String cell) {
    String line = lines.get(at++).strip();
    html.append("<tr>");
    for (String each : line.substring(1, line.length() - 1).split("\\|", -1)) {
      html.append('<').append(cell).append('>').append(inline(each.strip()));
      html.append("</").append(cell).append('>');
    }
    html.append("</tr>\n");
  }

  private static String listOf(String item) {
    return item.startsWith("-") ? "ul" : "ol";
  }

  private void list(String name) {
    html.append('<').append(name).append(">\n");
    for (Matcher item = next(name); item != null; item = next(name)) {
      int indent = item.group(1).length();
      List<String> parts = new ArrayList<>(List.of(item.group(2)));
      at++;
      while (at < lines.size() && (isBlankBefore(indent) || isIndented(lines.get(at), indent))) {
        String line = lines.get(at++);
        parts.add(line.isBlank() ? "" : line.substring(indent));
      }
      element("li", of(parts));
    }
    html.append("</").append(name).append(">\n");
  }

  private @Nullable Matcher next(String list) {
    while (at < lines.size() && lines.get(at).isBlank()) {
      at++;
    }
    Matcher item = at < lines.size() ? ITEM.matcher(lines.get(at)) : null;
    boolean isOne = item != null && item.matches() && list.equals(listOf(item.group()));
    return isOne ? item : null;
  }

  /** Returns whether an empty line is followed by more of the item. */
  private boolean isBlankBefore(int indent) {
    return lines.get(at).isBlank()
        && at + 1 < lines.size()
        && isIndented(lines.get(at + 1), indent);
  }

  private static boolean isIndented(String line, int indent) {
    return !line.isBlank() && line.startsWith(" ".repeat(indent));
  }

  private static String inline(String text) {
    StringBuilder written = new StringBuilder();
    String[] pieces = LINK.matcher(text).replaceAll("$1").split("`", -1);
    for (int i = 0; i < pieces.length; i++) {
      String escaped = pieces[i].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
      written.append(i % 2 == 0 ? escaped : "<code>" + escaped + "</code>");
    }
    return written.toString();
  }
}
