package io.tlsfloor.parser.observation;

/**
 * An EUI-48 address.
 *
 * @param bits the 48 bits, in the low end
 */
public record MacAddress(long bits) {
  /** Upper case with hyphens, as ECS wants it (RFC 7042 §2.1): {@code 00-00-5E-00-53-23}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(17);
    for (int shift = 40; shift >= 0; shift -= 8) {
      if (shift < 40) {
        text.append('-');
      }
      text.append(String.format("%02X", bits >>> shift & 0xFF));
    }
    return text.toString();
  }
}
