package io.tlsfloor.parser.observation;

/** Names of cipher suites (IANA's registry TLS Cipher Suites). */
public final class CipherSuites {
  private static final int MAX_SUITE = 0xFFFF;

  private CipherSuites() {}

  /**
   * The name of a suite.
   *
   * @param suite the 16-bit number, or a 24-bit cipher spec of SSLv2 format
   * @return {@code TLS_RSA_WITH_AES_128_CBC_SHA} for 0x002f; {@code 0x1a1a} for a number without a
   *     name, six digits for SSL 2.0's own
   */
  public static String name(int suite) {
    if (suite > MAX_SUITE) {
      return String.format("0x%06x", suite);
    }
    String name = CipherSuiteTable.NAMES.get(suite);
    return name != null ? name : String.format("0x%04x", suite);
  }
}
