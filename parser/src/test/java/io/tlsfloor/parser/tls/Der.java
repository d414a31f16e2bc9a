package io.tlsfloor.parser.tls;

import io.tlsfloor.testing.WireBytes;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Writes DER for tests (X.690), sound or not. */
final class Der {
  static final byte[] COMMON_NAME = WireBytes.hex("06 03 550403");
  static final byte[] ORGANIZATION = WireBytes.hex("06 03 55040a");
  static final byte[] SUBJECT_ALT_NAME = WireBytes.hex("06 03 551d11");

  private static final byte[] SERIAL = WireBytes.hex("02 01 01");
  private static final byte[] ALGORITHM = WireBytes.hex("30 03 06 01 2a");
  private static final byte[] VALIDITY = WireBytes.hex("30 00");
  private static final byte[] KEY = WireBytes.hex("30 00");

  private Der() {}

  static byte[] element(int tag, byte[]... contents) {
    byte[] body = WireBytes.join(contents);
    byte[] head = new byte[] {(byte) tag};
    if (body.length < 0x80) {
      return WireBytes.join(head, WireBytes.counted(1, body));
    }
    int width = body.length < 0x100 ? 1 : body.length < 0x10000 ? 2 : 3;
    return WireBytes.join(head, new byte[] {(byte) (0x80 | width)}, WireBytes.counted(width, body));
  }

  static byte[] sequence(byte[]... contents) {
    return element(0x30, contents);
  }

  static byte[] text(int tag, String text, Charset charset) {
    return element(tag, text.getBytes(charset));
  }

  static byte[] utf8(String text) {
    return text(0x0C, text, StandardCharsets.UTF_8);
  }

  static byte[] attribute(byte[] type, byte[] value) {
    return sequence(type, value);
  }

  /** A Name of one-valued elements. */
  static byte[] name(byte[]... attributes) {
    byte[] all = new byte[0];
    for (byte[] attribute : attributes) {
      all = WireBytes.join(all, element(0x31, attribute));
    }
    return sequence(all);
  }

  static byte[] commonName(String name) {
    return name(attribute(COMMON_NAME, utf8(name)));
  }

  static byte[] certificate(byte[] issuer, byte[] subject, byte[]... rest) {
    byte[] version = WireBytes.hex("a0 03 02 01 02");
    byte[] names = WireBytes.join(issuer, VALIDITY, subject, KEY, WireBytes.join(rest));
    return sequence(
        sequence(version, SERIAL, ALGORITHM, names), ALGORITHM, WireBytes.hex("03 01 00"));
  }

  static byte[] certificateOfVersion1(byte[] issuer, byte[] subject) {
    byte[] names = WireBytes.join(issuer, VALIDITY, subject, KEY);
    return sequence(sequence(SERIAL, ALGORITHM, names), ALGORITHM, WireBytes.hex("03 01 00"));
  }

  static byte[] extensions(byte[]... extensions) {
    return element(0xA3, sequence(extensions));
  }

  static byte[] alternativeNames(byte[]... names) {
    return sequence(SUBJECT_ALT_NAME, element(0x04, sequence(names)));
  }

  static byte[] dnsName(String name) {
    return text(0x82, name, StandardCharsets.ISO_8859_1);
  }
}
