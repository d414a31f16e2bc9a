package io.tlsfloor.report.text;

/**
 * Makes text that came from outside safe to print on a terminal.
 *
 * <p>Names in traffic and names of files are chosen by others. Printed as they are, they could move
 * the cursor, change colours, answer queries, or reorder what a reader sees. Whatever is not
 * plainly visible is shown as {@code \}{@code u001b} and the like.
 */
public final class Printable {
  private Printable() {}

  /**
   * Text in which only visible characters and single spaces are left as they are; for names of
   * files and for prose. Controls (C0, DEL, C1), line and paragraph separators, format characters
   * (bidi marks, zero-width characters, tags), private use, unassigned code points and lone
   * surrogates are escaped.
   */
  public static String text(String raw) {
    return isPlain(raw) ? raw : escape(raw, Character.MAX_CODE_POINT);
  }

  /**
   * Text in which only visible ASCII is left as it is; for names from traffic, where a letter of
   * another script is more likely a disguise than a name.
   */
  public static String name(String raw) {
    return isPlain(raw) ? raw : escape(raw, 0x7E);
  }

  /** A word for a shell; what cannot be typed is shown escaped, as it would not work anyway. */
  public static String shell(String word) {
    boolean plain = !word.isEmpty();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      plain &= Character.isLetterOrDigit(c) || "-_./:,+=@%".indexOf(c) >= 0;
    }
    return plain ? word : text("'" + word.replace("'", "'\\''") + "'");
  }

  private static boolean isPlain(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c < 0x20 || c > 0x7E) {
        return false;
      }
    }
    return true;
  }

  private static String escape(String raw, int highest) {
    StringBuilder text = new StringBuilder(raw.length() + 16);
    for (int i = 0; i < raw.length(); ) {
      int c = raw.codePointAt(i);
      i += Character.charCount(c);
      if (c <= highest && isVisible(c)) {
        text.appendCodePoint(c);
      } else if (c <= 0xFFFF) {
        text.append("\\u").append(hex(c));
      } else {
        text.append("\\u{").append(Integer.toHexString(c)).append('}');
      }
    }
    return text.toString();
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> !isBlank(c);
    };
  }

  /** Letters by category that show as nothing: Hangul fillers and the braille blank. */
  private static boolean isBlank(int c) {
    return c == 0x115F
        || c == 0x1160
        || c == 0x3164
        || c == 0xFFA0
        || c == 0x2800
        || c == 0x034F
        || c >= 0xFE00 && c <= 0xFE0F
        || c >= 0xE0100 && c <= 0xE01EF;
  }

  private static String hex(int c) {
    String digits = Integer.toHexString(c);
    return "0000".substring(digits.length()) + digits;
  }
}
