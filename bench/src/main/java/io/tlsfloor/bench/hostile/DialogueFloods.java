package io.tlsfloor.bench.hostile;

import static io.tlsfloor.testing.WireBytes.counted;
import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.text;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WireBytes.u8;
import static io.tlsfloor.testing.WireTls.dtlsRecord;
import static io.tlsfloor.testing.WireTls.message;
import static io.tlsfloor.testing.WireTls.record;

import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireMessages;
import io.tlsfloor.testing.WireQuic;
import io.tlsfloor.testing.WireTls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/** Full segments and datagrams of one short message again and again, in connections of twenty. */
final class DialogueFloods {
  private static final byte[] SERVER = {(byte) 198, 51, 100, 8};
  private static final int SEGMENT = 1448;
  private static final int LARGEST = 65_000; // as captured where the network card cuts segments
  private static final int SEGMENTS = 20;

  private DialogueFloods() {}

  static List<Attack> all() {
    return List.of(
        repeated("connect-pipeline", 3128, text("CONNECT a.example:443 HTTP/1.1\r\n\r\n")),
        repeated("upgrade-pipeline", 80, text("GET / HTTP/1.1\r\nUpgrade: TLS/1.0\r\n\r\n")),
        repeated("socks5-greetings", 1080, new byte[] {5, 1, 0}),
        repeated("socks4-requests", 1080, new byte[] {4, 1, 1, (byte) 0xBB, 0, 0, 0, 1, 0, 'a', 0}),
        repeated("proxy-headers", 443, text("PROXY TCP4 10.0.0.1 10.0.0.2 1 2\r\n")),
        repeated("postgresql-requests", 5432, new byte[] {0, 0, 0, 8, 4, (byte) 0xD2, 22, 47}),
        repeated("ldap-in-ldap", 389, new byte[] {0x30, (byte) 0x82, 0x7F, (byte) 0xF0}),
        repeated("rdp-requests", 3389, new byte[] {3, 0, 0, 11, 6, (byte) 0xE0, 0, 0, 0, 0, 0}),
        repeated(
            "dns-over-tcp",
            53,
            counted(2, new byte[] {0, 1, (byte) 0x81, 0, 0, 0, 0, 0, 0, 0, 0, 0})),
        repeated("ftp-commands", 21, text("AUTH TLS\r\n")),
        repeated("unrequested-hellos", 443, record(22, 0x0301, message(0, Wire.NONE))),
        Attack.of("hellos-among-bytes", 400, 4_000, DialogueFloods::hellosAmongBytes),
        Attack.of("hellos-inside-of-one", 2_000, 50_000, DialogueFloods::hellosInsideOfOne),
        Attack.of("dtls-empty-records", 5_000, 100_000, DialogueFloods::dtlsRecords),
        Attack.of("quic-coalesced", 5_000, 100_000, DialogueFloods::quicCoalesced),
        Attack.of("quic-associations", 5_000, 300_000, () -> DialogueFloods::quicAssociations),
        Attack.of("names-of-local-networks", 10_000, 500_000, () -> DialogueFloods::localNames));
  }

  private static byte[] fill(int bytes, byte[] message) {
    ByteBuffer all = ByteBuffer.allocate(bytes);
    while (all.hasRemaining()) {
      all.put(message, 0, Math.min(message.length, all.remaining()));
    }
    return all.array();
  }

  private static Attack repeated(String name, int port, byte[] message) {
    return Attack.of(
        name,
        5_000,
        100_000,
        () -> {
          byte[] all = fill(SEGMENT, message);
          return (wire, i) -> segment(wire, i, port, all);
        });
  }

  private static void segment(Wire wire, int i, int port, byte[] bytes) throws IOException {
    int sequence = 1 + i % SEGMENTS * bytes.length;
    byte[] client = Wire.v4(0x100000 + i / SEGMENTS % 0x10000);
    wire.tcp(client, 40_000 + i / SEGMENTS / 0x10000, SERVER, port, sequence, 24, bytes);
  }

  /**
   * Returns what looks like a hello at each place, with a list of extensions that ends behind it.
   */
  private static byte[] candidates(int bytes, int each) {
    Random random = new Random(5);
    int body = 16_000;
    byte[] extensions = fill(each, join(u16(0x7A7A), u16(0)));
    byte[] hello =
        join(
            u8(22),
            u16(0x0301),
            u16(body + 4),
            u8(1),
            WireBytes.u24(body),
            u16(0x0301),
            WireBytes.noise(random, 32),
            u8(0),
            counted(2, u16(0x35)),
            u8(1),
            u8(0),
            u16(body - 43),
            extensions);
    return fill(bytes, hello);
  }

  private static Flood hellosAmongBytes() {
    byte[] all = join(text("hello"), candidates(LARGEST, 40));
    return (wire, i) -> segment(wire, i, 443, all);
  }

  private static Flood hellosInsideOfOne() {
    byte[] all = candidates(16_100, 8);
    return (wire, i) -> {
      byte[] client = Wire.v4(0x100000 + i % 0x100000);
      wire.tcp(client, 40_000, SERVER, 443, 1, 24, all);
    };
  }

  private static Flood dtlsRecords() {
    byte[] all = fill(1400, dtlsRecord(22, 0xFEFF, 0, 0, Wire.NONE));
    return (wire, i) -> wire.udp(Wire.v4(i / SEGMENTS), 50_000, SERVER, 3478, all);
  }

  /** Packets of the handshake, as short as they may be. */
  private static Flood quicCoalesced() {
    byte[] packet = join(new byte[] {(byte) 0xE0, 0, 0, 0, 1, 0, 0, 1, 0});
    byte[] first = WireQuic.ofClient().initial(new byte[8], 0, u8(1));
    byte[] all = join(first, fill(1200 - first.length, packet));
    return (wire, i) -> wire.udp(Wire.v4(i / SEGMENTS), 50_000, SERVER, 443, all);
  }

  /** A connection each, over QUIC and over DTLS in turn: each has its table. */
  private static void quicAssociations(Wire wire, int i) throws IOException {
    byte[] client = Wire.v4(i / 2);
    if (i % 2 == 0) {
      wire.udp(client, 50_000, SERVER, 443, WireQuic.ofClient().initial(new byte[8], 0, u8(1)));
    } else {
      byte[] body = WireMessages.dtlsHelloBody(0xFEFF, wire.random);
      byte[] hello = WireTls.fragment(1, body.length, 0, 0, body);
      wire.udp(client, 50_001, SERVER, 3478, dtlsRecord(22, 0xFEFF, 0, 0, hello));
    }
  }

  /** Answers by multicast DNS, each of another machine. */
  private static void localNames(Wire wire, int i) throws IOException {
    byte[] name = text("pc-" + i);
    byte[] record = join(u8(name.length), name, u8(5), text("local"), u8(0), u16(1), u16(0x8001));
    byte[] answer =
        join(
            new byte[] {0, 0, (byte) 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0},
            record,
            new byte[] {0, 0, 0, 120, 0, 4},
            Wire.v4(i));
    wire.udp(Wire.v4(i), 5353, new byte[] {(byte) 224, 0, 0, (byte) 251}, 5353, answer);
  }
}
