package io.tlsfloor.parser.observation;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address, as numbers.
 *
 * @param v4 whether it is IPv4
 * @param high the upper 64 bits of an IPv6 address; 0 for IPv4
 * @param low the lower 64 bits of an IPv6 address; the 32 bits of an IPv4 address, unsigned
 */
public record IpAddress(boolean v4, long high, long low) implements Comparable<IpAddress> {
  /** Length of an address in text, at most. */
  public static final int TEXT_BYTES = 39;

  private static final int LONGEST_TEXT = 45; // as somebody else may write it

  /** The IPv4 address with these 32 bits. */
  public static IpAddress v4(int bits) {
    return new IpAddress(true, 0, bits & 0xFFFF_FFFFL);
  }

  /** The IPv6 address with these bits. */
  public static IpAddress v6(long high, long low) {
    return new IpAddress(false, high, low);
  }

  /**
   * Reads an address in text: dotted decimal, or the forms of RFC 4291 §2.2. Never asks a resolver.
   *
   * @throws IllegalArgumentException if the text is no address
   */
  public static IpAddress parse(String text) {
    return IpAddressText.parse(text);
  }

  /** The address that a text is; empty for what is none. */
  public static Optional<IpAddress> find(String text) {
    if (text.length() > LONGEST_TEXT) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse(text));
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  /** Its bytes in network order: 4 or 16. */
  public byte[] bytes() {
    return v4
        ? ByteBuffer.allocate(4).putInt((int) low).array()
        : ByteBuffer.allocate(16).putLong(high).putLong(low).array();
  }

  /** Width in bits: 32 or 128. */
  public int bits() {
    return v4 ? 32 : 128;
  }

  /** Returns whether it never leaves its host: 127.0.0.0/8 or ::1 (RFC 6890 §2.2). */
  public boolean isLoopback() {
    return v4 ? low >>> 24 == 127 : high == 0 && low == 1;
  }

  /**
   * Returns whether the first {@code length} bits equal those of {@code other}, of the same family.
   */
  public boolean sharesPrefix(IpAddress other, int length) {
    if (v4 != other.v4) {
      return false;
    }
    if (v4) {
      return length == 0 || (low ^ other.low) >>> (32 - length) == 0;
    }
    if (length <= 64) {
      return length == 0 || (high ^ other.high) >>> (64 - length) == 0;
    }
    return high == other.high
        && (length == 128 ? low == other.low : (low ^ other.low) >>> (128 - length) == 0);
  }

  /** IPv4 before IPv6, then by number. */
  @Override
  public int compareTo(IpAddress other) {
    if (v4 != other.v4) {
      return v4 ? -1 : 1;
    }
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  // Written out, as in all keys that maps are asked by for each connection: what the compiler makes
  // of a record goes through method handles, and a run of a second pays for linking each of them.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IpAddress that && v4 == that.v4 && high == that.high && low == that.low;
  }

  @Override
  public int hashCode() {
    return KeyedHash.code(high, low);
  }

  /**
   * Writes {@link #toString} in ASCII.
   *
   * @param text has room for {@link #TEXT_BYTES} from {@code at} on
   * @return the index behind it
   */
  public int write(byte[] text, int at) {
    return IpAddressText.format(this, text, at);
  }

  /** Dotted decimal, or the canonical text of RFC 5952. */
  @Override
  public String toString() {
    return IpAddressText.format(this);
  }
}
