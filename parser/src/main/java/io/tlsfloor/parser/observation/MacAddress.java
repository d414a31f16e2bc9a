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
    for (int shift = 44; shift >= 0; shift -= 4) {
      text.append(Character.toUpperCase(Character.forDigit((int) (bits >>> shift & 0xF), 16)));
      if (shift % 8 == 0 && shift > 0) {
        text.append('-');
      }
    }
    return text.toString();
  }
}
