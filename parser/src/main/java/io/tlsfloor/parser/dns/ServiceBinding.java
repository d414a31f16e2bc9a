package io.tlsfloor.parser.dns;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;

/** The data of SVCB and HTTPS records, where it lies (RFC 9460 §2.2). */
final class ServiceBinding {
  /** Key of IPv4 address hints (RFC 9460 §7.3). */
  static final int IPV4_HINT = 4;

  /** Key of IPv6 address hints. */
  static final int IPV6_HINT = 6;

  private static final int PRIORITY_BYTES = 2;
  private static final int PARAMETER_HEADER_BYTES = 4;

  private ServiceBinding() {}

  /**
   * Returns whether the data keeps to its grammar: priority, target name, parameters with keys that
   * ascend, hints that are whole addresses.
   *
   * @param names of the message
   * @param at index of the first byte of the data
   * @param end index after its last
   */
  static boolean isWellFormed(ByteBuffer buffer, DnsNames names, int at, int end) {
    if (end - at < PRIORITY_BYTES) {
      return false;
    }
    int parameter = names.end(at + PRIORITY_BYTES);
    int lastKey = -1;
    while (parameter != DnsNames.MALFORMED && parameter < end) {
      if (end - parameter < PARAMETER_HEADER_BYTES) {
        return false;
      }
      int key = Bytes.u16(buffer, parameter);
      int length = Bytes.u16(buffer, parameter + 2);
      if (key <= lastKey
          || length > end - parameter - PARAMETER_HEADER_BYTES
          || addressBytes(key) > 0 && (length == 0 || length % addressBytes(key) != 0)) {
        return false;
      }
      lastKey = key;
      parameter += PARAMETER_HEADER_BYTES + length;
    }
    return parameter == end;
  }

  /** Bytes of each address in a hint; 0 for other keys. */
  private static int addressBytes(int key) {
    return key == IPV4_HINT ? 4 : key == IPV6_HINT ? 16 : 0;
  }

  /** Index of the target's name. */
  static int target(int at) {
    return at + PRIORITY_BYTES;
  }

  /**
   * Index of the header of a parameter; -1 if there is none.
   *
   * @param parameters index after the target's name
   * @param end index after the data's last byte
   */
  static int find(ByteBuffer buffer, int parameters, int end, int key) {
    int parameter = parameters;
    while (parameter < end) {
      if (Bytes.u16(buffer, parameter) == key) {
        return parameter;
      }
      parameter += PARAMETER_HEADER_BYTES + Bytes.u16(buffer, parameter + 2);
    }
    return -1;
  }

  /** Index of a parameter's value. */
  static int value(int parameter) {
    return parameter + PARAMETER_HEADER_BYTES;
  }

  /** Bytes of a parameter's value. */
  static int length(ByteBuffer buffer, int parameter) {
    return Bytes.u16(buffer, parameter + 2);
  }
}
