package io.tlsfloor.bench.hostile;

import io.tlsfloor.testing.WireMessages;
import io.tlsfloor.testing.WirePackets;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/**
 * Packets of somebody else around the hello of a planted client, or an odd way to say it. Each part
 * does what is usual unless it is replaced.
 */
interface Ambush {
  /** Nothing was said yet. */
  Said NOTHING = new Said(0, 0);

  /** Counts bytes that a receiver of all segments has. */
  record Said(int byClient, int byServer) {
    Said plus(Said more) {
      return new Said(byClient + more.byClient, byServer + more.byServer);
    }
  }

  /** How each frame of the planted client and its server is on the wire. */
  default List<byte[]> dress(byte[] frame) {
    return List.of(frame);
  }

  /** The handshake of TCP. */
  default void open(Wire wire, byte[] client, int port) throws IOException {
    wire.tcp(client, port, Wire.SERVICE, 443, 0, WirePackets.SYN, Wire.NONE);
    wire.tcp(Wire.SERVICE, 443, client, port, 0, WirePackets.SYN | WirePackets.ACK, Wire.NONE);
  }

  /** Sends what comes between handshake of TCP and hello; what of it counts as said. */
  default Said before(Wire wire, byte[] client, int port) throws IOException {
    return NOTHING;
  }

  /** The hello, behind what was said before. */
  default Said hello(Wire wire, byte[] client, int port, Said before, byte[] hello)
      throws IOException {
    int at = 1 + before.byClient();
    wire.tcp(client, port, Wire.SERVICE, 443, at, Wire.PSH_ACK, hello);
    return new Said(hello.length, 0);
  }

  /** Sends what comes between hello and answer. */
  default void after(Wire wire, byte[] client, int port, Said said) throws IOException {
    // Nothing does.
  }

  /** The server's choice, and what follows up to encryption. */
  default void answer(Wire wire, byte[] client, int port, Said said, Random random)
      throws IOException {
    byte[] answer = WireMessages.answer(Planted.VERSION, random);
    wire.tcp(Wire.SERVICE, 443, client, port, 1 + said.byServer(), Wire.PSH_ACK, answer);
    byte[] finished = WireMessages.finished(Planted.VERSION);
    wire.tcp(client, port, Wire.SERVICE, 443, 1 + said.byClient(), Wire.PSH_ACK, finished);
  }

  /** None at all. */
  Ambush NONE = new Ambush() {};
}
