package io.tlsfloor.bench.hostile;

import static io.tlsfloor.testing.WireBytes.text;

import io.tlsfloor.testing.WirePackets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Dialogues of mail that go on and on, in full segments of short lines. */
final class WordFloods {
  private static final byte[] SERVER = {(byte) 198, 51, 100, 9};
  private static final int SEGMENT = 1448;
  private static final int SEGMENTS = 600; // of one dialogue, which are somewhat less than 1 MiB
  private static final String GREETING = "220 mx.example ESMTP\r\n";

  private WordFloods() {}

  static List<Attack> all() {
    return List.of(
        said("imap-empty-lines", 143, "* OK IMAP4 ready\r\n", "", "\n"),
        Attack.of("words-contradicted", 5_000, 100_000, () -> WordFloods::contradicted),
        Attack.of("mail-names", 500, 10_000, () -> WordFloods::names));
  }

  private static byte[] client(int dialogue) {
    return Wire.v4(0x100000 + dialogue);
  }

  /** Returns what the server says first, and the client, and what the server goes on with. */
  private static Attack said(String name, int port, String server, String client, String more) {
    byte[] greeting = text(server);
    byte[] command = text(client);
    byte[] all = fill(more);
    return Attack.of(
        name,
        5_000,
        100_000,
        () ->
            (wire, i) -> {
              byte[] from = client(i / SEGMENTS);
              if (i % SEGMENTS == 0) {
                open(wire, from, port);
                wire.tcp(from, 40_000, SERVER, port, 1, Wire.PSH_ACK, command);
                wire.tcp(SERVER, port, from, 40_000, 1, Wire.PSH_ACK, greeting);
              }
              int at = 1 + greeting.length + i % SEGMENTS * SEGMENT;
              wire.tcp(SERVER, port, from, 40_000, at, Wire.PSH_ACK, all);
            });
  }

  private static void open(Wire wire, byte[] from, int port) throws IOException {
    wire.tcp(from, 40_000, SERVER, port, 0, WirePackets.SYN, Wire.NONE);
    wire.tcp(SERVER, port, from, 40_000, 0, WirePackets.SYN | WirePackets.ACK, Wire.NONE);
  }

  private static byte[] fill(String words) {
    byte[] line = text(words);
    ByteBuffer all = ByteBuffer.allocate(SEGMENT);
    while (all.hasRemaining()) {
      all.put(line, 0, Math.min(line.length, all.remaining()));
    }
    return all.array();
  }

  /** Each segment of commands comes twice, with other commands. */
  private static void contradicted(Wire wire, int i) throws IOException {
    byte[] from = client(i / SEGMENTS);
    if (i % SEGMENTS == 0) {
      open(wire, from, 25);
      wire.tcp(SERVER, 25, from, 40_000, 1, Wire.PSH_ACK, text(GREETING));
    }
    byte[] commands = fill("NOOP " + (char) ('A' + i % 23) + "\r\n");
    int at = 1 + i % SEGMENTS / 2 * SEGMENT;
    wire.tcp(from, 40_000, SERVER, 25, at, Wire.PSH_ACK, commands);
  }

  /** A connection each: eight dialogues, one inside the other, with sixteen names of the server. */
  private static void names(Wire wire, int i) throws IOException {
    byte[] from = client(i);
    open(wire, from, 25);
    int byClient = 1;
    int byServer = 1;
    for (int dialogue = 0; dialogue < 8; dialogue++) {
      byte[] greeting = text(GREETING);
      wire.tcp(SERVER, 25, from, 40_000, byServer, Wire.PSH_ACK, greeting);
      byServer += greeting.length;
      for (int name = 0; name <= 16; name++) {
        byte[] command = text(name < 16 ? "EHLO a\r\n" : "STARTTLS\r\n");
        String long63 = ".l" + "o".repeat(58) + "ng";
        byte[] reply =
            text(name < 16 ? "250 n" + name + long63.repeat(3) + ".example\r\n" : "220 go\r\n");
        wire.tcp(from, 40_000, SERVER, 25, byClient, Wire.PSH_ACK, command);
        wire.tcp(SERVER, 25, from, 40_000, byServer, Wire.PSH_ACK, reply);
        byClient += command.length;
        byServer += reply.length;
      }
    }
  }
}
