package io.tlsfloor.bench.hostile;

import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.text;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WireBytes.u8;

import io.tlsfloor.bench.hostile.Wire.Fragment;
import io.tlsfloor.testing.WireBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Floods of IP fragments, of tunnels in tunnels, and of names. */
final class PacketFloods {
  private static final byte[] SERVER = {(byte) 198, 51, 100, 7};

  private PacketFloods() {}

  static List<Attack> all() {
    return List.of(
        Attack.of("fragments", 20_000, 500_000, () -> PacketFloods::fragments),
        Attack.of("fragments-of-eight", 20_000, 1_000_000, () -> PacketFloods::tinyFragments),
        Attack.of("fragments-overlapping", 5_000, 200_000, () -> PacketFloods::overlapping),
        Attack.of("tunnels", 5_000, 200_000, () -> PacketFloods::tunnels),
        Attack.of("ipv6-extensions", 5_000, 200_000, () -> PacketFloods::extensions),
        Attack.of("vlans-and-labels", 5_000, 200_000, () -> PacketFloods::labels),
        Attack.of("ether-types", 20_000, 500_000, () -> PacketFloods::etherTypes),
        Attack.of("dns-names", 2_000, 50_000, () -> PacketFloods::dnsNames),
        Attack.of("dns-aliases", 2_000, 10_000, () -> PacketFloods::dnsAliases),
        Attack.of("dns-pointers", 5_000, 100_000, () -> PacketFloods::dnsPointers),
        Attack.of("dns-labels", 5_000, 100_000, () -> PacketFloods::dnsLabels),
        Attack.of("dns-questions", 5_000, 100_000, () -> PacketFloods::dnsQuestions),
        Attack.of("dns-addresses", 2_000, 50_000, () -> PacketFloods::dnsAddresses),
        Attack.of("dns-many-names", 2_000, 50_000, () -> PacketFloods::dnsOneAddress));
  }

  private static void fragments(Wire wire, int i) throws IOException {
    wire.fragment(Wire.v4(i), SERVER, i, 0, Fragment.MORE, new byte[1400]);
  }

  private static void tinyFragments(Wire wire, int i) throws IOException {
    int at = 8 * (8_000 - i % 8_000);
    wire.fragment(Wire.v4(i / 8_000), SERVER, 1, at, Fragment.MORE, new byte[8]);
  }

  /** Each covers what thousands of small ones have covered. */
  private static void overlapping(Wire wire, int i) throws IOException {
    byte[] from = Wire.v4(i / 4_000);
    int at = i % 4_000;
    if (at < 3_900) {
      wire.fragment(from, SERVER, 1, 16 * at, Fragment.MORE, new byte[8]);
    } else {
      wire.fragment(from, SERVER, 1, 8, Fragment.MORE, new byte[62_000]);
    }
  }

  private static byte[] ipv4(int protocol, byte[] inner) {
    return ByteBuffer.allocate(20 + inner.length)
        .putInt(0x45000000 | 20 + inner.length)
        .putInt(0)
        .putInt(0x40000000 | protocol << 16)
        .putInt(0x0A000001)
        .putInt(0x0A000002)
        .put(inner)
        .array();
  }

  private static void tunnels(Wire wire, int i) throws IOException {
    byte[] packet = ipv4(6, new byte[20]);
    while (packet.length < 1400) {
      packet = ipv4(packet.length % 2 == 0 ? 4 : 47, packet);
    }
    wire.frame(0x0800, packet);
  }

  private static void extensions(Wire wire, int i) throws IOException {
    byte[] many = new byte[8 * 170];
    for (int at = 0; at < many.length; at += 8) {
      many[at] = 60; // destination options, eight bytes each
    }
    byte[] header =
        ByteBuffer.allocate(40)
            .putInt(0x60000000)
            .putShort((short) many.length)
            .put((byte) 60)
            .put((byte) 64)
            .array();
    wire.frame(0x86DD, join(header, many));
  }

  private static void labels(Wire wire, int i) throws IOException {
    byte[] many = new byte[1400];
    for (int at = 0; at < many.length; at += 4) {
      many[at + 2] = i % 2 == 0 ? (byte) 0x81 : 0;
    }
    wire.frame(i % 2 == 0 ? 0x8100 : 0x8847, many);
  }

  private static void etherTypes(Wire wire, int i) throws IOException {
    wire.frame(0x0600 + i % 0xF000, new byte[40]);
  }

  // ---- DNS

  private static byte[] answer(byte[] question, int count, byte[] records) {
    return join(u16(1), u16(0x8180), u16(1), u16(count), u16(0), u16(0), question, records);
  }

  private static byte[] longName() {
    byte[] label = join(u8(60), new byte[60]);
    Arrays.fill(label, 1, label.length, (byte) 'a');
    return join(label, label, label, join(u8(60), text("b".repeat(60))), u8(0));
  }

  private static byte[] rr(int name, int type, byte[] data) {
    return join(
        u16(0xC000 | name), u16(type), u16(1), new byte[] {0, 0, 1, 0}, u16(data.length), data);
  }

  private static void send(Wire wire, int i, byte[] message) throws IOException {
    wire.udp(Wire.v4(0x700000), 53, Wire.v4(i), 5_000, message);
  }

  /** Many addresses, each with a name of 244 bytes by two bytes of pointer. */
  private static void dnsNames(Wire wire, int i) throws IOException {
    byte[] question = join(longName(), u16(1), u16(1));
    byte[] records = Wire.NONE;
    for (int each = 0; each < 70; each++) {
      records = join(records, rr(12, 1, Wire.v4(i * 70 + each)));
    }
    send(wire, i, answer(question, 70, records));
  }

  /** A chain of aliases, told last first. */
  private static void dnsAliases(Wire wire, int i) throws IOException {
    byte[] question = join(longName(), u16(1), u16(1));
    int at = 12 + question.length;
    byte[] records = Wire.NONE;
    int count = 60;
    for (int each = 0; each < count; each++) {
      int owner = each == count - 1 ? 12 : at + records.length + 16;
      byte[] target = join(u8(1), u8('a' + each % 20), u16(0xC000 | 12));
      records = join(records, rr(owner, 5, target));
    }
    send(wire, i, answer(question, count, records));
  }

  /** Names whose pointers lead through a hundred others. */
  private static void dnsPointers(Wire wire, int i) throws IOException {
    byte[] name = join(u8(1), text("a"), u8(0));
    byte[] records = Wire.NONE;
    int at = 12 + name.length + 4;
    int last = 12;
    for (int each = 0; each < 60; each++) {
      byte[] target = join(u8(1), text("b"), u16(0xC000 | last));
      int place = at + records.length + 12;
      records = join(records, rr(last, 5, target));
      last = place;
    }
    send(wire, i, answer(join(name, u16(1), u16(1)), 60, records));
  }

  /** A name of 127 labels. */
  private static byte[] manyLabels() {
    byte[] name = new byte[255];
    for (int at = 0; at + 2 < name.length; at += 2) {
      name[at] = 1;
      name[at + 1] = 'a';
    }
    return name;
  }

  /** Aliases of a name of 127 labels, each to a part of it. */
  private static void dnsLabels(Wire wire, int i) throws IOException {
    byte[] records = Wire.NONE;
    for (int each = 0; each < 78; each++) {
      records = join(records, rr(12, 5, u16(0xC000 | 12 + 2 * (each % 20))));
    }
    records = join(records, rr(12, 1, Wire.v4(i)));
    send(wire, i, answer(join(manyLabels(), u16(1), u16(1)), 79, records));
  }

  /** Questions for the same name of 127 labels, by two bytes of pointer each. */
  private static void dnsQuestions(Wire wire, int i) throws IOException {
    byte[][] again = new byte[179][];
    Arrays.fill(again, join(u16(0xC000 | 12), u16(1), u16(1)));
    byte[] header = join(u16(1), u16(0x8180), u16(180), u16(0), u16(0), u16(0));
    send(wire, i, join(header, manyLabels(), u16(1), u16(1), join(again)));
  }

  private static void dnsAddresses(Wire wire, int i) throws IOException {
    byte[] records = Wire.NONE;
    for (int each = 0; each < 80; each++) {
      records = join(records, rr(12, 1, WireBytes.noise(wire.random, 4)));
    }
    byte[] name = join(u8(4), text("n" + (100 + i % 900)), u8(3), text("net"), u8(0));
    send(wire, i, answer(join(name, u16(1), u16(1)), 80, records));
  }

  /** Ever new names of one address of the service. */
  private static void dnsOneAddress(Wire wire, int i) throws IOException {
    String digits = String.valueOf(1_000_000 + i);
    byte[] name = join(u8(digits.length()), text(digits), u8(3), text("net"), u8(0));
    send(wire, i % 100, answer(join(name, u16(1), u16(1)), 1, rr(12, 1, Wire.SERVICE)));
  }
}
