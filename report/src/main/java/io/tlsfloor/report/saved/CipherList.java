package io.tlsfloor.report.saved;

import io.tlsfloor.parser.observation.CipherSuites;
import io.tlsfloor.parser.observation.Grease;
import io.tlsfloor.parser.observation.Numbers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The names of suites as a list in JSON. A number without a name is written as its digits: hellos
 * that list hundreds of them ask for no text of each.
 */
final class CipherList {
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_SUITE = 0xFFFF; // SSL 2.0's own have 24 bits
  private static final int HEX_BYTES = 9; // "0x1a1a" in quotes, and a comma

  private byte[] bytes;
  private int count;

  private CipherList(int room) {
    bytes = new byte[room];
  }

  /** The list, GREASE left out. */
  static byte[] written(List<Integer> suites) {
    CipherList list = new CipherList(2 + HEX_BYTES * suites.size());
    list.bytes[list.count++] = '[';
    for (int i = 0; i < suites.size(); i++) {
      int suite = Numbers.at(suites, i);
      if (!Grease.is(suite)) {
        list.add(suite);
      }
    }
    list.room(1);
    list.bytes[list.count++] = ']';
    return Arrays.copyOf(list.bytes, list.count);
  }

  private void add(int suite) {
    String name = suite > MAX_SUITE ? CipherSuites.name(suite) : CipherSuites.known(suite);
    room(name == null ? HEX_BYTES : name.length() + 3);
    if (count > 1) {
      bytes[count++] = ',';
    }
    bytes[count++] = '"';
    if (name == null) {
      bytes[count++] = '0';
      bytes[count++] = 'x';
      bytes[count++] = DIGITS[suite >>> 12];
      bytes[count++] = DIGITS[suite >>> 8 & 0xF];
      bytes[count++] = DIGITS[suite >>> 4 & 0xF];
      bytes[count++] = DIGITS[suite & 0xF];
    } else {
      ascii(name);
    }
    bytes[count++] = '"';
  }

  @SuppressWarnings("deprecation") // the fastest way there is for what is surely ASCII
  private void ascii(String name) {
    name.getBytes(0, name.length(), bytes, count);
    count += name.length();
  }

  private void room(int more) {
    if (bytes.length - count < more) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length + more);
    }
  }
}
