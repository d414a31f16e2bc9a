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
import static io.tlsfloor.testing.WireTls.serverName;

import io.tlsfloor.testing.WireTls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Connections of old clients that are flagged, many, or of a hundred kilobytes, or of some hundred
 * packets: what it costs to prove them; of one also what it costs to read it.
 */
final class ProofFloods {
  private static final int FEW = 50;
  private static final int MANY = 2_000;
  private static final int BYTES = 100_000;
  private static final int LARGEST = 65_000; // as captured where the network card cuts segments
  private static final int SEGMENT = 1448;
  private static final int OLD = 0x0301;
  private static final String CONNECT = "CONNECT outlook.office365.com:443 HTTP/1.1\r\n";
  private static final String ACCEPTED = "HTTP/1.1 200 OK\r\n";
  private static final String GREETING = "220 outlook.office365.com ESMTP\r\n";

  private ProofFloods() {}

  static List<Attack> all() {
    byte[] old = hello(Wire.NONE);
    byte[] inRecords = inRecords(1, helloMessage(extension(21, new byte[BYTES / 6 - 100])));
    byte[] messages = inRecords(1 << 14, new byte[BYTES]); // HelloRequests without a body
    String end = "\r\n\r\n";
    return List.of(
        proof("proof-of-extensions", 443, client(hello(extensions()))),
        proof("proof-of-names", 443, client(hello(names()))),
        proof("proof-of-records", 443, client(inRecords)),
        talk("records-in-large-segments", 443, client(inRecords)),
        proof("proof-of-messages", 443, client(old), server(join(answer(), messages))),
        proof("proof-of-an-answer", 443, client(old), server(text("-ERR " + filled("a b ")))),
        proof(
            "proof-of-headers",
            3128,
            client(text(CONNECT + filled("a: 10.1.1.1\r\n") + "\r\n")),
            server(text(ACCEPTED + "\r\n")),
            client(old)),
        proof(
            "proof-of-a-request",
            3128,
            client(join(text(CONNECT + "a: " + filled("<a@b>") + end), old))),
        proof(
            "proof-of-a-status",
            3128,
            client(text(CONNECT + "\r\n")),
            server(text("HTTP/1.1 200 " + filled("1.1.1.1 ") + end)),
            client(old)),
        proof(
            "proof-of-greetings",
            587,
            server(text(GREETING)),
            client(text(filled("EHLO [10.1.1.1]\r\n"))),
            server(text("250-a.b hello 10.1.1.1\r\n250 STARTTLS\r\n")),
            client(text("STARTTLS\r\n")),
            server(text("220 go\r\n")),
            client(old)),
        proof(
            "proof-of-replies",
            587,
            server(text(GREETING)),
            client(text("EHLO a\r\n")),
            server(text(filled("250-a.b hello 10.1.1.1\r\n") + "250 STARTTLS\r\n")),
            client(text("STARTTLS\r\n")),
            server(text("220 go\r\n")),
            client(old)),
        proof(
            "proof-of-mail",
            587,
            server(text(GREETING)),
            client(text("EHLO a\r\n")),
            server(text(filled("250-a.b\r\n") + "250 AUTH LOGIN\r\n")),
            client(text("MAIL FROM:<a@example.com>\r\n" + filled("RCPT TO:<a@b.c>\r\n")))),
        Attack.of("proof-of-old-clients", 500, 200_000, () -> TlsFloods::oldClient).proven(),
        Attack.of("proof-of-ten-thousand-clients", 250, 10_000, () -> TlsFloods::oldClient)
            .proven(),
        flood("proof-of-segments", () -> ProofFloods::segments),
        flood("proof-of-copies", () -> ProofFloods::copies),
        flood("proof-of-fragments", () -> ProofFloods::fragments));
  }

  /** Holds what one end says, as a whole. */
  @SuppressWarnings("ArrayRecordComponent") // made in one place, never compared
  private record Turn(boolean byServer, byte[] said) {}

  private static Turn client(byte[] said) {
    return new Turn(false, said);
  }

  private static Turn server(byte[] said) {
    return new Turn(true, said);
  }

  /** A client's talk with the service, in segments as large as there are. */
  private static Attack talk(String name, int port, Turn... talk) {
    return Attack.of(
        name,
        FEW,
        MANY,
        () ->
            (wire, i) -> {
              int[] at = {1, 1};
              for (Turn turn : talk) {
                byte[] from = turn.byServer() ? Wire.SERVICE : Wire.v4(i);
                byte[] to = turn.byServer() ? Wire.v4(i) : Wire.SERVICE;
                int fromPort = turn.byServer() ? port : 40_000;
                int toPort = turn.byServer() ? 40_000 : port;
                int by = turn.byServer() ? 0 : 1;
                byte[] said = turn.said();
                for (int done = 0; done < said.length; done += LARGEST) {
                  int length = Math.min(LARGEST, said.length - done);
                  wire.tcp(from, fromPort, to, toPort, at[by], at[1 - by], 24, said, done, length);
                  at[by] += length;
                }
              }
            });
  }

  /** The same, with its evidence written. */
  private static Attack proof(String name, int port, Turn... talk) {
    return talk(name, port, talk).proven();
  }

  private static Attack flood(String name, Supplier<Flood> made) {
    return Attack.of(name, FEW, MANY, made).proven();
  }

  private static String filled(String unit) {
    return unit.repeat(BYTES / unit.length());
  }

  private static byte[] helloMessage(byte[] extensions) {
    byte[] name = serverName(Planted.NAME);
    return message(
        WireTls.CLIENT_HELLO, helloBody(OLD, new Random(7), u16(0x35), name, extensions));
  }

  private static byte[] hello(byte[] extensions) {
    return inRecords(1 << 14, helloMessage(extensions));
  }

  private static byte[] extensions() {
    byte[][] empty = new byte[16_000][];
    for (int each = 0; each < empty.length; each++) {
      empty[each] = extension(each * 7 + 50_000 & 0xFFFF, Wire.NONE);
    }
    return join(empty);
  }

  private static byte[] names() {
    byte[][] many = new byte[3_900][];
    Arrays.fill(many, join(u8(0), counted(2, text("a.example.com"))));
    return extension(1, counted(2, join(many)));
  }

  private static byte[] answer() {
    byte[] body = join(u16(OLD), new byte[32], u8(0), u16(0x35), u8(0));
    return record(WireTls.HANDSHAKE, OLD, message(WireTls.SERVER_HELLO, body));
  }

  private static byte[] inRecords(int of, byte[] message) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int at = 0; at < message.length; at += of) {
      byte[] part = Arrays.copyOfRange(message, at, Math.min(message.length, at + of));
      all.writeBytes(record(WireTls.HANDSHAKE, OLD, part));
    }
    return all.toByteArray();
  }

  /** A hello in segments of one byte, from its end to its beginning but for the first. */
  private static void segments(Wire wire, int i) throws IOException {
    byte[] hello = hello(extension(21, new byte[280]));
    wire.tcp(Wire.v4(i), 40_000, Wire.SERVICE, 443, 1, 1, 24, hello, 0, 1);
    for (int at = hello.length - 1; at > 0; at--) {
      wire.tcp(Wire.v4(i), 40_000, Wire.SERVICE, 443, 1 + at, 1, 24, hello, at, 1);
    }
  }

  /** A full segment again and again, and then the rest of a hello. */
  private static void copies(Wire wire, int i) throws IOException {
    byte[] hello = hello(extension(21, new byte[2_000]));
    for (int copy = 0; copy < 150; copy++) {
      wire.tcp(Wire.v4(i), 40_000, Wire.SERVICE, 443, 1, 1, 24, hello, 0, SEGMENT);
    }
    int rest = hello.length - SEGMENT;
    wire.tcp(Wire.v4(i), 40_000, Wire.SERVICE, 443, 1 + SEGMENT, 1, 24, hello, SEGMENT, rest);
  }

  /** A hello in a datagram of fragments of eight bytes. */
  private static void fragments(Wire wire, int i) throws IOException {
    byte[] hello = hello(extension(21, new byte[3_000]));
    byte[] ports = join(u16(40_000), u16(443), new byte[] {0, 0, 0, 1, 0, 0, 0, 1, 0x50, 24});
    byte[] datagram = join(ports, new byte[] {-1, -1, 0, 0, 0, 0}, hello);
    for (int at = 0; at < datagram.length; at += 8) {
      int to = Math.min(datagram.length, at + 8);
      byte[] piece = Arrays.copyOfRange(datagram, at, to);
      Wire.Fragment kind = to == datagram.length ? Wire.Fragment.LAST : Wire.Fragment.MORE;
      wire.fragment(Wire.v4(i), Wire.SERVICE, 1 + i % 0xFFFF, at, kind, piece);
    }
  }
}
