package io.tlsfloor.bench.hostile;

import java.io.IOException;

/**
 * Packets of somebody else around the hello of a planted client, or an odd way to say it. Each part
 * does what is usual unless it is replaced.
 */
interface Ambush {
  /** Nothing was said yet. */
  Said NOTHING = new Said(0, 0);

  /** Of bytes that a receiver of all segments has. */
  record Said(int byClient, int byServer) {
    Said plus(Said more) {
      return new Said(byClient + more.byClient, byServer + more.byServer);
    }
  }

  /** What comes between handshake of TCP and hello; what of it counts as said. */
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

  /** What comes between hello and answer. */
  default void after(Wire wire, byte[] client, int port, Said said) throws IOException {
    // Nothing does.
  }

  /** None at all. */
  Ambush NONE = new Ambush() {};
}
