package io.tlsfloor.bench.hostile;

import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireMessages;
import io.tlsfloor.testing.WirePackets;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Attacks by numbers, windows and flags of TCP, and by connections of the same ends. */
final class SequenceAmbushes {
  private static final int FIRST = 1;

  private SequenceAmbushes() {}

  static List<Attack> all() {
    return List.of(
        Attack.against(() -> strays(1, WirePackets.RST, 10), "rst-in-window"),
        Attack.against(() -> strays(1, WirePackets.RST, 60), "rst-inside-the-hello"),
        Attack.against(
            () -> strays(1, WirePackets.FIN | WirePackets.ACK, 60), "fin-inside-the-hello"),
        Attack.against(() -> strays(200, WirePackets.SYN, 10), "syns-in-window"),
        Attack.against(
            () -> strays(200, WirePackets.SYN | WirePackets.ACK, 10), "syn-acks-in-window"),
        Attack.against(() -> strays(200, WirePackets.ACK, 100_000), "acks-of-the-unsent"),
        Attack.against(() -> decoy(2_000, Wire.NONE), "decoy-acknowledged-then-pause"),
        Attack.against(() -> decoy(15_000, Wire.NONE), "decoy-then-long-pause"),
        Attack.against(() -> decoy(0, new byte[] {3, 3}), "version-ahead-of-the-hello"),
        Attack.against(() -> setUps(20, 0, 0), "syns-before-the-set-up"),
        Attack.against(() -> setUps(0, 20, 0), "syns-amid-the-set-up"),
        Attack.against(() -> setUps(0, 0, 20), "half-hellos-of-other-set-ups"),
        Attack.against(() -> setUps(9, 9, 9), "all-of-that-about-the-set-up"),
        Attack.against(SequenceAmbushes::probes, "zero-window-probes"),
        Attack.against(SequenceAmbushes::urgent, "urgent-hello"),
        Attack.against(
            () -> before(WirePackets.FIN | WirePackets.ACK), "same-ends-before-with-fin"),
        Attack.against(() -> before(WirePackets.RST), "same-ends-before-with-rst"),
        Attack.against(() -> before(0), "same-ends-before-without-end"),
        Attack.against(SequenceAmbushes::copied, "copied-hello-of-another-client"),
        Attack.against(SequenceAmbushes::copiedLeg, "copied-hello-behind-a-proxy"),
        Attack.against(SequenceAmbushes::overlapping, "overlapping-garbage"));
  }

  /** Segments without data, {@code ahead} of what is next, by both ends, before the hello. */
  private static Ambush strays(int count, int flags, int ahead) {
    return new Ambush() {
      @Override
      public Said before(Wire wire, byte[] client, int port) throws IOException {
        for (int i = 0; i < count; i++) {
          int at = FIRST + ahead + i;
          wire.tcp(client, port, Wire.SERVICE, 443, at, at, flags, Wire.NONE, 0, 0);
          wire.tcp(Wire.SERVICE, 443, client, port, at, at, flags, Wire.NONE, 0, 0);
        }
        return NOTHING;
      }
    };
  }

  /** Bytes ahead of the hello, acknowledged where time passes until it comes. */
  private static Ambush decoy(int millis, byte[] bytes) {
    return new Ambush() {
      @Override
      public Said before(Wire wire, byte[] client, int port) throws IOException {
        byte[] sent = bytes.length == 0 ? new byte[] {7} : bytes;
        int at = bytes.length == 0 ? 5_000 : FIRST + 9; // of the hello's version
        wire.tcp(client, port, Wire.SERVICE, 443, at, Wire.PSH_ACK, sent);
        if (millis > 0) {
          wire.tcp(Wire.SERVICE, 443, client, port, 1, at + 1, WirePackets.ACK, sent, 0, 0);
          wire.pause(millis);
          wire.tcp(Wire.SERVICE, 443, client, port, 1, at + 1, WirePackets.ACK, sent, 0, 0);
        }
        return NOTHING;
      }
    };
  }

  /** Other set-ups of the same ends before the true one, in its midst, and with bytes after it. */
  private static Ambush setUps(int before, int amid, int after) {
    return new Ambush() {
      @Override
      public void open(Wire wire, byte[] client, int port) throws IOException {
        syns(wire, client, port, before, 0x10000000);
        wire.tcp(client, port, Wire.SERVICE, 443, 0, WirePackets.SYN, Wire.NONE);
        syns(wire, client, port, amid, 0x20000000);
        wire.tcp(Wire.SERVICE, 443, client, port, 0, WirePackets.SYN | WirePackets.ACK, Wire.NONE);
        for (int i = 0; i < after; i++) {
          byte[] hello = WireMessages.hello(0x0303, new Random(i), "a.example");
          byte[] half = Arrays.copyOf(hello, 60);
          syns(wire, client, port, 1, 0x30000000 + i * 0x1000000);
          int at = 0x30000001 + i * 0x1000000;
          wire.tcp(client, port, Wire.SERVICE, 443, at, Wire.PSH_ACK, half);
        }
      }
    };
  }

  private static void syns(Wire wire, byte[] client, int port, int count, int from)
      throws IOException {
    for (int i = 0; i < count; i++) {
      wire.tcp(client, port, Wire.SERVICE, 443, from + i * 0x100000, WirePackets.SYN, Wire.NONE);
    }
  }

  /** The server has no room: the hello comes by a byte a probe, and then the rest. */
  private static Ambush probes() {
    return new Ambush() {
      @Override
      public Said hello(Wire wire, byte[] client, int port, Said before, byte[] hello)
          throws IOException {
        wire.dress(frame -> List.of(patched(frame, 48, 0, 0)));
        for (int i = 0; i < 5; i++) {
          wire.tcp(Wire.SERVICE, 443, client, port, 1, 1 + i, WirePackets.ACK, Wire.NONE, 0, 0);
          wire.tcp(client, port, Wire.SERVICE, 443, 1 + i, 1, Wire.PSH_ACK, hello, i, 1);
          wire.pause(300);
          wire.tcp(client, port, Wire.SERVICE, 443, 1 + i, 1, Wire.PSH_ACK, hello, i, 1);
        }
        wire.dress(Wire.PLAIN);
        int left = hello.length - 5;
        wire.tcp(client, port, Wire.SERVICE, 443, 6, 1, Wire.PSH_ACK, hello, 5, left);
        return new Said(hello.length, 0);
      }
    };
  }

  private static Ambush urgent() {
    return new Ambush() {
      @Override
      public Said hello(Wire wire, byte[] client, int port, Said before, byte[] hello)
          throws IOException {
        wire.dress(frame -> List.of(patched(patched(frame, 47, 0x38), 52, 0, 5)));
        Said said = Ambush.super.hello(wire, client, port, before, hello);
        wire.dress(Wire.PLAIN);
        return said;
      }
    };
  }

  private static byte[] patched(byte[] frame, int at, int... bytes) {
    byte[] patched = frame.clone();
    for (int i = 0; i < bytes.length; i++) {
      patched[at + i] = (byte) bytes[i];
    }
    return patched;
  }

  /** A whole connection of a newer version between the same ends, at numbers nearby. */
  private static Ambush before(int end) {
    return new Ambush() {
      @Override
      public void open(Wire wire, byte[] client, int port) throws IOException {
        byte[] hello = WireMessages.hello(0x0303, new Random(7), Planted.NAME);
        byte[] answer = WireMessages.answer(0x0303, new Random(8));
        byte[] finished = WireMessages.finished(0x0303);
        int c = -3_000;
        wire.tcp(client, port, Wire.SERVICE, 443, c, WirePackets.SYN, Wire.NONE);
        wire.tcp(Wire.SERVICE, 443, client, port, c, c + 1, 18, Wire.NONE, 0, 0);
        c++;
        wire.tcp(client, port, Wire.SERVICE, 443, c, c, 24, hello, 0, hello.length);
        int afterHello = c + hello.length;
        wire.tcp(Wire.SERVICE, 443, client, port, c, afterHello, 24, answer, 0, answer.length);
        int s = c + answer.length;
        wire.tcp(client, port, Wire.SERVICE, 443, afterHello, s, 24, finished, 0, finished.length);
        if (end != 0) {
          int last = afterHello + finished.length;
          wire.tcp(client, port, Wire.SERVICE, 443, last, s, end, Wire.NONE, 0, 0);
          wire.tcp(Wire.SERVICE, 443, client, port, s, last + 1, end, Wire.NONE, 0, 0);
        }
        Ambush.super.open(wire, client, port);
      }
    };
  }

  /** Another client says the same hello, a moment later. */
  private static Ambush copied() {
    return new Ambush() {
      @Override
      public Said hello(Wire wire, byte[] client, int port, Said before, byte[] hello)
          throws IOException {
        Said said = Ambush.super.hello(wire, client, port, before, hello);
        byte[] other = {(byte) 192, 0, 2, client[3]};
        wire.tcp(other, port, Wire.SERVICE, 443, 0, WirePackets.SYN, Wire.NONE);
        wire.tcp(other, port, Wire.SERVICE, 443, 1, Wire.PSH_ACK, hello);
        return said;
      }
    };
  }

  /** Another client asks a proxy for the server, and says the same hello there. */
  private static Ambush copiedLeg() {
    return new Ambush() {
      @Override
      public Said hello(Wire wire, byte[] client, int port, Said before, byte[] hello)
          throws IOException {
        Said said = Ambush.super.hello(wire, client, port, before, hello);
        byte[] other = {10, 99, 0, client[3]};
        byte[] proxy = {10, 99, 1, 1};
        byte[] asks = WireBytes.text("CONNECT " + Planted.NAME + ":443 HTTP/1.1\r\n\r\n");
        byte[] yes = WireBytes.text("HTTP/1.1 200 OK\r\n\r\n");
        wire.tcp(other, port, proxy, 3128, 0, WirePackets.SYN, Wire.NONE);
        wire.tcp(other, port, proxy, 3128, 1, Wire.PSH_ACK, asks);
        wire.tcp(proxy, 3128, other, port, 1, Wire.PSH_ACK, yes);
        wire.tcp(other, port, proxy, 3128, 1 + asks.length, Wire.PSH_ACK, hello);
        return said;
      }
    };
  }

  /** Between the pieces of the hello, pieces of noise that cover parts of them. */
  private static Ambush overlapping() {
    return new Ambush() {
      @Override
      public Said hello(Wire wire, byte[] client, int port, Said before, byte[] hello)
          throws IOException {
        Random random = new Random(9);
        for (int at = 0; at < hello.length; at += 20) {
          int length = Math.min(20, hello.length - at);
          byte[] piece = Arrays.copyOfRange(hello, at, at + length);
          wire.tcp(client, port, Wire.SERVICE, 443, 1 + at, Wire.PSH_ACK, piece);
          byte[] noise = WireBytes.noise(random, 8);
          int back = Math.max(1, 1 + at - 12);
          wire.forged(
              client, Wire.SERVICE, new int[] {port, 443}, back, Wire.Doubt.CHECKSUM, noise);
        }
        return new Said(hello.length, 0);
      }
    };
  }
}
