package io.tlsfloor.parser.tls;

/**
 * JA3, the fingerprint of a ClientHello (Salesforce's description, github.com/salesforce/ja3):
 * version field, suites, extensions, groups, point formats, in wire order, without GREASE.
 */
public final class Ja3 {
  private Ja3() {}

  /** The fields in decimal, joined by hyphens and commas: {@code 769,47-53,0-10,23,0}. */
  public static String text(ClientHelloView hello) {
    StringBuilder text = new StringBuilder(256).append(hello.legacyVersion()).append(',');
    for (int i = 0; i < hello.suiteCount(); i++) {
      append(text, hello.suite(i));
    }
    text.append(',');
    for (int i = 0; i < hello.extensionCount(); i++) {
      append(text, hello.extensionType(i));
    }
    text.append(',');
    for (int i = 0; i < hello.groupCount(); i++) {
      append(text, hello.group(i));
    }
    text.append(',');
    for (int i = 0; i < hello.pointFormatCount(); i++) {
      append(text, hello.pointFormat(i));
    }
    return text.toString();
  }

  private static void append(StringBuilder text, int value) {
    if (Grease.is(value)) {
      return;
    }
    if (text.charAt(text.length() - 1) != ',') {
      text.append('-');
    }
    text.append(value);
  }

  /** MD5 of {@link #text}, 32 lower-case hex digits. */
  public static String md5(ClientHelloView hello) {
    return Digests.md5(text(hello));
  }
}
