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
    char[] text = new char[17];
    for (int i = 0; i < text.length; i++) {
      boolean hyphen = i % 3 == 2;
      int shift = 44 - 4 * (i - i / 3);
      text[i] = hyphen ? '-' : "0123456789ABCDEF".charAt((int) (bits >>> shift & 0xF));
    }
    return new String(text);
  }
}
