package io.tlsfloor.bench.hostile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * An attack by capture.
 *
 * @param name as it is chosen and told
 * @param brief steps that show in seconds whether a bound holds
 * @param full steps that were enough to do harm
 * @param form how it is scanned
 */
record Attack(String name, int brief, int full, Form form, Writer writer) {
  /** How an attack is scanned. */
  enum Form {
    /** Findings and coverage alone. */
    SCAN,
    /** Writes evidence, a file a finding: what costs most. */
    PROOF
  }

  Attack(String name, int brief, int full, Writer writer) {
    this(name, brief, full, Form.SCAN, writer);
  }

  /** The same, scanned with evidence. */
  Attack proven() {
    return new Attack(name, brief, full, Form.PROOF, writer);
  }

  /** Writes the file. */
  interface Writer {
    Written write(Path file, int steps, long seed) throws IOException;
  }

  /** Holds what was written, uncompressed. */
  record Written(long packets, long bytes) {}

  static Attack of(String name, int brief, int full, Supplier<Flood> flood) {
    return new Attack(name, brief, full, (file, steps, seed) -> flood(file, steps, seed, flood));
  }

  /** Returns whether it is a few packets, and the same in every size. */
  boolean isAmbush() {
    return full == 1;
  }

  /** A few packets that hide each of the planted clients, if they can. */
  static Attack against(Supplier<Ambush> ambush, String name) {
    return new Attack(
        name,
        1,
        1,
        (file, steps, seed) -> {
          try (Wire wire = new Wire(file, seed)) {
            Planted planted = new Planted(wire, ambush.get());
            planted.before();
            planted.midst();
            planted.after();
            return new Written(wire.packets(), wire.bytes());
          }
        });
  }

  private static Written flood(Path file, int steps, long seed, Supplier<Flood> made)
      throws IOException {
    try (Wire wire = new Wire(file, seed)) {
      Planted planted = new Planted(wire, Ambush.NONE);
      Flood flood = made.get();
      planted.before();
      for (int i = 0; i < steps; i++) {
        if (i == steps / 2) {
          planted.midst();
        }
        flood.step(wire, i);
      }
      planted.after();
      return new Written(wire.packets(), wire.bytes());
    }
  }
}
