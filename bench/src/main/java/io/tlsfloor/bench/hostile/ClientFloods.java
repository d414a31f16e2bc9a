package io.tlsfloor.bench.hostile;

import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.text;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WireBytes.u8;
import static io.tlsfloor.testing.WireTls.dtlsRecord;
import static io.tlsfloor.testing.WireTls.extension;
import static io.tlsfloor.testing.WireTls.fragment;
import static io.tlsfloor.testing.WireTls.message;
import static io.tlsfloor.testing.WireTls.record;

import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireMessages;
import io.tlsfloor.testing.WirePackets;
import io.tlsfloor.testing.WireQuic;
import io.tlsfloor.testing.WireTls;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Floods of few packets a client, each of which costs a verdict, a line or an entry. */
final class ClientFloods {
  private static final byte[] SERVER = {(byte) 198, 51, 100, 7};
  private static final int OLD = 0x0301;

  private ClientFloods() {}

  static List<Attack> all() {
    return List.of(
        Attack.of("lone-old-hellos", 10_000, 300_000, () -> ClientFloods::loneHello),
        Attack.of("lone-sslv2-hellos", 10_000, 300_000, () -> ClientFloods::loneSslV2),
        Attack.of("wide-old-hellos", 1_000, 25_000, () -> ClientFloods::wideHello),
        Attack.of("old-clients-of-many-days", 10_000, 150_000, () -> ClientFloods::days),
        Attack.of("equal-hellos", 10_000, 200_000, ClientFloods::equalHellos),
        Attack.of("grease-hellos", 5_000, 100_000, () -> ClientFloods::grease),
        Attack.of("mail-in-clear", 5_000, 100_000, () -> ClientFloods::mailInClear),
        Attack.of("ehlo-names", 10_000, 200_000, () -> ClientFloods::ehlo),
        Attack.of("connect-targets", 10_000, 200_000, () -> ClientFloods::connect),
        Attack.of("forged-contents", 10_000, 300_000, () -> ClientFloods::contents),
        Attack.of("clock-jumps", 20_000, 500_000, () -> ClientFloods::clock),
        Attack.of("one-flow-acknowledgments", 20_000, 1_000_000, () -> ClientFloods::acks),
        Attack.of("keep-alives", 20_000, 1_000_000, () -> ClientFloods::keepAlives),
        Attack.of("copies-of-large-segments", 5_000, 200_000, ClientFloods::copies),
        Attack.of("dtls-verify-requests", 10_000, 300_000, () -> ClientFloods::verify),
        Attack.of("quic-retries", 10_000, 300_000, () -> ClientFloods::retry),
        Attack.of("quic-new-connection-ids", 5_000, 100_000, () -> ClientFloods::migrating),
        Attack.of("candidates", 10_000, 300_000, () -> ClientFloods::candidates));
  }

  private static byte[] client(int number) {
    return Wire.v4(number & 0x7FFFFF);
  }

  /** A finding each, and nothing else. */
  private static void loneHello(Wire wire, int i) throws IOException {
    byte[] hello = WireMessages.hello(OLD, wire.random, Planted.NAME);
    wire.tcp(client(i), 40_000, Wire.SERVICE, 443, 1, Wire.PSH_ACK, hello);
  }

  private static void loneSslV2(Wire wire, int i) throws IOException {
    byte[] suites = {0, 0, 0x35, 7, 0, (byte) 0xC0};
    byte[] random = WireBytes.noise(wire.random, 16);
    byte[] body = join(u8(1), u16(2), u16(suites.length), u16(0), u16(16), suites, random);
    byte[] hello = join(u16(0x8000 | body.length), body);
    wire.tcp(client(i), 40_000, Wire.SERVICE, 443, 1, Wire.PSH_ACK, hello);
  }

  /** A finding each, whose line names hundreds of suites that no one else lists in this order. */
  private static void wideHello(Wire wire, int i) throws IOException {
    byte[][] extensions = new byte[402][];
    extensions[0] = WireTls.serverName(Planted.NAME);
    byte[] names = {};
    for (int each = 0; each < 40; each++) {
      byte[] name = text("p" + wire.random.nextInt(1_000_000));
      names = join(names, u8(name.length), name);
    }
    extensions[1] = extension(16, join(u16(names.length), names));
    for (int each = 2; each < extensions.length; each++) {
      extensions[each] = extension(1_000 + wire.random.nextInt(60_000), new byte[0]);
    }
    byte[] suites = WireBytes.noise(wire.random, 1024);
    byte[] body = WireMessages.helloBody(OLD, wire.random, suites, extensions);
    byte[] hello = record(22, OLD, message(WireTls.CLIENT_HELLO, body));
    for (int at = 0; at < hello.length; at += 1400) {
      byte[] part = Arrays.copyOfRange(hello, at, Math.min(hello.length, at + 1400));
      wire.tcp(client(i), 40_000, Wire.SERVICE, 443, 1 + at, Wire.PSH_ACK, part);
    }
  }

  /** Each on a day of its own: what is counted by day is handed out for lack of room. */
  private static void days(Wire wire, int i) throws IOException {
    wire.pause(86_400_000L * (i % 5_000 == 4_999 ? -5_000 : 1));
    loneHello(wire, i);
  }

  /** The same bytes from everywhere: each may be the other side of a NAT. */
  private static Flood equalHellos() {
    byte[] hello = WireMessages.hello(OLD, new Random(3), "www.example.com");
    return (wire, i) -> wire.tcp(client(i), 40_000, SERVER, 443, 1, Wire.PSH_ACK, hello);
  }

  private static void grease(Wire wire, int i) throws IOException {
    byte[][] extensions = new byte[100][];
    for (int each = 0; each < extensions.length; each++) {
      int type = 0x0A0A + 0x1010 * wire.random.nextInt(16);
      extensions[each] = extension(type, WireBytes.noise(wire.random, wire.random.nextInt(8)));
    }
    byte[] suites = WireBytes.noise(wire.random, 200);
    byte[] body = WireMessages.helloBody(0x0303, wire.random, suites, extensions);
    byte[] hello = record(22, OLD, message(WireTls.CLIENT_HELLO, body));
    wire.tcp(client(i), 40_000, SERVER, 443, 1, Wire.PSH_ACK, hello);
  }

  /** Mail to the service that goes on without TLS: a finding each. */
  private static void mailInClear(Wire wire, int i) throws IOException {
    String[] talk = {
      "220 outlook.office365.com ESMTP\r\n",
      "EHLO c" + i + ".example\r\n",
      "250-outlook.office365.com\r\n250 AUTH LOGIN\r\n",
      "MAIL FROM:<a@example.com>\r\n"
    };
    int[] at = {1, 1};
    for (int turn = 0; turn < talk.length; turn++) {
      byte[] said = text(talk[turn]);
      boolean byServer = turn % 2 == 0;
      byte[] from = byServer ? Wire.SERVICE : client(i);
      byte[] to = byServer ? client(i) : Wire.SERVICE;
      int by = byServer ? 0 : 1;
      wire.tcp(from, byServer ? 587 : 40_000, to, byServer ? 40_000 : 587, at[by], 24, said);
      at[by] += said.length;
    }
  }

  private static void ehlo(Wire wire, int i) throws IOException {
    byte[] ehlo = text("EHLO pc-" + i + ".example.com\r\n");
    wire.tcp(SERVER, 25, client(i % 50), 1024 + i % 60_000, 1, 24, text("220 a ESMTP\r\n"));
    wire.tcp(client(i % 50), 1024 + i % 60_000, SERVER, 25, 1, 24, ehlo);
  }

  private static void connect(Wire wire, int i) throws IOException {
    byte[] asks = text("CONNECT host-" + i + ".example.com:443 HTTP/1.1\r\n\r\n");
    wire.tcp(client(i), 40_000, SERVER, 3128, 1, Wire.PSH_ACK, asks);
  }

  /** Six hellos for the place of one, in ever new connections. */
  private static void contents(Wire wire, int i) throws IOException {
    byte[] hello = WireMessages.hello(0x0301 + i % 3, wire.random, "www.example.com");
    wire.tcp(client(i / 6), 40_000, SERVER, 443, 1, Wire.PSH_ACK, hello);
  }

  /** Packets of two years in turn, each with half a hello. */
  private static void clock(Wire wire, int i) throws IOException {
    wire.pause((i % 2 == 0 ? 1 : -1) * 365L * 86_400_000L);
    byte[] half = Arrays.copyOf(WireMessages.hello(OLD, wire.random, "www.example.com"), 40);
    wire.tcp(client(i % 20_000), 40_000 + i / 20_000, SERVER, 443, 1, Wire.PSH_ACK, half);
  }

  private static void acks(Wire wire, int i) throws IOException {
    if (i == 0) {
      byte[] half = Arrays.copyOf(WireMessages.hello(OLD, wire.random, "www.example.com"), 40);
      wire.tcp(client(1), 40_000, SERVER, 443, 1, Wire.PSH_ACK, half);
    }
    wire.tcp(SERVER, 443, client(1), 40_000, 1, 41 + i % 60_000, WirePackets.ACK, Wire.NONE, 0, 0);
  }

  private static void keepAlives(Wire wire, int i) throws IOException {
    byte[] half = Arrays.copyOf(WireMessages.hello(OLD, wire.random, "www.example.com"), 40);
    wire.tcp(client(1), 40_000, SERVER, 443, i == 0 ? 1 : 40, 1, 24, half, 0, i == 0 ? 40 : 1);
  }

  /** The same full segment of half a hello, with and without a changed byte. */
  private static Flood copies() {
    byte[] body =
        WireMessages.helloBody(OLD, new Random(3), u16(0x35), extension(21, new byte[9_000]));
    byte[] hello = record(22, OLD, message(WireTls.CLIENT_HELLO, body));
    return (wire, i) -> {
      byte[] copy = Arrays.copyOf(hello, 1448);
      copy[1447] = (byte) (i % 3);
      wire.tcp(client(i / 500), 40_000, SERVER, 443, 1, Wire.PSH_ACK, copy);
    };
  }

  private static void verify(Wire wire, int i) throws IOException {
    byte[] cookie = WireBytes.noise(wire.random, 200);
    byte[] body = join(u16(0xFEFF), u8(cookie.length), cookie);
    byte[] message = fragment(3, body.length, 0, 0, body);
    wire.udp(SERVER, 3478, client(i % 300), 50_000, dtlsRecord(22, 0xFEFF, 0, 0, message));
  }

  private static void retry(Wire wire, int i) throws IOException {
    byte[] id = WireBytes.noise(wire.random, 8);
    byte[] packet = join(new byte[] {(byte) 0xF0, 0, 0, 0, 1, 8}, id, u8(8), id, new byte[60]);
    wire.udp(SERVER, 443, client(i % 300), 50_000, packet);
  }

  /** One flow, and an Initial of another connection each time. */
  private static void migrating(Wire wire, int i) throws IOException {
    byte[] id = WireBytes.noise(wire.random, 8);
    byte[] packet = WireQuic.ofClient().initial(id, 0, u8(1));
    wire.udp(client(i % 3), 50_000, SERVER, 443, Arrays.copyOf(packet, 1200));
  }

  /** Beginnings of ever other connections of the same ends, and bytes at each. */
  private static void candidates(Wire wire, int i) throws IOException {
    byte[] half = Arrays.copyOf(WireMessages.hello(OLD, wire.random, "www.example.com"), 60);
    int at = i * 0x01000193;
    wire.tcp(client(i % 100), 40_000, SERVER, 443, at, WirePackets.SYN, Wire.NONE);
    wire.tcp(client(i % 100), 40_000, SERVER, 443, at + 1, Wire.PSH_ACK, half);
  }
}
