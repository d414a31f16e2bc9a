package io.tlsfloor.report.pseudonym;

import java.util.Locale;

/** Texts of other addresses, as long as given ones: groups keep their numbers of digits. */
final class SameLength {
  private static final String HEX = "0123456789abcdef";
  private static final String PUBLIC_V6 = "3fff"; // for documentation, RFC 9637

  private SameLength() {}

  /**
   * Another IPv4 address: of the same private, shared or link-local range.
   *
   * @param random 32 bytes
   */
  static String v4(String text, byte[] random) {
    String[] groups = text.split("\\.");
    int first = Integer.parseInt(groups[0]);
    int second = Integer.parseInt(groups[1]);
    StringBuilder other = new StringBuilder(text.length());
    for (int i = 0; i < groups.length; i++) {
      int low = lowest(groups[i].length(), i);
      int high = highest(groups[i].length());
      if (i == 0 && isPrivate(first, second)) {
        low = first;
        high = first;
      } else if (i == 1 && (first == 192 && second == 168 || first == 169 && second == 254)) {
        low = second;
        high = second;
      } else if (i == 1 && first == 172 && second >= 16 && second < 32) {
        low = 16;
        high = 31;
      } else if (i == 1 && first == 100 && second >= 64 && second < 128) {
        low = Math.max(low, 64);
        high = Math.min(high, 127);
      }
      other.append(i == 0 ? "" : ".");
      String digits = Integer.toString(low + (random[i] & 0xFF) % (high - low + 1));
      other.append("0".repeat(groups[i].length() - digits.length())).append(digits);
    }
    return other.toString();
  }

  private static boolean isPrivate(int first, int second) {
    return first == 10
        || first == 172 && second >= 16 && second < 32
        || first == 192 && second == 168
        || first == 169 && second == 254
        || first == 100 && second >= 64 && second < 128;
  }

  private static int lowest(int digits, int group) {
    return switch (digits) {
      case 1 -> group == 0 ? 1 : 0;
      case 2 -> 11; // 10 is private
      default -> 100;
    };
  }

  private static int highest(int digits) {
    return switch (digits) {
      case 1 -> 9;
      case 2 -> 99;
      default -> 255;
    };
  }

  /**
   * Another IPv6 address: unique-local and link-local ones keep their beginning.
   *
   * @param random 32 bytes
   */
  static String v6(String text, byte[] random) {
    String lower = text.toLowerCase(Locale.ROOT);
    boolean own = lower.startsWith("fc") || lower.startsWith("fd") || lower.startsWith("fe80:");
    boolean global = !own && lower.indexOf(':') == PUBLIC_V6.length();
    int kept = own ? lower.startsWith("fe80:") ? 4 : 2 : global ? PUBLIC_V6.length() : 0;
    StringBuilder other = new StringBuilder(global ? PUBLIC_V6 : text.substring(0, kept));
    for (int i = kept; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean begins = i == 0 || text.charAt(i - 1) == ':';
      int digit = random[i % random.length] & 15;
      other.append(c == ':' ? c : HEX.charAt(begins && digit == 0 ? 1 : digit));
    }
    return other.toString();
  }
}
