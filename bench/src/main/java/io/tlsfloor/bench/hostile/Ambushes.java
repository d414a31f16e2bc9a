package io.tlsfloor.bench.hostile;

import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.text;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WireTls.extension;
import static io.tlsfloor.testing.WireTls.message;
import static io.tlsfloor.testing.WireTls.record;

import io.tlsfloor.testing.WireMessages;
import io.tlsfloor.testing.WirePackets;
import io.tlsfloor.testing.WireTls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Single packets that would hide a client, and openings that are too long to be followed. */
final class Ambushes {
  private static final int SEGMENT = 1448;
  private static final int OLD = 0x0301;
  private static final int FAR = 0x40000000;

  private Ambushes() {}

  static List<Attack> all() {
    List<Attack> all = new ArrayList<>();
    all.add(Attack.against(() -> stray(WirePackets.RST, FAR), "rst-out-of-window"));
    all.add(
        Attack.against(() -> stray(WirePackets.RST | WirePackets.ACK, -FAR), "rst-below-window"));
    all.add(
        Attack.against(() -> stray(WirePackets.FIN | WirePackets.ACK, FAR), "fin-out-of-window"));
    all.add(Attack.against(() -> stray(WirePackets.SYN, FAR), "syn-out-of-window"));
    all.add(
        Attack.against(
            () -> stray(WirePackets.SYN | WirePackets.ACK, FAR), "syn-ack-out-of-window"));
    for (Wire.Doubt doubt : Wire.Doubt.values()) {
      String by = word(doubt);
      all.add(Attack.against(() -> forged(doubt, new byte[] {23}), "byte-of-doubtful-" + by));
      all.add(Attack.against(() -> forged(doubt, newer()), "newer-hello-of-doubtful-" + by));
    }
    all.add(Attack.against(Ambushes::textFromServer, "text-from-the-server"));
    all.add(Attack.against(() -> decoys(513), "decoys-out-of-order"));
    all.add(Attack.against(Ambushes::commands, "smtp-commands-before-starttls"));
    all.add(Attack.against(Ambushes::unknown, "unknown-segments-before-hello"));
    all.add(Attack.against(() -> padded(32_000, Ambushes::lastFirst), "bytes-behind-a-gap"));
    all.add(Attack.against(() -> padded(40_000, Ambushes::inOrder), "padding-in-the-hello"));
    all.add(Attack.against(() -> padded(40_000, Ambushes::lastFirst), "padding-last-first"));
    all.add(Attack.against(Ambushes::records, "hello-in-records-of-one-byte"));
    return all;
  }

  static String word(Wire.Doubt doubt) {
    return doubt.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Segments without data whose numbers fit nowhere, by either end, before and after the hello. */
  private static Ambush stray(int flags, int far) {
    return new Ambush() {
      @Override
      public Said before(Wire wire, byte[] client, int port) throws IOException {
        wire.tcp(client, port, Wire.SERVICE, 443, far, flags, Wire.NONE);
        wire.tcp(Wire.SERVICE, 443, client, port, far, flags, Wire.NONE);
        return NOTHING;
      }

      @Override
      public void after(Wire wire, byte[] client, int port, Said said) throws IOException {
        before(wire, client, port);
      }
    };
  }

  /** At the hello's place other bytes, which their receiver would refuse: before it and after. */
  private static Ambush forged(Wire.Doubt doubt, byte[] bytes) {
    return new Ambush() {
      @Override
      public Said before(Wire wire, byte[] client, int port) throws IOException {
        wire.forged(client, Wire.SERVICE, new int[] {port, 443}, 1, doubt, bytes);
        return NOTHING;
      }

      @Override
      public void after(Wire wire, byte[] client, int port, Said said) throws IOException {
        before(wire, client, port);
      }
    };
  }

  /** A hello that also lists TLS 1.3. */
  private static byte[] newer() {
    byte[] versions = extension(43, join(new byte[] {4}, u16(0x0304), u16(0x0303)));
    byte[] body =
        WireMessages.helloBody(
            0x0303, new Random(2), u16(0x1301), WireTls.serverName(Planted.NAME), versions);
    return record(WireTls.HANDSHAKE, OLD, message(WireTls.CLIENT_HELLO, body));
  }

  private static Ambush textFromServer() {
    return new Ambush() {
      @Override
      public Said before(Wire wire, byte[] client, int port) throws IOException {
        byte[] answer = text("HTTP/1.1 400 Bad Request\r\n\r\n");
        wire.forged(Wire.SERVICE, client, new int[] {443, port}, 1, Wire.Doubt.TTL, answer);
        return NOTHING;
      }

      @Override
      public void after(Wire wire, byte[] client, int port, Said said) throws IOException {
        before(wire, client, port);
      }
    };
  }

  /** More pieces ahead of the hello than wait for it. */
  private static Ambush decoys(int count) {
    return new Ambush() {
      @Override
      public Said before(Wire wire, byte[] client, int port) throws IOException {
        for (int i = 0; i < count; i++) {
          byte[] one = {(byte) i};
          wire.tcp(client, port, Wire.SERVICE, 443, 2000 + 2 * i, Wire.PSH_ACK, one);
        }
        return NOTHING;
      }
    };
  }

  private static Ambush commands() {
    return new Ambush() {
      @Override
      public Said before(Wire wire, byte[] client, int port) throws IOException {
        byte[] greeting = text("220 mail.example.com ESMTP\r\n");
        wire.tcp(Wire.SERVICE, 443, client, port, 1, Wire.PSH_ACK, greeting);
        int byServer = greeting.length;
        int byClient = 0;
        for (int i = 0; i <= 2049; i++) {
          byte[] command = text(i == 0 ? "EHLO a\r\n" : i <= 2048 ? "NOOP\r\n" : "STARTTLS\r\n");
          byte[] reply =
              text(i == 0 ? "250-a\r\n250 STARTTLS\r\n" : i <= 2048 ? "250 k\r\n" : "220 go\r\n");
          wire.tcp(client, port, Wire.SERVICE, 443, 1 + byClient, Wire.PSH_ACK, command);
          byClient += command.length;
          wire.tcp(Wire.SERVICE, 443, client, port, 1 + byServer, Wire.PSH_ACK, reply);
          byServer += reply.length;
        }
        return new Said(byClient, byServer);
      }
    };
  }

  private static Ambush unknown() {
    return new Ambush() {
      @Override
      public Said before(Wire wire, byte[] client, int port) throws IOException {
        byte[] bytes = new byte[100];
        Arrays.fill(bytes, (byte) 0xEE);
        for (int i = 0; i < 40; i++) {
          wire.tcp(client, port, Wire.SERVICE, 443, 1 + 100 * i, Wire.PSH_ACK, bytes);
        }
        return new Said(4000, 0);
      }
    };
  }

  private interface Order {
    void send(Wire wire, byte[] client, int port, byte[] bytes) throws IOException;
  }

  private static void inOrder(Wire wire, byte[] client, int port, byte[] bytes) throws IOException {
    for (int at = 0; at < bytes.length; at += SEGMENT) {
      part(wire, client, port, bytes, at);
    }
  }

  private static void lastFirst(Wire wire, byte[] client, int port, byte[] bytes)
      throws IOException {
    for (int at = (bytes.length - 1) / SEGMENT * SEGMENT; at >= 0; at -= SEGMENT) {
      part(wire, client, port, bytes, at);
    }
  }

  private static void part(Wire wire, byte[] client, int port, byte[] bytes, int at)
      throws IOException {
    int length = Math.min(SEGMENT, bytes.length - at);
    wire.tcp(client, port, Wire.SERVICE, 443, 1 + at, 1, Wire.PSH_ACK, bytes, at, length);
  }

  /** A hello with so much of RFC 7685's padding, over several records. */
  private static Ambush padded(int padding, Order order) {
    return new Ambush() {
      @Override
      public Said hello(Wire wire, byte[] client, int port, Said before, byte[] hello)
          throws IOException {
        byte[] body =
            WireMessages.helloBody(
                OLD,
                new Random(3),
                u16(0x35),
                WireTls.serverName(Planted.NAME),
                extension(21, new byte[padding]));
        byte[] bytes = records(message(WireTls.CLIENT_HELLO, body), 1 << 14);
        order.send(wire, client, port, bytes);
        return new Said(bytes.length, 0);
      }
    };
  }

  private static byte[] records(byte[] message, int size) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int at = 0; at < message.length; at += size) {
      byte[] part = Arrays.copyOfRange(message, at, Math.min(message.length, at + size));
      all.writeBytes(record(WireTls.HANDSHAKE, OLD, part));
    }
    return all.toByteArray();
  }

  /** Each byte of the message in a record of its own (RFC 8446 §5.1 lets it). */
  private static Ambush records() {
    return new Ambush() {
      @Override
      public Said hello(Wire wire, byte[] client, int port, Said before, byte[] hello)
          throws IOException {
        byte[] bytes = records(Arrays.copyOfRange(hello, 5, hello.length), 1);
        inOrder(wire, client, port, bytes);
        return new Said(bytes.length, 0);
      }
    };
  }
}
