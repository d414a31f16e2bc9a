package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.observation.Grease;

/**
 * JA3 and JA3S, the fingerprints of a ClientHello and a ServerHello (Salesforce's description,
 * github.com/salesforce/ja3): version field, suites, extensions, and of a client groups and point
 * formats, in wire order, without GREASE.
 */
public final class Ja3 {
  private Ja3() {}

  /** The fields in decimal, joined by hyphens and commas: {@code 769,47-53,0-10,23,0}. */
  public static String text(ClientHelloView hello) {
    return fields(hello, HelloNumbers.of(hello)).toString();
  }

  /** MD5 of {@link #text}, 32 lower-case hex digits. */
  public static String md5(ClientHelloView hello) {
    return md5(hello, HelloNumbers.of(hello));
  }

  static String md5(ClientHelloView hello, HelloNumbers numbers) {
    return Digests.md5(fields(hello, numbers));
  }

  /** JA3S: {@code 769,47,65281-0}. */
  public static String text(ServerHelloView hello) {
    return fields(hello).toString();
  }

  /** MD5 of JA3S, 32 lower-case hex digits. */
  public static String md5(ServerHelloView hello) {
    return Digests.md5(fields(hello));
  }

  /**
   * Loads the hashes, of JA4 too: the JDK takes some milliseconds for its first one. Changes
   * nothing; for a thread that has the time.
   */
  public static void prepare() {
    Digests.md5(new AsciiText(0));
  }

  private static AsciiText fields(ClientHelloView hello, HelloNumbers numbers) {
    int count = numbers.suites().length + numbers.extensions().length + hello.groupCount();
    AsciiText text = new AsciiText(6 * count + 16);
    text.decimal(hello.legacyVersion()).append(',');
    int list = text.length();
    for (int suite : numbers.suites()) {
      member(text, list, suite);
    }
    list = text.append(',').length();
    for (int type : numbers.extensions()) {
      member(text, list, type);
    }
    list = text.append(',').length();
    for (int i = 0; i < hello.groupCount(); i++) {
      member(text, list, hello.group(i));
    }
    list = text.append(',').length();
    for (int i = 0; i < hello.pointFormatCount(); i++) {
      member(text, list, hello.pointFormat(i));
    }
    return text;
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

  private static void member(AsciiText text, int listStart, int value) {
    if (Grease.is(value)) {
      return;
    }
    if (text.length() > listStart) {
      text.append('-');
    }
    text.decimal(value);
  }
}
