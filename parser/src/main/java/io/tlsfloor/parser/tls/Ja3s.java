package io.tlsfloor.parser.tls;

/**
 * JA3S, the fingerprint of a ServerHello (Salesforce's description, github.com/salesforce/ja3):
 * version field, suite, extensions, in wire order.
 */
public final class Ja3s {
  private Ja3s() {}

  /** The fields in decimal, joined by hyphens and commas: {@code 769,47,65281-0}. */
  public static String text(ServerHelloView hello) {
    StringBuilder text =
        new StringBuilder(48)
            .append(hello.legacyVersion())
            .append(',')
            .append(hello.cipherSuite())
            .append(',');
    for (int i = 0; i < hello.extensionCount(); i++) {
      text.append(i > 0 ? "-" : "").append(hello.extensionType(i));
    }
    return text.toString();
  }

  /** MD5 of {@link #text}, 32 lower-case hex digits. */
  public static String md5(ServerHelloView hello) {
    return Digests.md5(text(hello));
  }
}
