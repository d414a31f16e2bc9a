package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.observation.HelloFormat;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * JA4, the fingerprint of a ClientHello that does not depend on the order of suites and extensions
 * (FoxIO's technical details, github.com/FoxIO-LLC/ja4, {@code JA4.md}): {@code a_b_c}, where a is
 * readable and b and c are the first 12 hex digits of SHA-256 over sorted lists.
 */
public final class Ja4 {
  private static final int MAX_COUNT = 99;
  private static final int HASH_DIGITS = 12;
  private static final String EMPTY = "000000000000";
  private static final String HEX = "0123456789abcdef";

  private Ja4() {}

  /** The fingerprint, {@code t13d1516h2_8daaf6152771_e5627efa2ab1}. */
  public static String fingerprint(ClientHelloView hello, HelloFormat format) {
    return a(hello, format) + "_" + hashed(suites(hello)) + "_" + hashed(extensions(hello));
  }

  /** The fingerprint before hashing (FoxIO's JA4_r). */
  public static String raw(ClientHelloView hello, HelloFormat format) {
    return a(hello, format) + "_" + suites(hello) + "_" + extensions(hello);
  }

  private static String hashed(String list) {
    return list.isEmpty() ? EMPTY : Digests.sha256(list).substring(0, HASH_DIGITS);
  }

  private static String a(ClientHelloView hello, HelloFormat format) {
    StringBuilder a = new StringBuilder(10).append(protocol(format)).append(version(hello));
    a.append(hello.hasExtension(ExtensionType.SERVER_NAME) ? 'd' : 'i');
    twoDigits(a, countWithoutGrease(hello.suiteCount(), hello::suite));
    twoDigits(a, countWithoutGrease(hello.extensionCount(), hello::extensionType));
    return alpn(a, hello).toString();
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

  private static void twoDigits(StringBuilder a, int count) {
    int shown = Math.min(count, MAX_COUNT);
    a.append((char) ('0' + shown / 10)).append((char) ('0' + shown % 10));
  }

  private static int countWithoutGrease(int count, IntUnaryOperator value) {
    int counted = 0;
    for (int i = 0; i < count; i++) {
      if (!Grease.is(value.applyAsInt(i))) {
        counted++;
      }
    }
    return counted;
  }

  /** First and last character of the first name; of its hex form, where one is not alphanumeric. */
  private static StringBuilder alpn(StringBuilder a, ClientHelloView hello) {
    if (hello.alpnCount() == 0) {
      return a.append("00");
    }
    ByteBuffer bytes = hello.buffer();
    int first = Bytes.u8(bytes, hello.alpnStart(0));
    int last = Bytes.u8(bytes, hello.alpnStart(0) + hello.alpnLength(0) - 1);
    if (isAlphanumeric(first) && isAlphanumeric(last)) {
      return a.append((char) first).append((char) last);
    }
    return a.append(HEX.charAt(first >>> 4)).append(HEX.charAt(last & 0xF));
  }

  private static boolean isAlphanumeric(int c) {
    return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
  }

  private static String suites(ClientHelloView hello) {
    return sorted(hello.suiteCount(), hello::suite, value -> true).toString();
  }

  private static String extensions(ClientHelloView hello) {
    StringBuilder text =
        sorted(
            hello.extensionCount(),
            hello::extensionType,
            type -> type != ExtensionType.SERVER_NAME && type != ExtensionType.ALPN);
    if (countWithoutGrease(hello.signatureAlgorithmCount(), hello::signatureAlgorithm) == 0) {
      return text.toString();
    }
    text.append('_');
    int before = text.length();
    for (int i = 0; i < hello.signatureAlgorithmCount(); i++) {
      if (!Grease.is(hello.signatureAlgorithm(i))) {
        hex(text, before, hello.signatureAlgorithm(i));
      }
    }
    return text.toString();
  }

  private static StringBuilder sorted(int count, IntUnaryOperator value, IntPredicate wanted) {
    int[] values = new int[count];
    int size = 0;
    for (int i = 0; i < count; i++) {
      int member = value.applyAsInt(i);
      if (!Grease.is(member) && wanted.test(member)) {
        values[size++] = member;
      }
    }
    Arrays.sort(values, 0, size);
    StringBuilder text = new StringBuilder(5 * size + 64);
    for (int i = 0; i < size; i++) {
      hex(text, 0, values[i]);
    }
    return text;
  }

  private static void hex(StringBuilder text, int listStart, int value) {
    if (text.length() > listStart) {
      text.append(',');
    }
    for (int shift = 12; shift >= 0; shift -= 4) {
      text.append(HEX.charAt(value >>> shift & 0xF));
    }
  }
}
