package io.tlsfloor.parser.tls;

/**
 * JA3S, the fingerprint of a ServerHello (Salesforce's description, github.com/salesforce/ja3):
 * version field, suite, extensions, in wire order.
 */
public final class Ja3s {
  private Ja3s() {}

  /** The fields in decimal, joined by hyphens and commas: {@code 769,47,65281-0}. */
  public static String text(ServerHelloView hello) {
    return fields(hello).toString();
  }

  /** MD5 of {@link #text}, 32 lower-case hex digits. */
  public static String md5(ServerHelloView hello) {
    return Digests.md5(fields(hello));
  }

  private static AsciiText fields(ServerHelloView hello) {
    AsciiText text = new AsciiText(64).decimal(hello.legacyVersion()).append(',');
    text.decimal(hello.cipherSuite()).append(',');
    for (int i = 0; i < hello.extensionCount(); i++) {
      if (i > 0) {
        text.append('-');
      }
      text.decimal(hello.extensionType(i));
    }
    return text;
  }
}
