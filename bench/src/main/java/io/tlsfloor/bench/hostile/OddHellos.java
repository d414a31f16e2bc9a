package io.tlsfloor.bench.hostile;

import static io.tlsfloor.testing.WireBytes.counted;
import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.text;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WireBytes.u8;
import static io.tlsfloor.testing.WireMessages.helloBody;
import static io.tlsfloor.testing.WireTls.extension;
import static io.tlsfloor.testing.WireTls.message;
import static io.tlsfloor.testing.WireTls.record;

import io.tlsfloor.testing.WireTls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Old clients whose hello, or whose frames, are odd, and allowed all the same. */
final class OddHellos {
  private static final int OLD = Planted.VERSION;

  private OddHellos() {}

  static List<Attack> all() {
    List<Attack> all = new ArrayList<>();
    said(all, "hello-in-sslv2-format", hello -> sslV2());
    said(all, "warning-before-the-hello", hello -> join(warning(), hello));
    said(all, "malformed-hello-before", hello -> join(malformed(), hello));
    said(all, "malformed-text-before", hello -> join(text("\u0016\u0003\u0001 not TLS"), hello));
    said(all, "empty-records-before", hello -> join(record(22, OLD, Wire.NONE), hello));
    said(all, "another-message-before", hello -> join(otherMessage(), hello));
    said(all, "two-server-names", hello -> hello(twoNames()));
    said(all, "hello-of-600-suites", hello -> hello(600, Wire.NONE));
    said(all, "hello-of-300-grease-extensions", hello -> hello(grease()));
    said(all, "bytes-behind-the-hello", hello -> join(hello, new byte[3_000]));
    dressed(all, "in-three-vlans", f -> List.of(vlan(vlan(vlan(f)))));
    dressed(all, "with-ip-options", f -> List.of(ipOptions(f)));
    dressed(all, "with-tcp-options", f -> List.of(tcpOptions(f)));
    dressed(all, "with-a-trailer", f -> List.of(join(f, new byte[] {22, 3, 3, 0, 1, 2})));
    dressed(all, "in-fragments", OddHellos::fragments);
    dressed(all, "in-poisoned-fragments", OddHellos::poisoned);
    dressed(all, "every-frame-twice", f -> List.of(f, f));
    return all;
  }

  /** A HelloRequest that claims more bytes than its record has. */
  private static byte[] otherMessage() {
    return record(WireTls.HANDSHAKE, OLD, new byte[] {0, 0, 1, (byte) 0xF4});
  }

  private interface Saying {
    byte[] of(byte[] hello);
  }

  private interface Dressing {
    List<byte[]> of(byte[] frame);
  }

  private static void said(List<Attack> all, String name, Saying saying) {
    Ambush ambush =
        new Ambush() {
          @Override
          public Said hello(Wire wire, byte[] client, int port, Said before, byte[] hello)
              throws IOException {
            byte[] bytes = saying.of(hello);
            for (int at = 0; at < bytes.length; at += 1448) {
              int length = Math.min(1448, bytes.length - at);
              wire.tcp(client, port, Wire.SERVICE, 443, 1 + at, 1, Wire.PSH_ACK, bytes, at, length);
            }
            return new Said(bytes.length, 0);
          }
        };
    all.add(Attack.against(() -> ambush, name));
  }

  private static void dressed(List<Attack> all, String name, Dressing dressing) {
    Ambush ambush =
        new Ambush() {
          @Override
          public List<byte[]> dress(byte[] frame) {
            return dressing.of(frame);
          }
        };
    all.add(Attack.against(() -> ambush, name));
  }

  // ---- messages

  private static byte[] sslV2() {
    byte[] suites = {0, 0, 0x35, 0, 0, 0x2F, 7, 0, (byte) 0xC0};
    byte[] body = join(u8(1), u16(OLD), u16(suites.length), u16(0), u16(16), suites, new byte[16]);
    return join(u16(0x8000 | body.length), body);
  }

  private static byte[] warning() {
    return record(21, OLD, new byte[] {1, 100});
  }

  /** Its lists end behind it. */
  private static byte[] malformed() {
    byte[] body = helloBody(0x0303, new Random(1), u16(0x35), extension(0x1234, new byte[8]));
    body[35] = 7; // suites
    return record(22, OLD, message(WireTls.CLIENT_HELLO, body));
  }

  private static byte[] hello(byte[]... extensions) {
    return hello(1, extensions);
  }

  private static byte[] hello(int suites, byte[]... extensions) {
    byte[] list = new byte[2 * suites];
    for (int i = 0; i < suites; i++) {
      list[2 * i] = (byte) (i >>> 8);
      list[2 * i + 1] = (byte) (0x2F + i);
    }
    byte[] block = join(extensions);
    byte[] named = block.length > 0 ? block : WireTls.serverName(Planted.NAME);
    return record(22, OLD, message(1, helloBody(OLD, new Random(2), list, named)));
  }

  private static byte[] twoNames() {
    byte[] one = join(u8(0), counted(2, text("a.example")));
    byte[] two = join(u8(0), counted(2, text(Planted.NAME)));
    return extension(0, counted(2, join(one, two)));
  }

  private static byte[] grease() {
    byte[][] all = new byte[301][];
    for (int i = 0; i < 300; i++) {
      all[i] = extension(0x0A0A + 0x1010 * (i % 16) + (i / 16 << 4), Wire.NONE);
    }
    all[300] = WireTls.serverName(Planted.NAME);
    return join(all);
  }

  // ---- frames: Ethernet of 14 bytes, IPv4 of 20

  private static byte[] inserted(byte[] frame, int at, byte[] bytes) {
    byte[] all = new byte[frame.length + bytes.length];
    System.arraycopy(frame, 0, all, 0, at);
    System.arraycopy(bytes, 0, all, at, bytes.length);
    System.arraycopy(frame, at, all, at + bytes.length, frame.length - at);
    return all;
  }

  private static byte[] vlan(byte[] frame) {
    return inserted(frame, 12, new byte[] {(byte) 0x81, 0, 0, 9});
  }

  private static byte[] longer(byte[] frame, int more) {
    ByteBuffer ip = ByteBuffer.wrap(frame);
    ip.putShort(16, (short) (ip.getShort(16) + more));
    return frame;
  }

  private static byte[] nothings(int count) {
    byte[] options = new byte[count];
    java.util.Arrays.fill(options, (byte) 1);
    return options;
  }

  private static byte[] ipOptions(byte[] frame) {
    byte[] longer = longer(inserted(frame, 34, nothings(40)), 40);
    longer[14] = 0x4F;
    return longer;
  }

  private static byte[] tcpOptions(byte[] frame) {
    byte[] longer = longer(inserted(frame, 54, nothings(40)), 40);
    longer[46] = (byte) 0xF0;
    return longer;
  }

  /** The packet in two, behind a fragment of TCP's header and a few bytes. */
  private static List<byte[]> fragments(byte[] frame) {
    if (frame.length < 14 + 20 + 48) {
      return List.of(frame);
    }
    return List.of(fragment(frame, 0, 32), fragment(frame, 32, frame.length - 34 - 32));
  }

  /** In front of the second fragment another one, with zeros. */
  private static List<byte[]> poisoned(byte[] frame) {
    List<byte[]> two = fragments(frame);
    if (two.size() == 1) {
      return two;
    }
    byte[] zeros = two.get(1).clone();
    java.util.Arrays.fill(zeros, 34, zeros.length, (byte) 0);
    zeros[14 + 8] = 1; // hops
    return List.of(two.get(0), zeros, two.get(1));
  }

  private static byte[] fragment(byte[] frame, int offset, int length) {
    byte[] part = new byte[34 + length];
    System.arraycopy(frame, 0, part, 0, 34);
    System.arraycopy(frame, 34 + offset, part, 34, length);
    ByteBuffer ip = ByteBuffer.wrap(part);
    boolean more = 34 + offset + length < frame.length;
    ip.putShort(16, (short) (20 + length));
    ip.putShort(18, (short) (frame[38] * 31 + frame[41] + frame.length)); // identification
    ip.putShort(20, (short) ((more ? 0x2000 : 0) | offset / 8));
    return part;
  }
}
