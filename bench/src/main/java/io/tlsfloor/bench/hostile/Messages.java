package io.tlsfloor.bench.hostile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Bytes of messages, written without the parser's help. */
final class Messages {
  static final int HANDSHAKE = 22;
  static final int CLIENT_HELLO = 1;
  static final int SERVER_HELLO = 2;
  static final int CERTIFICATE = 11;

  private Messages() {}

  static byte[] cat(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] u8(int value) {
    return new byte[] {(byte) value};
  }

  static byte[] u16(int value) {
    return new byte[] {(byte) (value >>> 8), (byte) value};
  }

  static byte[] u24(int value) {
    return new byte[] {(byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
  }

  static byte[] noise(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** The bytes behind their length in two bytes. */
  static byte[] with16(byte[]... parts) {
    byte[] all = cat(parts);
    return cat(u16(all.length), all);
  }

  static byte[] record(int type, int version, byte[] fragment) {
    return cat(u8(type), u16(version), with16(fragment));
  }

  static byte[] handshake(int type, byte[] body) {
    return cat(u8(type), u24(body.length), body);
  }

  static byte[] extension(int type, byte[] data) {
    return cat(u16(type), with16(data));
  }

  static byte[] serverName(String name) {
    return extension(0, with16(u8(0), with16(text(name))));
  }

  /** The body of a ClientHello up to TLS 1.2. */
  static byte[] helloBody(int version, Random random, byte[] suites, byte[]... extensions) {
    return cat(
        u16(version),
        noise(random, 32),
        u8(0),
        with16(suites),
        u8(1),
        u8(0),
        with16(cat(extensions)));
  }

  /** A whole record with the ClientHello of an old client. */
  static byte[] hello(int version, Random random, String name) {
    return hello(version, random, serverName(name));
  }

  /** The same with these extensions. */
  static byte[] hello(int version, Random random, byte[]... extensions) {
    byte[] suites = cat(u16(0xC014), u16(0x0035), u16(0x002F));
    return record(
        HANDSHAKE, 0x0301, handshake(CLIENT_HELLO, helloBody(version, random, suites, extensions)));
  }

  /** A ServerHello, ChangeCipherSpec and an encrypted record. */
  static byte[] answer(int version, Random random) {
    byte[] body = cat(u16(version), noise(random, 32), u8(0), u16(0x0035), u8(0));
    return cat(record(HANDSHAKE, version, handshake(SERVER_HELLO, body)), finished(version));
  }

  /** ChangeCipherSpec and an encrypted Finished. */
  static byte[] finished(int version) {
    return cat(record(20, version, u8(1)), record(HANDSHAKE, version, new byte[40]));
  }

  // ---- DTLS (RFC 6347 §4.1, §4.2.2)

  static byte[] dtlsRecord(int type, int version, byte[] fragment) {
    return cat(u8(type), u16(version), u16(0), new byte[6], with16(fragment));
  }

  static byte[] dtlsFragment(
      int type, int messageLength, int messageSequence, int offset, byte[] piece) {
    return cat(
        u8(type), u24(messageLength), u16(messageSequence), u24(offset), u24(piece.length), piece);
  }

  /** The body of a DTLS ClientHello without extensions. */
  static byte[] dtlsHelloBody(int version, Random random) {
    return cat(
        u16(version),
        noise(random, 32),
        u8(0),
        u8(0),
        with16(u16(0xC014), u16(0x2F)),
        u8(1),
        u8(0));
  }
}
