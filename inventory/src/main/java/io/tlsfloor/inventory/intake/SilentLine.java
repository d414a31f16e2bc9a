package io.tlsfloor.inventory.intake;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Looks for lines of connections without a finding, which say nothing to keep. Where every
 * connection has a line, most are such, and to read them into fields takes ten times as long.
 *
 * <p>A line is looked at as tlsfloor writes it, without spaces: another one is read in full. Within
 * a text, a quotation mark has a backslash before it, so no name of a host looks like a field.
 */
final class SilentLine {
  private static final byte[] CONNECTION = bytes("\"dataset\":\"tlsfloor.connection\"");
  private static final byte[] FINDINGS = bytes("\"findings\":");
  private static final byte[] NO_FINDINGS = bytes("\"findings\":[]");
  private static final byte[] AMENDS = bytes("\"amends\":");
  private static final byte[] AMENDS_NOT = bytes("\"amends\":false");

  private SilentLine() {}

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Returns whether a line is that of a connection that has no finding and takes none back, and
   * whole: all that it opens is closed at its end. False where that takes a closer look.
   */
  static boolean is(byte[] line) {
    boolean connection = false;
    int depth = 0;
    for (int at = 0; at < line.length; at++) {
      byte b = line[at];
      if (b == '"') {
        byte first = at + 1 < line.length ? line[at + 1] : 0;
        if (first == 'f' && starts(line, at, FINDINGS) && !starts(line, at, NO_FINDINGS)
            || first == 'a' && starts(line, at, AMENDS) && !starts(line, at, AMENDS_NOT)) {
          return false;
        }
        connection |= first == 'd' && starts(line, at, CONNECTION);
        at = endOfText(line, at + 1);
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
        if (depth == 0) {
          return connection && line[0] == '{' && at == line.length - 1;
        }
      }
    }
    return false;
  }

  /** Where a text ends, with its quotation mark; the end of the line where it does not. */
  private static int endOfText(byte[] line, int from) {
    int at = from;
    while (at < line.length && line[at] != '"') {
      at += line[at] == '\\' ? 2 : 1;
    }
    return at;
  }

  private static boolean starts(byte[] line, int at, byte[] with) {
    return at + with.length <= line.length
        && Arrays.equals(line, at, at + with.length, with, 0, with.length);
  }
}
