package io.tlsfloor.report.text;

/**
 * Makes text safe in Markdown (CommonMark, and the tables of GitHub): names from traffic neither
 * end a cell nor become links, images or HTML.
 */
public final class Markdown {
  private static final String SPECIAL = "\\`*_{}[]()<>#+!|~&$@";

  private Markdown() {}

  /** Text, shown as it is. */
  public static String text(String raw) {
    String visible = Printable.text(raw);
    StringBuilder text = new StringBuilder(visible.length() + 16);
    for (int i = 0; i < visible.length(); i++) {
      char c = visible.charAt(i);
      boolean scheme = c == ':' && visible.startsWith("://", i); // no link by itself
      if (SPECIAL.indexOf(c) >= 0 || scheme) {
        text.append('\\');
      }
      text.append(c);
    }
    return text.toString();
  }

  /** Text in a span of code. Not for what may hold a backtick. */
  public static String code(String plain) {
    return "`" + Printable.text(plain).replace("`", "'").replace("|", "\\|") + "`";
  }
}
