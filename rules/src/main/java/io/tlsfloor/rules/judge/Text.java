package io.tlsfloor.rules.judge;

import java.util.HexFormat;

/** Puts text from the network into sentences. */
final class Text {
  private static final int MAX_SHOWN = 253; // a DNS name in text, RFC 1035 §2.3.4

  private Text() {}

  /** {@code text} with all but printable ASCII escaped, cut where that is longer than a name. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    int i = 0;
    for (; i < text.length() && shown.length() < MAX_SHOWN; i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7F) {
        shown.append(c);
      } else {
        shown.append("\\u").append(HexFormat.of().toHexDigits(c));
      }
    }
    return i < text.length() ? shown.append("…").toString() : shown.toString();
  }
}
