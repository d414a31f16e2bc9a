package io.tlsfloor.bench.hostile;

import io.tlsfloor.testing.WireMessages;
import java.io.IOException;
import java.util.Random;

/**
 * The innocent: clients of Exchange Online with TLS 1.0, of which none may be hidden. One connects
 * before the attack, one in its midst, one after it; one says hello before and is answered after.
 */
final class Planted {
  /** How many findings a scan has to tell. */
  static final int CONNECTIONS = 4;

  /** Holds what all of them ask for, and nobody else. */
  static final String NAME = "outlook.office365.com";

  static final int VERSION = 0x0301;
  private static final int FIRST = 0xC80000; // 10.200.0.0
  private static final int PORT = 50_000;

  private final Wire wire;
  private final Ambush ambush;
  private final Random random = new Random(1);
  private Ambush.Said said = Ambush.NOTHING;

  Planted(Wire wire, Ambush ambush) {
    this.wire = wire;
    this.ambush = ambush;
  }

  void before() throws IOException {
    whole(1);
    begin(2);
  }

  void midst() throws IOException {
    whole(3);
  }

  void after() throws IOException {
    end(2);
    whole(4);
  }

  private void whole(int client) throws IOException {
    begin(client);
    end(client);
  }

  private void begin(int client) throws IOException {
    byte[] from = Wire.v4(FIRST + client);
    byte[] hello = WireMessages.hello(VERSION, random, NAME);
    wire.dress(ambush::dress);
    ambush.open(wire, from, PORT);
    Ambush.Said before = ambush.before(wire, from, PORT);
    said = before.plus(ambush.hello(wire, from, PORT, before, hello));
    ambush.after(wire, from, PORT, said);
    wire.dress(Wire.PLAIN);
  }

  private void end(int client) throws IOException {
    wire.dress(ambush::dress);
    ambush.answer(wire, Wire.v4(FIRST + client), PORT, said, random);
    wire.dress(Wire.PLAIN);
  }
}
