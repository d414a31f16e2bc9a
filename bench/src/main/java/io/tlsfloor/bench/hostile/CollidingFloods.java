package io.tlsfloor.bench.hostile;

import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.text;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WireBytes.u8;

import io.tlsfloor.testing.WireMessages;
import io.tlsfloor.testing.WirePackets;
import io.tlsfloor.testing.WireTls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Keys that meet in one place of a table whose hash anybody can compute: by exclusive or of words,
 * or by the hash of Java's {@code Long} and of records.
 */
final class CollidingFloods {
  private static final byte[] SERVER = Wire.v6(0x20010DB800000000L, 1);
  private static final long FIRST = 0x20010DB900000000L;

  private CollidingFloods() {}

  static List<Attack> all() {
    return List.of(
        Attack.of("colliding-flows", 20_000, 100_000, () -> CollidingFloods::flow),
        Attack.of("colliding-dtls-flows", 20_000, 100_000, () -> CollidingFloods::dtlsFlow),
        Attack.of("colliding-dns-pairs", 10_000, 60_000, () -> CollidingFloods::dnsPair),
        Attack.of("colliding-fragments", 20_000, 100_000, () -> CollidingFloods::fragment),
        Attack.of("colliding-clients", 10_000, 100_000, () -> CollidingFloods::client),
        Attack.of("colliding-servers", 10_000, 100_000, () -> CollidingFloods::server),
        Attack.of("colliding-dhcp", 10_000, 100_000, () -> CollidingFloods::named));
  }

  /** The two words of the address cancel each other where they are joined by exclusive or. */
  private static byte[] cancelling(int i) {
    long high = FIRST + i;
    long rotated = Long.rotateLeft(high, 17);
    return Wire.v6(high, Long.rotateLeft(rotated ^ 0x1234567L, 32));
  }

  /** {@code Long.hashCode} of the lower half is 0. */
  private static byte[] equalHalves(int i) {
    return Wire.v6(FIRST, (long) i << 32 | i);
  }

  private static void flow(Wire wire, int i) throws IOException {
    byte[] data = {22, 3, 1, 2, 0, 1};
    wire.tcp(cancelling(i), 40_000, SERVER, 443, 1, Wire.PSH_ACK, data);
  }

  private static void dtlsFlow(Wire wire, int i) throws IOException {
    byte[] data =
        WireTls.dtlsRecord(22, 0xFEFF, 0, 0, WireTls.fragment(1, 400, 0, 0, new byte[40]));
    wire.udp(cancelling(i), 50_000, SERVER, 3478, data);
  }

  private static void dnsPair(Wire wire, int i) throws IOException {
    byte[] name = join(u8(1), text("a"), u8(2), text("bc"), u8(0));
    byte[] answer =
        join(
            u16(i),
            u16(0x8180),
            u16(1),
            u16(1),
            u16(0),
            u16(0),
            name,
            u16(28),
            u16(1),
            u16(0xC00C),
            u16(28),
            u16(1),
            new byte[] {0, 0, 1, 0},
            u16(16),
            equalHalves(i));
    wire.udp(SERVER, 53, equalHalves(i), 5_000, answer);
  }

  private static void fragment(Wire wire, int i) throws IOException {
    wire.fragmentV6(equalHalves(i), SERVER, 7, new byte[16]);
  }

  private static void client(Wire wire, int i) throws IOException {
    connection(wire, equalHalves(i), SERVER);
  }

  private static void server(Wire wire, int i) throws IOException {
    connection(wire, SERVER, equalHalves(i));
  }

  private static void connection(Wire wire, byte[] client, byte[] server) throws IOException {
    byte[] hello = WireMessages.hello(0x0301, wire.random, Planted.NAME);
    wire.tcp(client, 40_000, server, 443, 0, WirePackets.SYN, Wire.NONE);
    wire.tcp(client, 40_000, server, 443, 1, Wire.PSH_ACK, hello);
    byte[] alert = WireTls.record(21, 0x0301, new byte[] {2, 70});
    wire.tcp(server, 443, client, 40_000, 1, Wire.PSH_ACK, alert);
  }

  /** Multicast DNS of hosts that name themselves. */
  private static void named(Wire wire, int i) throws IOException {
    byte[] name = join(u8(1), text("a"), u8(5), text("local"), u8(0));
    byte[] counts = join(u16(0), u16(0x8400), u16(0), u16(1), u16(0), u16(0));
    byte[] record = join(name, u16(28), u16(1), new byte[] {0, 0, 1, 0}, u16(16), equalHalves(i));
    byte[] group = ByteBuffer.allocate(16).putLong(0xFF02000000000000L).putLong(0xFB).array();
    wire.udp(equalHalves(i), 5353, group, 5353, join(counts, record));
  }
}
