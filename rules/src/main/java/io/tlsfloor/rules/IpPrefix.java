package io.tlsfloor.rules;

import io.tlsfloor.parser.observation.IpAddress;

/**
 * An address range in CIDR form.
 *
 * @param address its first address; host bits as written
 * @param length 0 to 32 or 128
 */
public record IpPrefix(IpAddress address, int length) {
  /**
   * Reads {@code 10.0.0.0/8}, {@code 2603:1006::/40}, or a single address.
   *
   * @throws IllegalArgumentException if it is neither; the message says what is wrong
   */
  public static IpPrefix parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      IpAddress address = IpAddress.parse(text);
      return new IpPrefix(address, address.bits());
    }
    IpAddress address = IpAddress.parse(text.substring(0, slash));
    String digits = text.substring(slash + 1);
    if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > address.bits()) {
      throw new IllegalArgumentException(
          "not a prefix length of 0 to " + address.bits() + ": " + text);
    }
    return new IpPrefix(address, Integer.parseInt(digits));
  }

  /** Whether {@code other} is in this range. */
  public boolean contains(IpAddress other) {
    return address.sharesPrefix(other, length);
  }

  @Override
  public String toString() {
    return address + "/" + length;
  }
}
