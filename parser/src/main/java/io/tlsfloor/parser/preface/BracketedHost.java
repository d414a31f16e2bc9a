package io.tlsfloor.parser.preface;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The host name in the greetings of Exchange's IMAP and POP3 services: base64 of UTF-16LE text in
 * the line's last brackets, as in {@code +OK The Microsoft Exchange POP3 service is ready.
 * [TABC…]}.
 */
public final class BracketedHost {
  /** Base64 of a name of {@link HostText#MAX_NAME_BYTES} characters, two bytes each. */
  private static final int MAX_BASE64_BYTES = (2 * HostText.MAX_NAME_BYTES + 2) / 3 * 4;

  private BracketedHost() {}

  /** The name; empty if the last brackets hold none. */
  public static Optional<String> of(LineView greeting) {
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
    return HostText.isDomain(name) ? Optional.of(name) : Optional.empty();
  }

  private static String decode(String base64) {
    int end = base64.length();
    while (end > base64.length() - 2 && base64.charAt(end - 1) == '=') {
      end--;
    }
    for (int i = 0; i < end; i++) {
      char c = base64.charAt(i);
      boolean letter = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
      if (!letter && !(c >= '0' && c <= '9') && c != '+' && c != '/') {
        return "";
      }
    }
    if (end % 4 == 1) { // no whole byte ends there
      return "";
    }
    byte[] bytes = Base64.getDecoder().decode(base64.substring(0, end));
    return new String(bytes, StandardCharsets.UTF_16LE);
  }
}
