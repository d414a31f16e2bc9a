package io.tlsfloor.capture.connection;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Writes TLS messages for tests. Shares nothing with the parser that reads them. */
final class Tls {
  static final int CCS = 20;
  static final int ALERT = 21;
  static final int HANDSHAKE = 22;
  static final int DATA = 23;

  private Tls() {}

  /** A record. */
  static byte[] record(int type, int version, byte[] fragment) {
    return cat(u8(type), u16(version), u16(fragment.length), fragment);
  }

  /** A handshake message. */
  static byte[] message(int type, byte[] body) {
    return cat(u8(type), u8(body.length >> 16), u16(body.length & 0xFFFF), body);
  }

  /** A ClientHello message; {@code seed} makes its random. */
  static byte[] clientHello(int version, long seed, byte[]... extensions) {
    byte[] block = cat(extensions);
    byte[] body =
        cat(
            u16(version),
            random(seed, 32),
            u8(0),
            u16(6),
            u16(0xC014),
            u16(0x002F),
            u16(0x0035),
            u8(1),
            u8(0),
            block.length == 0 ? new byte[0] : cat(u16(block.length), block));
    return message(1, body);
  }

  /** A ClientHello in one record, with a server name. */
  static byte[] hello(int version, long seed) {
    return record(
        HANDSHAKE, 0x0301, clientHello(version, seed, serverName("outlook.office365.com")));
  }

  /** A hello up to TLS 1.2 that names no server. */
  static byte[] namelessHello(int version, long seed) {
    return record(HANDSHAKE, 0x0301, clientHello(version, seed));
  }

  /** A TLS 1.3 ClientHello in one record. */
  static byte[] hello13(long seed, int... versions) {
    return record(
        HANDSHAKE,
        0x0301,
        clientHello(0x0303, seed, serverName("teams.microsoft.com"), supportedVersions(versions)));
  }

  /** A hello up to TLS 1.2 of 17 KB, which takes two records. */
  static byte[] largeHello(int version, long seed) {
    byte[] hello =
        clientHello(
            version, seed, serverName("outlook.office365.com"), extension(21, new byte[17_000]));
    return cat(
        record(HANDSHAKE, 0x0301, Arrays.copyOf(hello, 1 << 14)),
        record(HANDSHAKE, 0x0301, Arrays.copyOfRange(hello, 1 << 14, hello.length)));
  }

  /** A TLS 1.3 hello with an encrypted one inside (RFC 9849 §5). */
  static byte[] encryptedHello(long seed) {
    byte[] outer =
        cat(u8(0), u16(1), u16(1), u8(7), u16(32), random(5, 32), u16(239), random(9, 239));
    return record(
        HANDSHAKE,
        0x0301,
        clientHello(
            0x0303,
            seed,
            serverName("cloudflare-ech.com"),
            supportedVersions(0x0304),
            extension(0xFE0D, outer)));
  }

  static byte[] serverName(String name) {
    byte[] host = text(name);
    return extension(0, cat(u16(host.length + 3), u8(0), u16(host.length), host));
  }

  static byte[] supportedVersions(int... versions) {
    byte[] list = new byte[0];
    for (int version : versions) {
      list = cat(list, u16(version));
    }
    return extension(43, cat(u8(list.length), list));
  }

  static byte[] extension(int type, byte[] data) {
    return cat(u16(type), u16(data.length), data);
  }

  /** A ServerHello record for a version up to TLS 1.2. */
  static byte[] serverHello(int version, long seed) {
    return record(HANDSHAKE, version, serverHelloMessage(version, random(seed, 32), new byte[0]));
  }

  /** A ServerHello record of TLS 1.3. */
  static byte[] serverHello13(long seed) {
    return record(
        HANDSHAKE,
        0x0303,
        serverHelloMessage(0x0303, random(seed, 32), extension(43, u16(0x0304))));
  }

  /** HelloRetryRequest (RFC 8446 §4.1.3). */
  static byte[] helloRetryRequest() {
    byte[] special =
        java.util.HexFormat.of()
            .parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");
    return record(
        HANDSHAKE, 0x0303, serverHelloMessage(0x0303, special, extension(43, u16(0x0304))));
  }

  static byte[] serverHelloMessage(int version, byte[] random, byte[] extensions) {
    return message(
        2,
        cat(
            u16(version),
            random,
            u8(0),
            u16(extensions.length == 0 ? 0x002F : 0x1301),
            u8(0),
            extensions.length == 0 ? new byte[0] : cat(u16(extensions.length), extensions)));
  }

  /** ServerHelloDone in a record. */
  static byte[] serverHelloDone(int version) {
    return record(HANDSHAKE, version, message(14, new byte[0]));
  }

  /** ClientKeyExchange in a record. */
  static byte[] clientKeyExchange(int version) {
    return record(HANDSHAKE, version, message(16, random(7, 130)));
  }

  static byte[] changeCipherSpec(int version) {
    return record(CCS, version, u8(1));
  }

  /** A Finished message as it looks on the wire. */
  static byte[] encryptedFinished(int version) {
    return record(HANDSHAKE, version, random(11, 40));
  }

  static byte[] data(int version, int length) {
    return record(DATA, version, random(length, length));
  }

  static byte[] alert(int version, int level, int description) {
    return record(ALERT, version, cat(u8(level), u8(description)));
  }

  static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] u8(int value) {
    return new byte[] {(byte) value};
  }

  static byte[] u16(int value) {
    return new byte[] {(byte) (value >> 8), (byte) value};
  }

  static byte[] cat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
