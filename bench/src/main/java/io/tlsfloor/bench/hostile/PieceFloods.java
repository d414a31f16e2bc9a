package io.tlsfloor.bench.hostile;

import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WireBytes.u8;
import static io.tlsfloor.testing.WireTls.dtlsRecord;
import static io.tlsfloor.testing.WireTls.fragment;

import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireQuic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Floods of messages in pieces, in the order that costs most, and of packets that cost a key each.
 */
final class PieceFloods {
  private static final byte[] SERVER = {(byte) 198, 51, 100, 7};
  private static final int DTLS_1_0 = 0xFEFF;
  private static final int PIECES = 128; // that are held behind a gap
  private static final int TURNS = 60; // packets that are opened in one connection, about

  private PieceFloods() {}

  static List<Attack> all() {
    return List.of(
        Attack.of("dtls-pieces-again", 5_000, 100_000, () -> PieceFloods::piecesAgain),
        Attack.of("dtls-last-byte-first", 5_000, 100_000, () -> PieceFloods::lastByteFirst),
        Attack.of("quic-pieces-again", 3_000, 40_000, () -> PieceFloods::cryptoAgain),
        Attack.of("quic-odd-pieces", 3_000, 40_000, () -> PieceFloods::oddCrypto),
        Attack.of("quic-empty-pieces", 3_000, 40_000, () -> PieceFloods::emptyCrypto),
        Attack.of("quic-acknowledgments", 3_000, 40_000, () -> PieceFloods::acknowledgments),
        Attack.of("quic-six-initials", 3_000, 100_000, () -> PieceFloods::sixInitials),
        Attack.of("quic-small-initials", 5_000, 500_000, () -> PieceFloods::smallInitial),
        Attack.of("quic-tokens", 3_000, 100_000, () -> PieceFloods::token));
  }

  private static byte[] client(int number) {
    return Wire.v4(number & 0x7FFFFF);
  }

  /** Pieces of a byte behind a gap, then pieces that cover all of them, again and again. */
  private static void piecesAgain(Wire wire, int i) throws IOException {
    int turn = i % 1000;
    byte[] pieces = Wire.NONE;
    if (turn < 2) {
      for (int each = 0; each < PIECES / 2; each++) { // last first, so that none follows another
        int at = PIECES - turn * PIECES / 2 - each;
        pieces = join(pieces, fragment(1, 60_000, 0, at, new byte[1]));
      }
    } else {
      for (int each = 0; each < 10; each++) {
        pieces = join(pieces, fragment(1, 60_000, 0, 1, new byte[PIECES]));
      }
    }
    wire.udp(client(i / 1000), 50_000, SERVER, 3478, dtlsRecord(22, DTLS_1_0, 0, 0, pieces));
  }

  /** Thirty messages of a flow in pieces of a byte, the last first. */
  private static void lastByteFirst(Wire wire, int i) throws IOException {
    byte[] pieces = Wire.NONE;
    for (int at = 99; at >= 0; at--) {
      pieces = join(pieces, fragment(1, 100, i % 30, at, new byte[1]));
    }
    wire.udp(client(i / 30), 50_000, SERVER, 3478, dtlsRecord(22, DTLS_1_0, 0, 0, pieces));
  }

  // ---- QUIC

  private static byte[] id(int number) {
    return ByteBuffer.allocate(8).putLong(0x0102030405060708L * (number + 7)).array();
  }

  private static byte[] crypto(int offset, byte[] data) {
    return join(u8(6), u16(0x4000 | offset), u8(data.length), data);
  }

  private static void opened(Wire wire, int i, byte[] frames) throws IOException {
    byte[] packet = WireQuic.ofClient().initial(id(i / TURNS), i % TURNS, frames);
    wire.udp(client(i / TURNS), 50_000, SERVER, 443, packet);
  }

  /** Pieces of a byte behind a gap, last first, then some that cover them, with other bytes. */
  private static void cryptoAgain(Wire wire, int i) throws IOException {
    int turn = i % TURNS;
    byte[] frames = Wire.NONE;
    if (turn == 0) {
      for (int at = PIECES; at > 0; at--) {
        frames = join(frames, crypto(at, new byte[1]));
      }
    } else {
      for (int each = 1; each <= 20; each++) {
        byte[] data = new byte[60];
        data[turn % 5] = (byte) (turn % 5);
        frames = join(frames, crypto(each, data));
      }
    }
    opened(wire, i, frames);
  }

  private static void oddCrypto(Wire wire, int i) throws IOException {
    byte[] frames = Wire.NONE;
    for (int each = 0; each < 260; each++) {
      frames = join(frames, crypto((2 + 2 * each + 520 * (i % TURNS)) % 16_000, new byte[1]));
    }
    opened(wire, i, frames);
  }

  private static void emptyCrypto(Wire wire, int i) throws IOException {
    byte[][] many = new byte[450][];
    Arrays.fill(many, join(u8(6), u8(1), u8(0)));
    opened(wire, i, join(many));
  }

  private static void acknowledgments(Wire wire, int i) throws IOException {
    byte[][] many = new byte[270][];
    Arrays.fill(many, join(u8(2), u8(1), u8(0), u8(0), u8(0)));
    opened(wire, i, join(many));
  }

  /** An Initial that nothing opens, of a connection of its own. */
  private static byte[] closed(Wire wire, byte[] id, byte[] token) {
    return join(
        new byte[] {(byte) 0xC3, 0, 0, 0, 1, 8},
        id,
        u8(0),
        u16(0x4000 | token.length),
        token,
        u16(0x4000 | 20),
        WireBytes.noise(wire.random, 20));
  }

  private static void sixInitials(Wire wire, int i) throws IOException {
    byte[] all = Wire.NONE;
    for (int each = 0; each < 6; each++) {
      all = join(all, closed(wire, id(i), Wire.NONE));
    }
    wire.udp(client(i), 50_000, SERVER, 443, all);
  }

  private static void smallInitial(Wire wire, int i) throws IOException {
    wire.udp(client(i), 50_000, SERVER, 443, closed(wire, id(i), Wire.NONE));
  }

  private static void token(Wire wire, int i) throws IOException {
    wire.udp(client(i), 50_000, SERVER, 443, closed(wire, id(i), new byte[1300]));
  }
}
