package io.tlsfloor.testing;

import static io.tlsfloor.testing.WireBytes.counted;
import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.noise;
import static io.tlsfloor.testing.WireBytes.text;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WireBytes.u24;
import static io.tlsfloor.testing.WireBytes.u32;
import static io.tlsfloor.testing.WireBytes.u8;

import java.util.Arrays;

/** Writes records and messages of TLS and DTLS. Shares no constant with the parser. */
public final class WireTls {
  public static final int CCS = 20;
  public static final int ALERT = 21;
  public static final int HANDSHAKE = 22;
  public static final int DATA = 23;
  public static final int CLIENT_HELLO = 1;
  public static final int SERVER_HELLO = 2;
  public static final int CERTIFICATE = 11;

  private WireTls() {}

  /** A record. */
  public static byte[] record(int type, int version, byte[]... fragment) {
    return join(u8(type), u16(version), counted(2, fragment));
  }

  /** A handshake message. */
  public static byte[] message(int type, byte[]... body) {
    return join(u8(type), counted(3, body));
  }

  /** An extension of a hello. */
  public static byte[] extension(int type, byte[]... contents) {
    return join(u16(type), counted(2, contents));
  }

  // ---- hellos

  /** A hello up to TLS 1.2 for outlook.office365.com, in one record; the seed makes its random. */
  public static byte[] hello(int version, long seed) {
    return old(version, seed).serverName("outlook.office365.com").record();
  }

  /** A hello up to TLS 1.2 that names no server. */
  public static byte[] namelessHello(int version, long seed) {
    return old(version, seed).record();
  }

  /** A hello that lists its versions, for teams.microsoft.com, in one record. */
  public static byte[] hello13(long seed, int... versions) {
    return old(0x0303, seed).serverName("teams.microsoft.com").versions(versions).record();
  }

  /** A hello up to TLS 1.2 of 17 KB, which takes two records. */
  public static byte[] largeHello(int version, long seed) {
    byte[] hello =
        old(version, seed)
            .serverName("outlook.office365.com")
            .extension(21, new byte[17_000])
            .message();
    return join(
        record(HANDSHAKE, 0x0301, Arrays.copyOf(hello, 1 << 14)),
        record(HANDSHAKE, 0x0301, Arrays.copyOfRange(hello, 1 << 14, hello.length)));
  }

  /** A TLS 1.3 hello with an encrypted one inside (RFC 9849 §5). */
  public static byte[] encryptedHello(long seed) {
    byte[] outer =
        join(u8(0), u16(1), u16(1), u8(7), counted(2, noise(5, 32)), counted(2, noise(9, 239)));
    return old(0x0303, seed)
        .serverName("cloudflare-ech.com")
        .versions(0x0304)
        .extension(0xFE0D, outer)
        .record();
  }

  /** A message with a ClientHello of such suites and with whole extensions. */
  public static byte[] clientHello(int version, long seed, byte[]... extensions) {
    WireHello hello = old(version, seed);
    return (extensions.length == 0 ? hello : hello.extensions(extensions)).message();
  }

  /** The extension with the name of a server (RFC 6066 §3), which should be one. */
  public static byte[] serverName(String... names) {
    byte[] list = {};
    for (String name : names) {
      list = join(list, u8(0), counted(2, text(name)));
    }
    return extension(0, counted(2, list));
  }

  /** The extension with the versions that a client takes (RFC 8446 §4.2.1). */
  public static byte[] supportedVersions(int... versions) {
    return extension(43, counted(1, u16(versions)));
  }

  /** A hello with the suites of an old client, and nothing else yet. */
  public static WireHello old(int version, long seed) {
    return WireHello.client(version).random(seed).suites(0xC014, 0x002F, 0x0035);
  }

  /** A ServerHello for a version up to TLS 1.2, in a record. */
  public static byte[] serverHello(int version, long seed) {
    return WireHello.server(version).random(seed).record();
  }

  /** A ServerHello of TLS 1.3, in a record. */
  public static byte[] serverHello13(long seed) {
    return WireHello.server(0x0303).random(seed).suites(0x1301).versions(0x0304).record();
  }

  /** HelloRetryRequest of TLS 1.3, in a record. */
  public static byte[] helloRetryRequest() {
    return WireHello.retry().suites(0x1301).versions(0x0304).record();
  }

  // ---- what follows

  /** ServerHelloDone in a record. */
  public static byte[] serverHelloDone(int version) {
    return record(HANDSHAKE, version, message(14));
  }

  /** ClientKeyExchange in a record. */
  public static byte[] clientKeyExchange(int version) {
    return record(HANDSHAKE, version, message(16, noise(7, 130)));
  }

  /** ChangeCipherSpec. */
  public static byte[] changeCipherSpec(int version) {
    return record(CCS, version, u8(1));
  }

  /** A Finished message as it looks on the wire. */
  public static byte[] encryptedFinished(int version) {
    return record(HANDSHAKE, version, noise(11, 40));
  }

  /** A record of so much application data. */
  public static byte[] data(int version, int length) {
    return record(DATA, version, noise(length, length));
  }

  /** An alert in clear. */
  public static byte[] alert(int version, int level, int description) {
    return record(ALERT, version, u8(level), u8(description));
  }

  // ---- DTLS (RFC 6347 §4.1, §4.2.2)

  /** A record. */
  public static byte[] dtlsRecord(
      int type, int version, int epoch, int sequence, byte[]... fragment) {
    return join(u8(type), u16(version), u16(epoch), u16(0), u32(sequence), counted(2, fragment));
  }

  /** A part of the body of a handshake message. */
  public static byte[] fragment(int type, int number, byte[] body, int offset, int length) {
    byte[] part = Arrays.copyOfRange(body, offset, offset + length);
    return fragment(type, body.length, number, offset, part);
  }

  /** A part of a handshake message that says to be of {@code messageLength}. */
  public static byte[] fragment(int type, int messageLength, int number, int offset, byte[] part) {
    return join(u8(type), u24(messageLength), u16(number), u24(offset), counted(3, part));
  }
}
