package io.tlsfloor.rules;

import java.util.Locale;

/** The form in which names are compared. Names come from the network: nothing here trusts them. */
public final class HostName {
  /** The longest name that DNS can hold, in text without the last dot (RFC 1035 §2.3.4). */
  public static final int MAX_LENGTH = 253;

  private static final int MAX_LABEL = 63; // RFC 1035 §2.3.4

  private HostName() {}

  /**
   * ASCII letters lowered and one trailing dot removed; the empty text for what can be no host
   * name: nothing at all, too long, a label that is empty or too long, or a character other than
   * letters, digits, hyphen and underscore.
   */
  public static String normal(String name) {
    String bare = withoutLastDot(name);
    return isPlausible(bare, '-') ? lowered(bare) : "";
  }

  /** The same of a value of a list, whose labels may hold asterisks. */
  static String normalPattern(String value) {
    String bare = withoutLastDot(value);
    return isPlausible(bare, '*') ? lowered(bare) : "";
  }

  private static String withoutLastDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private static boolean isPlausible(String name, char further) {
    if (name.length() > MAX_LENGTH) {
      return false;
    }
    int label = 0; // its length so far
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean inLabel =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || c == '-'
              || c == '_'
              || c == further;
      if (inLabel ? label == MAX_LABEL : c != '.' || label == 0) {
        return false;
      }
      label = inLabel ? label + 1 : 0;
    }
    return label > 0;
  }

  private static String lowered(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= 'A' && name.charAt(i) <= 'Z') {
        return name.toLowerCase(Locale.ROOT);
      }
    }
    return name;
  }

  /** Returns whether {@code name} is {@code zone} or lies under it, at a label boundary. */
  public static boolean isWithin(String name, String zone) {
    int rest = name.length() - zone.length();
    return rest >= 0 && name.endsWith(zone) && (rest == 0 || name.charAt(rest - 1) == '.');
  }
}
