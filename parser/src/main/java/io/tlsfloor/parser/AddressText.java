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

  private AddressText() {}

  /** The class of a name in clear: it may be an address. */
  public static Privacy ofName(String name) {
    return PATTERN.matcher(name).matches() ? Privacy.ADDRESS : Privacy.PUBLIC;
  }
}
