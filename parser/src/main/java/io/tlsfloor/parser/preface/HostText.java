package io.tlsfloor.parser.preface;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
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

  /** Base64 of a name of {@link HostText#MAX_NAME_BYTES} characters, two bytes each. */
  private static final int MAX_BASE64_BYTES = (2 * MAX_NAME_BYTES + 2) / 3 * 4;

  private HostText() {}

  /** Returns whether {@code text} is a name, and no address: some label holds a letter. */
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

  /**
   * Returns whether {@code text} is a name of two labels or more, the last of which holds a letter.
   */
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

  /**
   * The host name in the greetings of Exchange's IMAP and POP3 services: base64 of UTF-16LE text in
   * the line's last brackets, as in {@code +OK The Microsoft Exchange POP3 service is ready.
   * [TABC…]}. Empty if they hold none.
   */
  public static Optional<String> inBrackets(LineView greeting) {
    int close = greeting.length() - 1;
    while (close >= 0 && (greeting.at(close) == ' ' || greeting.at(close) == '.')) {
      close--;
    }
    if (greeting.at(close) != ']') {
      return Optional.empty();
    }
    int open = close;
    while (open >= 0 && greeting.at(open) != '[') {
      open--;
    }
    int length = close - open - 1;
    if (open < 0 || length < 4 || length > MAX_BASE64_BYTES) {
      return Optional.empty();
    }
    String name = decode(greeting.copy(open + 1, close));
    return isDomain(name) ? Optional.of(name) : Optional.empty();
  }

  private static String decode(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_16LE);
    } catch (IllegalArgumentException noBase64) {
      return "";
    }
  }
}
