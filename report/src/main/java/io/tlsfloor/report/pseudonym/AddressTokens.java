package io.tlsfloor.report.pseudonym;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds what may be an address, or a MAC address, in running text. Each has a separator among its
 * first characters, so only around those is the pattern tried: most sentences hold few of them.
 */
final class AddressTokens {
  static final Pattern TOKEN =
      Pattern.compile(
          "(?<![0-9A-Fa-f:-])[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}(?![0-9A-Fa-f:-])"
              + "|(?<![0-9.])[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?![0-9])"
              + "|(?<![0-9A-Za-z:.])[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]{1,40}(?:[0-9.]{7,15})?"
              + "(?![0-9A-Za-z:])");

  private static final int LONGEST_GROUP = 4; // characters before the first separator
  private static final int ROOM = 32; // for what is longer

  private final String text;
  private final UnaryOperator<String> replacement;
  private @Nullable Matcher matcher;
  private int start; // of the last token
  private int end;

  private AddressTokens(String text, UnaryOperator<String> replacement) {
    this.text = text;
    this.replacement = replacement;
  }

  /** The text with others in place of its tokens. */
  static String replace(String text, UnaryOperator<String> replacement) {
    return new AddressTokens(text, replacement).replace();
  }

  private String replace() {
    StringBuilder replaced = null;
    int copied = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if ((c == '.' || c == ':' || c == '-') && mayBeFirst(c, at) && isToken(at)) {
        String token = text.substring(start, end);
        String other = replacement.apply(token);
        if (!other.equals(token)) {
          replaced = replaced == null ? new StringBuilder(text.length() + ROOM) : replaced;
          replaced.append(text, copied, start).append(other);
          copied = end;
        }
        at = end - 1;
      }
    }
    return replaced == null ? text : replaced.append(text, copied, text.length()).toString();
  }

  /** Returns whether the separator at {@code at} may be the first of a token. */
  private boolean mayBeFirst(char separator, int at) {
    return switch (separator) {
      case ':' -> is(at + 1, ':') || isHex(at + 1);
      case '-' ->
          isHex(at - 1) && isHex(at + 1) && isHex(at + 2) && (is(at + 3, '-') || is(at + 3, ':'));
      default -> isDigit(at - 1) && isDigit(at + 1) && isDotBehindDigits(at + 2);
    };
  }

  /** Returns whether a second dot follows: a version has none. */
  private boolean isDotBehindDigits(int from) {
    int at = from;
    while (at < from + 2 && isDigit(at)) {
      at++;
    }
    return is(at, '.');
  }

  /** Tries where a token may begin whose first separator is at {@code separator}. */
  private boolean isToken(int separator) {
    if (matcher == null) {
      matcher = TOKEN.matcher(text).useTransparentBounds(true); // what is before it counts
    }
    for (int at = Math.max(end, separator - LONGEST_GROUP); at <= separator; at++) {
      if (matcher.region(at, text.length()).lookingAt()) {
        start = at;
        end = matcher.end();
        return true;
      }
    }
    return false;
  }

  private boolean is(int at, char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private boolean isDigit(int at) {
    return at >= 0 && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private boolean isHex(int at) {
    if (at < 0 || at >= text.length()) {
      return false;
    }
    char c = text.charAt(at);
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
  }
}
