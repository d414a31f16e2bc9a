package io.tlsfloor.parser.packet;

import java.util.HexFormat;

/**
 * Annotated hex to bytes: blanks are for the eye, and {@code #} starts a remark to the line's end.
 */
final class Hex {
  private Hex() {}

  static byte[] bytes(String annotated) {
    StringBuilder digits = new StringBuilder();
    annotated.lines().forEach(line -> digits.append(line.replaceFirst("#.*", "")));
    return HexFormat.of().parseHex(digits.toString().replaceAll("\\s", ""));
  }
}
