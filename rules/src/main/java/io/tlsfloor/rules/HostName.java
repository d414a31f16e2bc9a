package io.tlsfloor.rules;

/** The form in which names are compared. Names come from the network: nothing here trusts them. */
public final class HostName {
  /** The longest name that DNS can hold, in text (RFC 1035 §2.3.4), with room for the last dot. */
  private static final int MAX_LENGTH = 254;

  private HostName() {}

  /**
   * ASCII letters lowered and one trailing dot removed; the empty text for what can be no host
   * name: nothing at all, too long, or with a character that is not printable ASCII.
   */
  public static String normal(String name) {
    int length = name.length();
    if (length > 0 && name.charAt(length - 1) == '.') {
      length--;
    }
    if (length == 0 || length > MAX_LENGTH) {
      return "";
    }
    StringBuilder lowered = null;
    for (int i = 0; i < length; i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c >= 0x7F) {
        return "";
      }
      if (c >= 'A' && c <= 'Z') {
        if (lowered == null) {
          lowered = new StringBuilder(length).append(name, 0, i);
        }
        lowered.append((char) (c | 0x20));
      } else if (lowered != null) {
        lowered.append(c);
      }
    }
    return lowered == null ? name.substring(0, length) : lowered.toString();
  }

  /** Whether {@code name} is {@code zone} or lies under it, at a label boundary. */
  public static boolean isWithin(String name, String zone) {
    int rest = name.length() - zone.length();
    return rest >= 0 && name.endsWith(zone) && (rest == 0 || name.charAt(rest - 1) == '.');
  }
}
