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
    int length = length(text, slash + 1);
    if (length > address.bits()) {
      throw new IllegalArgumentException(
          "not a prefix length of 0 to " + address.bits() + ": " + text);
    }
    return new IpPrefix(address, length);
  }

  /** The number from {@code start} on, or one too great for any prefix where there is none. */
  private static int length(String text, int start) {
    int length = start < text.length() && text.length() - start <= 3 ? 0 : Integer.MAX_VALUE;
    for (int i = start; i < text.length() && length != Integer.MAX_VALUE; i++) {
      char c = text.charAt(i);
      length = c >= '0' && c <= '9' ? 10 * length + c - '0' : Integer.MAX_VALUE;
    }
    return length;
  }

  /** Returns whether {@code other} is in this range. */
  public boolean contains(IpAddress other) {
    return address.sharesPrefix(other, length);
  }

  /** Returns whether all of {@code other} is in this range. */
  public boolean contains(IpPrefix other) {
    return other.length >= length && contains(other.address);
  }

  @Override
  public String toString() {
    return address + "/" + length;
  }
}
