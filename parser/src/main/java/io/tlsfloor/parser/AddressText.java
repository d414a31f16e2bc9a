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
   * Returns whether {@link #PATTERN} may find one in it: looks at each letter once, and is right
   * where it says no.
   *
   * @param length of the text, in bytes
   */
  public static boolean mayStandIn(byte[] text, int length) {
    int colon = -MAX_APART; // the last
    int before = -MAX_DOTS_APART; // the last dot but one
    int dot = -MAX_DOTS_APART;
    for (int i = 0; i < length; i++) {
      byte c = text[i];
      if (c == ':') {
        if (i - colon < MAX_APART) {
          return true;
        }
        colon = i;
      } else if (c == '.') {
        if (i - before < MAX_DOTS_APART) {
          return true;
        }
        before = dot;
        dot = i;
      }
    }
    return false;
  }

  /** The class of a name in clear: it may be an address. */
  public static Privacy ofName(String name) {
    return PATTERN.matcher(name).matches() ? Privacy.ADDRESS : Privacy.PUBLIC;
  }
}
