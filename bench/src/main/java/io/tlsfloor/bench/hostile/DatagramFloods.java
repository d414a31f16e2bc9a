package io.tlsfloor.bench.hostile;

import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WireBytes.u8;
import static io.tlsfloor.testing.WireMessages.dtlsHelloBody;
import static io.tlsfloor.testing.WireTls.dtlsRecord;
import static io.tlsfloor.testing.WireTls.fragment;

import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireQuic;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Floods of DTLS and QUIC. */
final class DatagramFloods {
  private static final byte[] SERVER = {(byte) 198, 51, 100, 7};
  private static final int DTLS_1_0 = 0xFEFF;

  private DatagramFloods() {}

  static List<Attack> all() {
    return List.of(
        Attack.of("dtls-high-numbers", 10_000, 60_000, () -> DatagramFloods::highNumbers),
        Attack.of("dtls-fragments", 20_000, 1_000_000, () -> DatagramFloods::farFragment),
        Attack.of("dtls-tiny-fragments", 2_000, 100_000, () -> DatagramFloods::tinyFragments),
        Attack.of("dtls-hellos", 10_000, 500_000, () -> DatagramFloods::hellos),
        Attack.of("dtls-new-associations", 10_000, 500_000, () -> DatagramFloods::associations),
        Attack.of("stun-attributes", 2_000, 100_000, () -> DatagramFloods::stun),
        Attack.of("quic-replay", 29, 40_000, DatagramFloods::replay),
        Attack.of("quic-35-initials", 300, 20_000, () -> DatagramFloods::manyInitials),
        Attack.of("quic-one-initial", 1_000, 100_000, () -> DatagramFloods::oneInitial),
        Attack.of("quic-damaged-initials", 1_000, 100_000, () -> DatagramFloods::damaged),
        Attack.of("quic-crypto-pieces", 300, 20_000, () -> DatagramFloods::pieces));
  }

  private static byte[] client(int number) {
    return Wire.v4(number & 0x7FFFFF);
  }

  private static void highNumbers(Wire wire, int i) throws IOException {
    byte[] pieces = Wire.NONE;
    for (int each = 0; each < 8; each++) {
      byte[] body = dtlsHelloBody(DTLS_1_0, wire.random);
      pieces =
          join(
              pieces,
              dtlsRecord(22, DTLS_1_0, 0, 0, fragment(2, body.length, 65_535 - each, 0, body)));
    }
    wire.udp(client(i), 50_000, SERVER, 3478, pieces);
  }

  /** Pieces of long messages far from their beginning. */
  private static void farFragment(Wire wire, int i) throws IOException {
    byte[] piece = fragment(1, 40_000, i % 4, 30_000 + i % 7, new byte[100]);
    wire.udp(client(i % 500), 50_000, SERVER, 3478, dtlsRecord(22, DTLS_1_0, 0, 0, piece));
  }

  /** Datagrams full of pieces of a byte, of a message that is never whole. */
  private static void tinyFragments(Wire wire, int i) throws IOException {
    byte[] pieces = Wire.NONE;
    for (int each = 0; each < 50; each++) {
      int offset = 2 * (i % 300 * 50 + each);
      pieces = join(pieces, fragment(1, 60_000, 0, offset, new byte[1]));
    }
    wire.udp(client(i / 300), 50_000, SERVER, 3478, dtlsRecord(22, DTLS_1_0, 0, 0, pieces));
  }

  private static void hellos(Wire wire, int i) throws IOException {
    byte[] body = dtlsHelloBody(DTLS_1_0, wire.random);
    byte[] hello = dtlsRecord(22, DTLS_1_0, 0, 0, fragment(1, body.length, 0, 0, body));
    wire.udp(client(i), 50_000, SERVER, 3478, hello);
  }

  /** One flow, and another hello each time. */
  private static void associations(Wire wire, int i) throws IOException {
    byte[] body = dtlsHelloBody(DTLS_1_0, wire.random);
    byte[] hello = dtlsRecord(22, DTLS_1_0, 0, 0, fragment(1, body.length, 0, 0, body));
    wire.udp(client(1), 50_000, SERVER, 3478, hello);
    wire.udp(SERVER, 3478, client(1), 50_000, dtlsRecord(21, DTLS_1_0, 0, 0, new byte[] {2, 40}));
  }

  private static void stun(Wire wire, int i) throws IOException {
    byte[] attributes = new byte[1400];
    wire.udp(
        client(i),
        50_000,
        SERVER,
        3478,
        join(
            u16(1),
            u16(attributes.length),
            new byte[] {0x21, 0x12, (byte) 0xA4, 0x42},
            new byte[12],
            attributes));
  }

  /**
   * Returns what cannot be opened waits for keys, and each packet that can has it tried once more.
   */
  private static Flood replay() {
    return (wire, i) -> {
      byte[] id = {1, 2, 3, 4, 5, 6, 7, (byte) (i / 29)};
      byte[] from = client(i / 29);
      if (i % 29 < 8) {
        byte[] closed = new byte[34];
        closed[0] = (byte) 0xC0;
        System.arraycopy(new byte[] {0, 0, 0, 1, 0, 0, 0, 0x40, 24}, 0, closed, 1, 9);
        byte[][] many = new byte[40][];
        Arrays.fill(many, closed);
        wire.udp(SERVER, 443, from, 50_000, join(many));
      } else {
        byte[][] many = new byte[20][];
        for (int each = 0; each < many.length; each++) {
          many[each] = WireQuic.ofClient().initial(id, i * 20 + each, u8(1));
        }
        wire.udp(from, 50_000, SERVER, 443, join(many));
      }
    };
  }

  /** Each Initial has a connection ID, and so keys, of its own. */
  private static void manyInitials(Wire wire, int i) throws IOException {
    byte[] all = Wire.NONE;
    for (int each = 0; each < 35; each++) {
      byte[] id = WireBytes.noise(wire.random, 8);
      byte[] header =
          join(new byte[] {(byte) 0xC3, 0, 0, 0, 1, 8}, id, u8(0), u8(0), u16(0x4000 | 20));
      all = join(all, header, WireBytes.noise(wire.random, 20));
    }
    wire.udp(client(i), 50_000, SERVER, 443, all);
  }

  private static void oneInitial(Wire wire, int i) throws IOException {
    byte[] id = WireBytes.noise(wire.random, 8);
    wire.udp(client(i), 50_000, SERVER, 443, padded(WireQuic.ofClient().initial(id, 0, u8(1))));
  }

  private static void damaged(Wire wire, int i) throws IOException {
    byte[] id = WireBytes.noise(wire.random, 8);
    byte[] packet = WireQuic.ofClient().initial(id, 0, u8(1));
    packet[packet.length - 1] ^= 1;
    wire.udp(client(i % 100), 50_000, SERVER, 443, padded(packet));
  }

  /** CRYPTO frames of a byte, a thousand a flow, that never make a message. */
  private static void pieces(Wire wire, int i) throws IOException {
    byte[] id = {1, 2, 3, 4, 5, 6, (byte) (i / 50_000), (byte) (i / 200)};
    byte[] frames = Wire.NONE;
    for (int each = 0; each < 160; each++) {
      int offset = 1 + 2 * (i % 200 * 160 + each);
      frames = join(frames, u8(6), new byte[] {(byte) 0x80, 0}, u16(offset), u8(1), u8(7));
    }
    wire.udp(
        client(i / 200), 50_000, SERVER, 443, WireQuic.ofClient().initial(id, i % 200, frames));
  }

  private static byte[] padded(byte[] datagram) {
    return Arrays.copyOf(datagram, Math.max(1200, datagram.length));
  }
}
