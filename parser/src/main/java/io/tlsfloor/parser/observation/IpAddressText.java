package io.tlsfloor.parser.observation;

import java.nio.charset.StandardCharsets;

/** The text forms of addresses: RFC 4291 §2.2 in, RFC 5952 out. */
final class IpAddressText {
  private static final int GROUPS = 8;
  private static final int DOTTED = 15; // characters at most

  private IpAddressText() {}

  static IpAddress parse(String text) {
    if (text.indexOf(':') < 0) {
      return IpAddress.v4(parseDotted(text, text));
    }
    int gap = text.indexOf("::");
    int[] groups = new int[GROUPS];
    if (gap < 0) {
      if (fill(text, text, groups, 0) != GROUPS) {
        throw notAnAddress(text);
      }
    } else {
      int head = fill(text, text.substring(0, gap), groups, 0);
      int[] tail = new int[GROUPS];
      int count = fill(text, text.substring(gap + 2), tail, 0);
      if (head + count >= GROUPS) {
        throw notAnAddress(text);
      }
      System.arraycopy(tail, 0, groups, GROUPS - count, count);
    }
    long high = 0;
    long low = 0;
    for (int i = 0; i < 4; i++) {
      high = high << 16 | groups[i];
      low = low << 16 | groups[i + 4];
    }
    return IpAddress.v6(high, low);
  }

  /** Reads groups separated by single colons into {@code into}; says how many there were. */
  private static int fill(String whole, String part, int[] into, int at) {
    if (part.isEmpty()) {
      return 0;
    }
    int count = at;
    String[] words = part.split(":", -1);
    for (int i = 0; i < words.length; i++) {
      String word = words[i];
      if (i == words.length - 1 && word.indexOf('.') >= 0) {
        int bits = parseDotted(whole, word);
        if (count + 2 > GROUPS) {
          throw notAnAddress(whole);
        }
        into[count++] = bits >>> 16;
        into[count++] = bits & 0xFFFF;
      } else {
        if (count == GROUPS || word.isEmpty() || word.length() > 4) {
          throw notAnAddress(whole);
        }
        into[count++] = digits(whole, word, 16);
      }
    }
    return count;
  }

  private static int parseDotted(String whole, String text) {
    String[] words = text.split("\\.", -1);
    if (words.length != 4) {
      throw notAnAddress(whole);
    }
    int bits = 0;
    for (String word : words) {
      if (word.isEmpty() || word.length() > 3 || word.length() > 1 && word.charAt(0) == '0') {
        throw notAnAddress(whole);
      }
      int value = digits(whole, word, 10);
      if (value > 255) {
        throw notAnAddress(whole);
      }
      bits = bits << 8 | value;
    }
    return bits;
  }

  private static int digits(String whole, String word, int radix) {
    int value = 0;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, radix) : -1;
      if (digit < 0) {
        throw notAnAddress(whole);
      }
      value = value * radix + digit;
    }
    return value;
  }

  private static IllegalArgumentException notAnAddress(String text) {
    return new IllegalArgumentException("not an IP address: " + text);
  }

  private static String dotted(int bits) {
    byte[] text = new byte[DOTTED];
    return new String(text, 0, dotted(bits, text, 0), StandardCharsets.ISO_8859_1);
  }

  /** Written out: each line that is reported has several. */
  private static int dotted(int bits, byte[] text, int from) {
    int at = from;
    for (int shift = 24; shift >= 0; shift -= 8) {
      int part = bits >>> shift & 0xFF;
      if (part >= 100) {
        text[at++] = (byte) ('0' + part / 100);
      }
      if (part >= 10) {
        text[at++] = (byte) ('0' + part / 10 % 10);
      }
      text[at++] = (byte) ('0' + part % 10);
      if (shift > 0) {
        text[at++] = '.';
      }
    }
    return at;
  }

  /** Writes {@link #format}'s text; says where it ends. */
  @SuppressWarnings("deprecation") // the text is ASCII
  static int format(IpAddress address, byte[] text, int at) {
    if (address.v4()) {
      return dotted((int) address.low(), text, at);
    }
    String written = format(address);
    written.getBytes(0, written.length(), text, at);
    return at + written.length();
  }

  static String format(IpAddress address) {
    long low = address.low();
    if (address.v4()) {
      return dotted((int) low);
    }
    int[] groups = new int[GROUPS];
    for (int i = 0; i < 4; i++) {
      groups[i] = (int) (address.high() >>> (48 - 16 * i)) & 0xFFFF;
      groups[i + 4] = (int) (low >>> (48 - 16 * i)) & 0xFFFF;
    }
    int bestStart = -1;
    int bestLength = 1; // RFC 5952 §4.2.2: a single zero group is not shortened
    for (int i = 0; i < GROUPS; i++) {
      int length = 0;
      while (i + length < GROUPS && groups[i + length] == 0) {
        length++;
      }
      if (length > bestLength) {
        bestStart = i;
        bestLength = length;
      }
      i += length;
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < GROUPS; i++) {
      if (i == bestStart) {
        text.append("::");
        i += bestLength - 1;
        continue;
      }
      if (text.length() > 0 && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}
