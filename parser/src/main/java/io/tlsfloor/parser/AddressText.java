package io.tlsfloor.parser;

import java.util.regex.Pattern;

/** IP addresses in text. */
public final class AddressText {
  /** Finds what may be an address of either family, wherever it stands. */
  public static final Pattern PATTERN =
      Pattern.compile(
          "(?<![0-9.])[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?![0-9])"
              + "|(?<![0-9A-Za-z:.])[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]*[0-9A-Fa-f]"
              + "(?![0-9A-Za-z:])");

  private static final int MAX_APART = 6; // colons with four digits between them
  private static final int MAX_DOTS_APART = 9; // the first and the last of three

  private AddressText() {}

  /**
   * Whether {@link #PATTERN} may find one in it: looks at each letter once, and is right where it
   * says no.
   */
  public static boolean mayStandIn(String text) {
    int colon = -MAX_APART; // the last
    int[] dots = {-MAX_DOTS_APART, -MAX_DOTS_APART}; // the last but one and the last
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ':') {
        if (i - colon < MAX_APART) {
          return true;
        }
        colon = i;
      } else if (c == '.') {
        if (i - dots[0] < MAX_DOTS_APART) {
          return true;
        }
        dots[0] = dots[1];
        dots[1] = i;
      }
    }
    return false;
  }

  /** The class of a name in clear: it may be an address. */
  public static Privacy ofName(String name) {
    return PATTERN.matcher(name).matches() ? Privacy.ADDRESS : Privacy.PUBLIC;
  }
}
