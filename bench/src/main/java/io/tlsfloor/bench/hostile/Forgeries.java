package io.tlsfloor.bench.hostile;

import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.text;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WireBytes.u8;
import static io.tlsfloor.testing.WireTls.message;
import static io.tlsfloor.testing.WireTls.record;

import io.tlsfloor.bench.hostile.Wire.Doubt;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireMessages;
import io.tlsfloor.testing.WirePackets;
import io.tlsfloor.testing.WireTls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Segments that their receiver refuses, and that would lead a reader away from the hello. */
final class Forgeries {
  private static final int NEWER = 0x0303;
  private static final int FLOWS = 20; // of a flood

  private Forgeries() {}

  static List<Attack> all() {
    List<Attack> all = new ArrayList<>();
    byClient(all, "ssh", text("SSH-2.0-OpenSSH_9.9\r\n"));
    byClient(all, "relay-constant", HexFormat.of().parseHex(RELAY));
    byClient(all, "change-cipher-spec", record(20, NEWER, u8(1)));
    byClient(all, "application-data", record(23, NEWER, new byte[100]));
    byClient(all, "close-notify", record(21, NEWER, new byte[] {1, 0}));
    byClient(all, "dns-question", join(u16(17), u16(1), u16(0x0100), u16(1), new byte[11]));
    byClient(all, "get-request", text("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    byClient(all, "connect-request", text("CONNECT a.example:443 HTTP/1.1\r\n\r\n"));
    byClient(all, "proxy-line", text("PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n"));
    byClient(all, "socks", new byte[] {5, 1, 0});
    byClient(all, "ehlo", text("EHLO a\r\n"));
    byClient(all, "half-newer-hello", record(22, 0x0301, halfHello()));
    byClient(all, "half-relay-constant", HexFormat.of().parseHex(RELAY.substring(0, 20)));
    byClient(all, "rdp-request", HexFormat.of().parseHex("030000130ee000000000000100080003000000"));
    byClient(all, "postgresql-request", HexFormat.of().parseHex("0000000804d2162f"));
    byClient(all, "ldap-request", HexFormat.of().parseHex("301d02010177188016"));
    byClient(all, "upgrade-request", text("OPTIONS / HTTP/1.1\r\nUpgrade: TLS/1.0\r\n\r\n"));
    byClient(all, "proxy-v2", HexFormat.of().parseHex("0d0a0d0a000d0a515549540a2000ffff"));
    byClient(all, "socks4", HexFormat.of().parseHex("040101bb0a0000016100"));
    byClient(all, "xmpp", text("<?xml version='1.0'?><stream:stream to='a'>"));
    byClient(all, "sslv2-newer-hello", HexFormat.of().parseHex(SSLV2));
    byServer(all, "relay-constant", HexFormat.of().parseHex(RELAY_ANSWER));
    byServer(all, "mysql-greeting", HexFormat.of().parseHex("0a0000000a382e30000100000000"));
    byServer(all, "ftp-greeting", text("220 FTP server ready\r\n"));
    byServer(all, "pop3-greeting", text("+OK POP3\r\n"));
    byServer(all, "ssh", text("SSH-2.0-OpenSSH_9.9\r\n"));
    byServer(all, "smtp-greeting", text("220 a.example ESMTP\r\n"));
    byServer(all, "imap-greeting", text("* OK IMAP4rev1\r\n"));
    byServer(all, "handshake-failure", record(21, NEWER, new byte[] {2, 40}));
    byServer(all, "newer-choice", WireMessages.answer(NEWER, new Random(4)));
    byServer(all, "change-cipher-spec", record(20, NEWER, u8(1)));
    for (int flags :
        new int[] {WirePackets.RST, WirePackets.FIN | WirePackets.ACK, WirePackets.SYN}) {
      for (Doubt doubt : Doubt.values()) {
        String kind = flags == WirePackets.RST ? "rst" : flags == WirePackets.SYN ? "syn" : "fin";
        String name = kind + "-of-doubtful-" + Ambushes.word(doubt);
        all.add(Attack.against(() -> end(flags, doubt), name));
      }
    }
    all.add(Attack.against(() -> Forgeries.contents(3), "three-forged-hellos"));
    all.add(Attack.against(() -> Forgeries.contents(9), "nine-forged-hellos"));
    byClient(all, "six-kilobytes-of-ssh", join(text("SSH-2.0-a\r\n"), new byte[6_000]));
    all.add(Attack.against(Forgeries::forgedAnswer, "newer-choice-before-the-answer"));
    all.add(Attack.of("both-ends-say-hello-and-choose", 5_000, 100_000, Forgeries::bothEnds));
    all.add(Attack.of("contents-without-end", 5_000, 100_000, Forgeries::contentsWithoutEnd));
    all.add(Attack.of("hellos-at-a-lost-place", 5_000, 100_000, Forgeries::lostPlace));
    return all;
  }

  private static final String RELAY =
      "160301002d010000290301c1fcd5a36d93dd7e0b45673fec7985fbbc3fd660c2ce8485081b8121bcaa10fb"
          + "00000200180100";

  private static final String RELAY_ANSWER =
      "160301004a020000460301428545a727a95da0b3c5e753da482b3fc65aca89c15852a1783c5b174600853f200ed30672"
          + "5b5b1b5f15ac13f988539d9be83d7b0c30326e384da27557416c345c000400";

  private static final String SSLV2 =
      "801c010303000300000010" + "000035" + "00112233445566778899aabbccddeeff";

  private static byte[] halfHello() {
    byte[] body = WireMessages.helloBody(NEWER, new Random(5), u16(0x1301));
    byte[] whole = message(WireTls.CLIENT_HELLO, body);
    whole[3] = (byte) (whole[3] + 40); // and so it never ends
    return whole;
  }

  private static void byClient(List<Attack> all, String name, byte[] bytes) {
    all.add(Attack.against(() -> forged(bytes, Wire.NONE), "forged-" + name));
  }

  private static void byServer(List<Attack> all, String name, byte[] bytes) {
    all.add(Attack.against(() -> forged(Wire.NONE, bytes), "forged-answer-" + name));
  }

  /** At the first place of each end other bytes, before the hello and after it. */
  private static Ambush forged(byte[] byClient, byte[] byServer) {
    return new Ambush() {
      @Override
      public Said before(Wire wire, byte[] client, int port) throws IOException {
        if (byClient.length > 0) {
          wire.forged(client, Wire.SERVICE, new int[] {port, 443}, 1, Doubt.TTL, byClient);
        }
        if (byServer.length > 0) {
          wire.forged(Wire.SERVICE, client, new int[] {443, port}, 1, Doubt.TTL, byServer);
        }
        return NOTHING;
      }

      @Override
      public void after(Wire wire, byte[] client, int port, Said said) throws IOException {
        before(wire, client, port);
      }
    };
  }

  /** An end, or a beginning, at the right place, by both ends before the hello. */
  private static Ambush end(int flags, Doubt doubt) {
    return new Ambush() {
      @Override
      public Said before(Wire wire, byte[] client, int port) throws IOException {
        int at = flags == WirePackets.SYN ? 77_777 : 1;
        wire.forged(client, Wire.SERVICE, new int[] {port, 443}, at, flags, doubt, Wire.NONE);
        wire.forged(Wire.SERVICE, client, new int[] {443, port}, at, flags, doubt, Wire.NONE);
        return NOTHING;
      }
    };
  }

  /** So many newer hellos at the hello's place, each another one. */
  private static Ambush contents(int count) {
    return new Ambush() {
      @Override
      public Said before(Wire wire, byte[] client, int port) throws IOException {
        for (int i = 0; i < count; i++) {
          byte[] hello = WireMessages.hello(NEWER, new Random(100 + i), "a.example");
          wire.forged(client, Wire.SERVICE, new int[] {port, 443}, 1, Doubt.TTL, hello);
        }
        return NOTHING;
      }
    };
  }

  /** Hellos and choices of both ends, each of which makes the other end the client. */
  private static Flood bothEnds() {
    byte[] hello = WireMessages.hello(0x0301, new Random(9), Planted.NAME);
    byte[] both = join(hello, WireMessages.answer(0x0301, new Random(10)));
    byte[] data = join(both, both, both, both, both);
    return (wire, i) -> {
      byte[] client = Wire.v4(1 + i % FLOWS);
      int round = i / FLOWS;
      if (round == 0) {
        wire.tcp(client, 4000, Wire.SERVICE, 443, 0, WirePackets.SYN, Wire.NONE);
      } else if (round % 2 == 1) {
        int at = 1 + round / 2 * data.length;
        wire.tcp(Wire.SERVICE, 443, client, 4000, at, Wire.PSH_ACK, data);
      } else {
        int at = 1 + (round / 2 - 1) * data.length;
        wire.tcp(client, 4000, Wire.SERVICE, 443, at, Wire.PSH_ACK, data);
      }
    };
  }

  /** Another hello at the place of a dialogue's first bytes again and again. */
  private static Flood contentsWithoutEnd() {
    return (wire, i) -> {
      byte[] client = Wire.v4(1 + i % FLOWS);
      int round = i / FLOWS;
      byte[] first = join(text("EHLO a"), new byte[1300]);
      byte[] hello = WireMessages.hello(NEWER, wire.random, "a.example");
      byte[] other = join(hello, WireBytes.noise(wire.random, 1200));
      int at = round == 0 ? 0 : 1;
      byte[] data = round == 0 ? Wire.NONE : round == 1 ? first : other;
      int flags = round == 0 ? WirePackets.SYN : Wire.PSH_ACK;
      wire.tcp(client, 4000, Wire.SERVICE, 443, at, flags, data);
    };
  }

  /** Other hellos at a place behind which more was said than is kept to be compared. */
  private static Flood lostPlace() {
    return (wire, i) -> {
      byte[] client = Wire.v4(1 + i % FLOWS);
      int round = i / FLOWS;
      byte[] hello = WireMessages.hello(NEWER, wire.random, "a.example");
      int at = round == 0 ? 0 : 1;
      byte[] data =
          round == 0 ? Wire.NONE : round == 1 ? join(text("SSH-2"), new byte[6_000]) : hello;
      wire.tcp(
          client, 4000, Wire.SERVICE, 443, at, round == 0 ? WirePackets.SYN : Wire.PSH_ACK, data);
    };
  }

  /** Another choice right before the one that the client takes. */
  private static Ambush forgedAnswer() {
    return new Ambush() {
      @Override
      public void answer(Wire wire, byte[] client, int port, Said said, Random random)
          throws IOException {
        byte[] forged = WireMessages.answer(NEWER, new Random(6));
        wire.forged(Wire.SERVICE, client, new int[] {443, port}, 1, Doubt.TTL, forged);
        Ambush.super.answer(wire, client, port, said, random);
      }
    };
  }
}
