package io.tlsfloor.bench.hostile;

import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.text;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WireBytes.u8;
import static io.tlsfloor.testing.WireTls.message;
import static io.tlsfloor.testing.WireTls.record;

import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireMessages;
import io.tlsfloor.testing.WirePackets;
import io.tlsfloor.testing.WireTls;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Floods of segments: many flows, many pieces, the wrong order, the wrong place. */
final class TcpFloods {
  private static final byte[] SERVER = {(byte) 198, 51, 100, 7};
  private static final int OLD = 0x0301;

  private TcpFloods() {}

  static List<Attack> all() {
    return List.of(
        Attack.of("syn-flood", 40_000, 1_000_000, () -> TcpFloods::syn),
        Attack.of("syn-anew", 40_000, 1_000_000, () -> TcpFloods::synAnew),
        Attack.of("half-hellos", 20_000, 1_000_000, () -> TcpFloods::halfHello),
        Attack.of("half-hello-then-reset", 20_000, 500_000, () -> TcpFloods::halfThenReset),
        Attack.of("one-sided", 40_000, 4_000_000, () -> TcpFloods::oneSided),
        Attack.of("hello4-in-segments-of-4", 20_000, 75_000, TcpFloods::helloOfFour),
        Attack.of("hello4-in-full-segments", 400, 100_000, TcpFloods::helloOfFourFull),
        Attack.of(
            "one-byte-record",
            40_000,
            1_200_000,
            () -> bytes(Wire.NONE, i -> recordByte(i % 16_384))),
        Attack.of(
            "one-byte-smtp",
            40_000,
            1_200_000,
            () -> bytes(text("220 a ESMTP\r\n"), i -> smtpByte(i % 30_000))),
        Attack.of(
            "one-byte-connect",
            40_000,
            1_200_000,
            () -> bytes(Wire.NONE, i -> connectByte(i % 30_000))),
        Attack.of("one-byte-noise", 40_000, 1_200_000, () -> bytes(Wire.NONE, i -> (byte) 0xEE)),
        Attack.of(
            "one-byte-ldap", 40_000, 1_200_000, () -> bytes(Wire.NONE, i -> ldapByte(i % 30_000))),
        Attack.of("out-of-order", 40_000, 1_000_000, () -> outOfOrder(1)),
        Attack.of("out-of-order-flows", 40_000, 1_000_000, () -> outOfOrder(2_000)),
        Attack.of("backwards", 40_000, 1_000_000, TcpFloods::backwards),
        Attack.of("early-answers", 40_000, 1_000_000, TcpFloods::early),
        Attack.of("overlaps", 20_000, 500_000, TcpFloods::overlaps),
        Attack.of("reset-and-again", 20_000, 500_000, () -> TcpFloods::resetAndAgain));
  }

  private static byte[] client(int number) {
    return Wire.v4(number & 0x7FFFFF);
  }

  private static void syn(Wire wire, int i) throws IOException {
    wire.tcp(client(i), 1024 + i % 60_000, SERVER, 443, i, WirePackets.SYN, Wire.NONE);
  }

  private static void synAnew(Wire wire, int i) throws IOException {
    wire.tcp(client(1), 40_000, SERVER, 443, i * 7919, WirePackets.SYN, Wire.NONE);
  }

  private static void halfHello(Wire wire, int i) throws IOException {
    byte[] hello = WireMessages.hello(OLD, wire.random, "www.example.com");
    byte[] half = Arrays.copyOf(hello, hello.length - 5);
    wire.tcp(client(i), 1024 + i % 60_000, SERVER, 443, 1, Wire.PSH_ACK, half);
  }

  private static void halfThenReset(Wire wire, int i) throws IOException {
    halfHello(wire, i);
    wire.tcp(client(i), 1024 + i % 60_000, SERVER, 443, 200, WirePackets.RST, Wire.NONE);
  }

  /** Nine thousand flows of which the mirror shows one side: records whose ends are far away. */
  private static void oneSided(Wire wire, int i) throws IOException {
    int flow = i % 9_000;
    int round = i / 9_000;
    byte[] data = round == 0 ? join(u8(23), u16(0x0303), u16(0x4000), u8(1)) : new byte[] {1, 2};
    int sequence = round == 0 ? 1 : 7 + 2 * (round - 1);
    wire.tcp(SERVER, 443, client(flow), 40_000, sequence, Wire.PSH_ACK, data);
  }

  private static Flood helloOfFour() {
    byte[] empty = message(WireTls.CLIENT_HELLO, new byte[0]);
    byte[] header = join(u8(WireTls.HANDSHAKE), u16(OLD), u16(0x4000), firstHello());
    return (wire, i) -> {
      int flow = i / 4_085;
      int at = i % 4_085;
      byte[] data = at == 0 ? header : empty;
      int sequence = at == 0 ? 1 : 1 + header.length + 4 * (at - 1);
      wire.tcp(client(flow), 40_000, SERVER, 443, sequence, Wire.PSH_ACK, data);
    };
  }

  /** A hello of 48 bytes, its header included. */
  private static byte[] firstHello() {
    byte[] body =
        join(u16(OLD), new byte[32], u8(0), u16(2), u16(0x35), u8(1), u8(0), u16(1), u8(0));
    return message(WireTls.CLIENT_HELLO, body);
  }

  private static Flood helloOfFourFull() {
    byte[] fragment = Arrays.copyOf(firstHello(), 1 << 14);
    for (int at = firstHello().length; at < fragment.length; at += 4) {
      fragment[at] = WireTls.CLIENT_HELLO;
    }
    byte[] all = record(WireTls.HANDSHAKE, OLD, fragment);
    return (wire, i) -> {
      int from = i * 1448 % (1448 * 1000);
      byte[] data = new byte[1448];
      for (int at = 0; at < data.length; at++) {
        data[at] = all[(from + at) % all.length];
      }
      wire.tcp(client(i / 1000), 40_000, SERVER, 443, 1 + from, Wire.PSH_ACK, data);
    };
  }

  private interface ByteAt {
    byte at(int index);
  }

  /** A connection of one byte a segment; another after each hundred thousand. */
  private static Flood bytes(byte[] greeting, ByteAt bytes) {
    byte[] one = new byte[1];
    return (wire, i) -> {
      if (greeting.length > 0 && i % 100_000 == 0) {
        wire.tcp(SERVER, 25, client(i / 100_000), 40_000, 1, Wire.PSH_ACK, greeting);
      }
      one[0] = bytes.at(i);
      int flow = i / 100_000;
      wire.tcp(client(flow), 40_000, SERVER, 25, 1 + i % 100_000, Wire.PSH_ACK, one);
    };
  }

  private static byte recordByte(int at) {
    byte[] head = {22, 3, 1, 0x40, 0, 1, 0, 0x3F, (byte) 0xF0, 3, 1};
    return at < head.length ? head[at] : (byte) at;
  }

  private static byte smtpByte(int at) {
    byte[] head = text("EHLO ");
    return at < head.length ? head[at] : (byte) 'a';
  }

  private static byte connectByte(int at) {
    byte[] head = text("CONNECT outlook.office365.com:443 HTTP/1.1\r\n");
    return at < head.length
        ? head[at]
        : at % 40 == 38 ? (byte) '\r' : at % 40 == 39 ? 10 : (byte) 'h';
  }

  private static byte ldapByte(int at) {
    byte[] head = {0x30, (byte) 0x82, 0x70, 0, 2, 1, 1, 0x77, (byte) 0x82, 0x6F, 0};
    return at < head.length ? head[at] : (byte) 'a';
  }

  private static Flood outOfOrder(int flows) {
    byte[] data = {0x16};
    return (wire, i) ->
        wire.tcp(client(i % flows), 40_000, SERVER, 443, 10 + 2 * (i / flows), Wire.PSH_ACK, data);
  }

  /** Each segment before the one that came before it, a window of them at a time. */
  private static Flood backwards() {
    byte[] data = {0x16, 3};
    return (wire, i) -> {
      int window = i / 500;
      int sequence = 10 + 3 * (window * 500 + 499 - i % 500);
      wire.tcp(client(window / 100), 40_000, SERVER, 443, sequence, Wire.PSH_ACK, data);
    };
  }

  /** Segments that acknowledge what has not come. */
  private static Flood early() {
    byte[] data = {0x16, 3};
    return (wire, i) -> {
      byte[] from = client(i / 10_000);
      int at = i % 10_000;
      if (at == 0) {
        wire.tcp(SERVER, 443, from, 40_000, 1, Wire.PSH_ACK, text("220 mail ready\r\n"));
      }
      wire.tcp(from, 40_000, SERVER, 443, 1 + 2 * at, 30_000 + at, Wire.PSH_ACK, data, 0, 2);
    };
  }

  /** Copies of the same place with other bytes, behind a record that never ends. */
  private static Flood overlaps() {
    byte[] head = new byte[1400];
    System.arraycopy(new byte[] {22, 3, 1, 0x40, 0, 1, 0, 0x3F, (byte) 0xF0}, 0, head, 0, 9);
    return (wire, i) -> {
      byte[] from = client(i / 1000);
      if (i % 1000 < 10) {
        wire.tcp(from, 40_000, SERVER, 443, 1 + 1400 * (i % 1000), Wire.PSH_ACK, head);
        head[0] = 0;
      } else {
        wire.tcp(
            from,
            40_000,
            SERVER,
            443,
            1 + i % 7000,
            Wire.PSH_ACK,
            WireBytes.noise(wire.random, 1400));
      }
      head[0] = i % 1000 == 999 ? (byte) 22 : head[0];
    };
  }

  private static void resetAndAgain(Wire wire, int i) throws IOException {
    byte[] hello = WireMessages.hello(OLD, wire.random, "www.example.com");
    wire.tcp(client(1), 40_000, SERVER, 443, i * 1000, Wire.PSH_ACK, hello);
    wire.tcp(SERVER, 443, client(1), 40_000, i * 1000, WirePackets.RST, Wire.NONE);
  }
}
