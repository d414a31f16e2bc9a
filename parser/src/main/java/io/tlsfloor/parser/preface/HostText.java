package io.tlsfloor.parser.preface;

import java.util.Optional;

/**
 * Recognises host names.
 *
 * <p>Letters, digits, hyphen, underscore and dots (RFC 1123 §2.1, with the underscore that is met
 * in practice), 255 bytes at most (RFC 1035 §3.1).
 */
public final class HostText {
  /** Longest name that is kept, in bytes. */
  public static final int MAX_NAME_BYTES = 255;

  private HostText() {}

  /** Whether {@code text} is a name, and no address: some label holds a letter. */
  public static boolean isName(String text) {
    if (text.isEmpty() || text.length() > MAX_NAME_BYTES) {
      return false;
    }
    boolean letter = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean dot = c == '.';
      if (dot && (i == 0 || text.charAt(i - 1) == '.')) {
        return false;
      }
      boolean alpha = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      if (!alpha && !dot && !(c >= '0' && c <= '9') && c != '-' && c != '_') {
        return false;
      }
      letter |= alpha;
    }
    return letter;
  }

  /** Whether {@code text} is a name of two labels or more, the last of which holds a letter. */
  public static boolean isDomain(String text) {
    if (!isName(text)) {
      return false;
    }
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    int dot = name.lastIndexOf('.');
    return dot > 0 && isName(name.substring(dot + 1));
  }

  /**
   * The domain that a server's line names at {@code from}: its next word, without the punctuation
   * that greetings put around it.
   */
  public static Optional<String> domainAt(LineView line, int from) {
    int at = line.skipBlanks(from);
    int end = line.wordEnd(at);
    while (end > at && (line.at(end - 1) == ',' || line.at(end - 1) == ';')) {
      end--;
    }
    if (end - at > MAX_NAME_BYTES) {
      return Optional.empty();
    }
    String word = line.copy(at, end);
    return isDomain(word) ? Optional.of(word) : Optional.empty();
  }
}
