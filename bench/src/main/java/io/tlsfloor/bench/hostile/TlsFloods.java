package io.tlsfloor.bench.hostile;

import static io.tlsfloor.testing.WireBytes.counted;
import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.text;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WireBytes.u24;
import static io.tlsfloor.testing.WireBytes.u8;
import static io.tlsfloor.testing.WireMessages.helloBody;
import static io.tlsfloor.testing.WireTls.extension;
import static io.tlsfloor.testing.WireTls.message;
import static io.tlsfloor.testing.WireTls.record;

import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireMessages;
import io.tlsfloor.testing.WireTls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Floods of messages that parse, and of dialogues that never come to TLS. */
final class TlsFloods {
  private static final byte[] SERVER = {(byte) 198, 51, 100, 7};
  private static final int OLD = 0x0301;
  private static final int SEGMENT = 1448;

  private TlsFloods() {}

  static List<Attack> all() {
    return List.of(
        Attack.of("many-old-clients", 10_000, 200_000, () -> TlsFloods::oldClient),
        Attack.of("many-any-hellos", 10_000, 300_000, () -> TlsFloods::foreignClient),
        Attack.of("hello-of-extensions", 200, 20_000, () -> TlsFloods::extensions),
        Attack.of("hello-of-suites", 100, 10_000, () -> TlsFloods::suites),
        Attack.of("hello-of-names", 100, 10_000, () -> TlsFloods::names),
        Attack.of("hello-retries", 200, 20_000, () -> TlsFloods::retries),
        Attack.of("certificate-of-names", 60, 5_000, () -> TlsFloods::certificate),
        Attack.of("certificate-of-attributes", 60, 1_500, () -> TlsFloods::attributes),
        Attack.of("certificate-chains", 60, 5_000, () -> TlsFloods::chain),
        Attack.of("empty-records", 500, 50_000, () -> TlsFloods::emptyRecords),
        Attack.of("alerts", 500, 50_000, () -> TlsFloods::alerts),
        Attack.of("sslv2-records", 500, 50_000, () -> TlsFloods::sslV2),
        Attack.of(
            "http-headers", 500, 50_000, () -> lines("", "CONNECT a:443 HTTP/1.1\r\n", "x: y\r\n")),
        Attack.of(
            "smtp-commands", 500, 50_000, () -> lines("220 a ESMTP\r\n", "EHLO a\r\n", "NOOP\r\n")),
        Attack.of("smtp-replies", 500, 50_000, () -> lines("", "220-a ESMTP\r\n", "220-b\r\n")),
        Attack.of(
            "imap-tags",
            500,
            50_000,
            () -> lines("* OK IMAP4rev1\r\n", "a1 CAPABILITY\r\n", "a NOOP\r\n")),
        Attack.of(
            "pop3-commands", 500, 50_000, () -> lines("+OK POP3\r\n", "CAPA\r\n", "NOOP\r\n")),
        Attack.of(
            "xmpp-stream",
            500,
            50_000,
            () -> lines("", "<?xml version='1.0'?><stream:stream>", "<a>")),
        Attack.of("empty-lines", 500, 50_000, () -> lines("220 a ESMTP\r\n", "EHLO a\r\n", "\n")));
  }

  private static byte[] client(int number) {
    return Wire.v4(number & 0x7FFFFF);
  }

  /** Sends bytes in full segments. */
  private static void stream(Wire wire, byte[] from, int port, byte[] data) throws IOException {
    for (int at = 0; at < data.length; at += SEGMENT) {
      int length = Math.min(SEGMENT, data.length - at);
      wire.tcp(from, 40_000, SERVER, port, 1 + at, 1, Wire.PSH_ACK, data, at, length);
    }
  }

  static void oldClient(Wire wire, int i) throws IOException {
    byte[] hello = WireMessages.hello(OLD, wire.random, "outlook.office365.com");
    wire.tcp(client(i), 40_000, Wire.SERVICE, 443, 1, Wire.PSH_ACK, hello);
    wire.tcp(
        Wire.SERVICE,
        443,
        client(i),
        40_000,
        1,
        Wire.PSH_ACK,
        WireMessages.answer(OLD, wire.random));
    wire.tcp(
        client(i),
        40_000,
        Wire.SERVICE,
        443,
        1 + hello.length,
        Wire.PSH_ACK,
        WireMessages.finished(OLD));
  }

  /** Hellos of which no two look alike: suites, extensions, names, addresses. */
  private static void foreignClient(Wire wire, int i) throws IOException {
    byte[] suites = WireBytes.noise(wire.random, 2 + 2 * wire.random.nextInt(60));
    byte[] body =
        helloBody(
            0x0303,
            wire.random,
            suites,
            WireTls.serverName("h" + i + ".example.com"),
            extension(0x5000 + wire.random.nextInt(1000), new byte[3]));
    byte[] hello = record(WireTls.HANDSHAKE, OLD, message(WireTls.CLIENT_HELLO, body));
    wire.tcp(client(i), 40_000, SERVER, 443, 1, Wire.PSH_ACK, hello);
    wire.tcp(SERVER, 443, client(i), 40_000, 1, Wire.PSH_ACK, record(21, OLD, new byte[] {2, 40}));
  }

  private static void hello(Wire wire, int i, byte[] body) throws IOException {
    byte[] message = message(WireTls.CLIENT_HELLO, body);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int at = 0; at < message.length; at += 1 << 14) {
      byte[] part = Arrays.copyOfRange(message, at, Math.min(message.length, at + (1 << 14)));
      all.writeBytes(record(WireTls.HANDSHAKE, OLD, part));
    }
    stream(wire, client(i), 443, all.toByteArray());
  }

  private static void extensions(Wire wire, int i) throws IOException {
    byte[][] empty = new byte[16_000][];
    for (int each = 0; each < empty.length; each++) {
      empty[each] = extension((each * 7 + i) & 0xFFFF, Wire.NONE);
    }
    hello(wire, i, helloBody(OLD, wire.random, u16(0x35), empty));
  }

  private static void suites(Wire wire, int i) throws IOException {
    hello(wire, i, helloBody(OLD, wire.random, WireBytes.noise(wire.random, 0xFFFC)));
  }

  private static void names(Wire wire, int i) throws IOException {
    byte[] name = join(u8(0), counted(2, text("a.example.com")));
    byte[][] many = new byte[3_900][];
    Arrays.fill(many, name);
    hello(wire, i, helloBody(OLD, wire.random, u16(0x35), extension(0, counted(2, join(many)))));
  }

  private static void retries(Wire wire, int i) throws IOException {
    byte[] random =
        HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");
    byte[] body =
        join(
            u16(0x0303), random, u8(0), u16(0x1301), u8(0), counted(2, extension(43, u16(0x0304))));
    byte[] one = message(WireTls.SERVER_HELLO, body);
    byte[][] many = new byte[200][];
    Arrays.fill(many, one);
    stream(wire, client(i), 443, record(WireTls.HANDSHAKE, 0x0303, join(many)));
  }

  private static byte[] der(int tag, byte[]... parts) {
    byte[] all = join(parts);
    return join(u8(tag), all.length < 128 ? u8(all.length) : join(u8(0x83), u24(all.length)), all);
  }

  /** A certificate with as many alternative names as fit. */
  private static byte[] withNames(int names) {
    List<byte[]> all = new ArrayList<>();
    for (int i = 0; i < names; i++) {
      all.add(der(0x82, text("n" + i + ".example.com")));
    }
    byte[] extension =
        der(
            0x30,
            der(0x06, new byte[] {0x55, 0x1D, 0x11}),
            der(0x04, der(0x30, all.toArray(new byte[0][]))));
    return certificate(der(0x30), extension);
  }

  private static byte[] certificate(byte[] name, byte[] extension) {
    byte[] body =
        der(
            0x30,
            der(0xA0, der(2, u8(2))),
            der(2, u8(1)),
            der(0x30),
            name,
            der(0x30),
            name,
            der(0x30),
            der(0xA3, der(0x30, extension)));
    return der(0x30, body);
  }

  private static void certificates(Wire wire, int i, byte[] list) throws IOException {
    byte[] message = message(WireTls.CERTIFICATE, join(u24(list.length), list));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(WireMessages.hello(OLD, wire.random, "x.example.com"));
    wire.tcp(client(i), 40_000, SERVER, 443, 1, Wire.PSH_ACK, all.toByteArray());
    all.reset();
    byte[] hello = join(u16(OLD), new byte[32], u8(0), u16(0x35), u8(0));
    all.writeBytes(record(WireTls.HANDSHAKE, OLD, message(WireTls.SERVER_HELLO, hello)));
    for (int at = 0; at < message.length; at += 1 << 14) {
      byte[] part = Arrays.copyOfRange(message, at, Math.min(message.length, at + (1 << 14)));
      all.writeBytes(record(WireTls.HANDSHAKE, OLD, part));
    }
    byte[] data = all.toByteArray();
    for (int at = 0; at < data.length; at += SEGMENT) {
      int length = Math.min(SEGMENT, data.length - at);
      wire.tcp(SERVER, 443, client(i), 40_000, 1 + at, 1, Wire.PSH_ACK, data, at, length);
    }
  }

  private static void certificate(Wire wire, int i) throws IOException {
    byte[] one = withNames(4_500);
    certificates(wire, i, join(u24(one.length), one));
  }

  /** A certificate whose names are one element of as many attributes as fit. */
  private static void attributes(Wire wire, int i) throws IOException {
    byte[] common = der(0x06, new byte[] {0x55, 0x04, 0x03});
    byte[][] many = new byte[5_500][];
    Arrays.fill(many, der(0x30, common, der(0x0C, text("a"))));
    byte[] one = certificate(der(0x30, der(0x31, many)), der(0x30, common, der(0x04)));
    certificates(wire, i, join(u24(one.length), one));
  }

  private static void chain(Wire wire, int i) throws IOException {
    byte[] one = withNames(2);
    byte[][] many = new byte[700][];
    Arrays.fill(many, join(u24(one.length), one));
    certificates(wire, i, join(many));
  }

  /** A segment full of copies of {@code unit}, in a flow of a thousand such. */
  private static void repeated(Wire wire, int i, byte[] first, byte[] unit) throws IOException {
    int room = SEGMENT / unit.length * unit.length;
    byte[] data = new byte[room];
    for (int at = 0; at < room; at += unit.length) {
      System.arraycopy(unit, 0, data, at, unit.length);
    }
    byte[] from = client(i / 1000);
    if (i % 1000 == 0) {
      wire.tcp(from, 40_000, SERVER, 25, 1, Wire.PSH_ACK, first);
    }
    wire.tcp(from, 40_000, SERVER, 25, 1 + first.length + i % 1000 * room, Wire.PSH_ACK, data);
  }

  private static void emptyRecords(Wire wire, int i) throws IOException {
    repeated(wire, i, record(24, 0x0303, new byte[9]), record(24, 0x0303, Wire.NONE));
  }

  private static void alerts(Wire wire, int i) throws IOException {
    repeated(
        wire,
        i,
        WireMessages.hello(OLD, wire.random, "a.example.com"),
        record(21, OLD, new byte[] {1, 0}));
  }

  private static void sslV2(Wire wire, int i) throws IOException {
    byte[] body =
        join(u8(1), u16(2), u16(3), u16(0), u16(16), new byte[] {7, 0, (byte) 0xC0}, new byte[16]);
    byte[] hello = join(u16(0x8000 | body.length), body);
    repeated(wire, i, hello, new byte[] {(byte) 0x80, 1, 0});
  }

  private static Flood lines(String greeting, String first, String unit) {
    return (wire, i) -> {
      if (i % 1000 == 0 && !greeting.isEmpty()) {
        wire.tcp(SERVER, 25, client(i / 1000), 40_000, 1, Wire.PSH_ACK, text(greeting));
      }
      repeated(wire, i, text(first), text(unit));
    };
  }
}
