package io.tlsfloor.bench;

import java.io.IOException;
import java.util.BitSet;
import java.util.Random;

/**
 * An office behind a gateway: many connections at a time, most of their packets application data,
 * with connections below TLS 1.2 planted at regular distances.
 */
final class OfficeTraffic {
  /** Time of the first packet: 2026-11-02 09:00 UTC. */
  private static final long START_MICROS = 1_793_610_000_000_000L;

  private static final int CLIENTS = 4000;

  /**
   * The shape of the traffic.
   *
   * @param seed makes it
   * @param concurrent connections open at a time
   * @param dataSegments mean of a connection
   * @param oldEvery one connection in so many is below TLS 1.2
   */
  record Shape(long seed, int concurrent, int dataSegments, int oldEvery) {}

  private final Shape shape;
  private final Random random;
  private final Simulated[] open;
  private final BitSet plantedClients = new BitSet(CLIENTS);
  private long connections;
  private long planted;

  OfficeTraffic(Shape shape) {
    this.shape = shape;
    this.random = new Random(shape.seed());
    this.open = new Simulated[shape.concurrent()];
    for (int i = 0; i < open.length; i++) {
      open[i] = next();
    }
  }

  private Simulated next() {
    connections++;
    boolean old = connections % shape.oldEvery() == 0;
    int client = random.nextInt(CLIENTS);
    if (old) {
      planted++;
      plantedClients.set(client);
    }
    int segments = 1 + (int) (-Math.log(1 - random.nextDouble()) * shape.dataSegments());
    int port = 1024 + (int) (connections % 64_000); // no two open connections share one
    return new Simulated(random, client, port, old, segments);
  }

  /** Writes packets until {@code limit} bytes, then the ends of what is open. */
  void write(PcapWriter out, long limit) throws IOException {
    long micros = START_MICROS;
    while (out.bytes() < limit) {
      micros += 1 + random.nextInt(4);
      int at = random.nextInt(open.length);
      if (!open[at].writeNext(out, micros)) {
        open[at] = next();
      }
    }
    for (Simulated connection : open) {
      connection.finish();
      do {
        micros++;
      } while (connection.writeNext(out, micros));
    }
  }

  long connections() {
    return connections;
  }

  long planted() {
    return planted;
  }

  int plantedClients() {
    return plantedClients.cardinality();
  }
}
