package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.observation.Grease;
import io.tlsfloor.parser.observation.HelloFormat;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * JA4, the fingerprint of a ClientHello that does not depend on the order of suites and extensions
 * (FoxIO's technical details, github.com/FoxIO-LLC/ja4, {@code JA4.md}): {@code a_b_c}, where a is
 * readable and b and c are the first 12 hex digits of SHA-256 over sorted lists. GREASE counts
 * nowhere.
 */
public final class Ja4 {
  private static final int HASH_DIGITS = 12;
  private static final String EMPTY = "000000000000";

  private Ja4() {}

  /** The fingerprint: {@code t13d1516h2_8daaf6152771_e5627efa2ab1}. */
  public static String fingerprint(ClientHelloView hello, HelloFormat format) {
    return fingerprint(hello, format, HelloNumbers.of(hello));
  }

  static String fingerprint(ClientHelloView hello, HelloFormat format, HelloNumbers numbers) {
    int[] suites = sorted(numbers.suites());
    int[] extensions = sorted(numbers.extensions());
    AsciiText text = a(hello, format, suites.length, extensions.length);
    hash(text.append('_'), b(new AsciiText(5 * suites.length), suites));
    int members = extensions.length + hello.signatureAlgorithmCount();
    hash(text.append('_'), c(new AsciiText(5 * members + 1), hello, extensions));
    return text.toString();
  }

  /** The fingerprint before hashing (FoxIO's JA4_r). */
  public static String raw(ClientHelloView hello, HelloFormat format) {
    HelloNumbers numbers = HelloNumbers.of(hello);
    int[] suites = sorted(numbers.suites());
    int[] extensions = sorted(numbers.extensions());
    AsciiText text = a(hello, format, suites.length, extensions.length);
    b(text.append('_'), suites);
    return c(text.append('_'), hello, extensions).toString();
  }

  private static void hash(AsciiText text, AsciiText list) {
    if (list.length() == 0) {
      text.append(EMPTY);
    } else {
      text.hex(Digests.sha256(list), HASH_DIGITS);
    }
  }

  /** The numbers in order, without GREASE. */
  private static int[] sorted(int[] numbers) {
    int[] sorted = new int[numbers.length];
    int count = 0;
    for (int number : numbers) {
      if (!Grease.is(number)) {
        sorted[count++] = number;
      }
    }
    Arrays.sort(sorted, 0, count);
    return count == sorted.length ? sorted : Arrays.copyOf(sorted, count);
  }

  private static AsciiText a(ClientHelloView hello, HelloFormat format, int suites, int types) {
    AsciiText text = new AsciiText(64).append(protocol(format)).append(version(hello));
    text.append(hello.hasExtension(ExtensionType.SERVER_NAME) ? 'd' : 'i');
    text.twoDigits(suites).twoDigits(types);
    alpn(text, hello);
    return text;
  }

  private static char protocol(HelloFormat format) {
    return switch (format) {
      case QUIC -> 'q';
      case DTLS -> 'd';
      case TLS, SSLV2 -> 't';
    };
  }

  /** By the greatest number, whatever it means: an unknown one hides the known ones. */
  private static String version(ClientHelloView hello) {
    int version = hello.hasSupportedVersions() ? 0 : hello.legacyVersion();
    for (int i = 0; hello.hasSupportedVersions() && i < hello.versionCount(); i++) {
      if (!Grease.is(hello.versionValue(i))) {
        version = Math.max(version, hello.versionValue(i));
      }
    }
    return switch (version) {
      case 0x0304 -> "13";
      case 0x0303 -> "12";
      case 0x0302 -> "11";
      case 0x0301 -> "10";
      case 0x0300 -> "s3";
      case 0x0002 -> "s2";
      case 0xFEFF -> "d1";
      case 0xFEFD -> "d2";
      case 0xFEFC -> "d3";
      default -> "00";
    };
  }

  /** First and last character of the first name; of its hex form, where one is not alphanumeric. */
  private static void alpn(AsciiText text, ClientHelloView hello) {
    if (hello.alpnCount() == 0) {
      text.append("00");
      return;
    }
    ByteBuffer bytes = hello.buffer();
    int first = Bytes.u8(bytes, hello.alpnStart(0));
    int last = Bytes.u8(bytes, hello.alpnStart(0) + hello.alpnLength(0) - 1);
    if (isAlphanumeric(first) && isAlphanumeric(last)) {
      text.append((char) first).append((char) last);
    } else {
      text.hex(new byte[] {(byte) (first & 0xF0 | last & 0x0F)}, 2);
    }
  }

  private static boolean isAlphanumeric(int c) {
    return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
  }

  private static AsciiText b(AsciiText text, int[] suites) {
    int list = text.length();
    for (int suite : suites) {
      member(text, list, suite);
    }
    return text;
  }

  private static AsciiText c(AsciiText text, ClientHelloView hello, int[] extensions) {
    int list = text.length();
    for (int type : extensions) {
      if (type != ExtensionType.SERVER_NAME && type != ExtensionType.ALPN) { // they are in a
        member(text, list, type);
      }
    }
    list = 0;
    for (int i = 0; i < hello.signatureAlgorithmCount(); i++) {
      int algorithm = hello.signatureAlgorithm(i);
      if (!Grease.is(algorithm)) {
        if (list == 0) {
          list = text.append('_').length();
        }
        member(text, list, algorithm);
      }
    }
    return text;
  }

  private static void member(AsciiText text, int listStart, int value) {
    if (text.length() > listStart) {
      text.append(',');
    }
    text.hex(value);
  }
}
