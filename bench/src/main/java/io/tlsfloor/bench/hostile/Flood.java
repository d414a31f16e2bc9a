package io.tlsfloor.bench.hostile;

import java.io.IOException;

/** Packets of an attack, a step at a time. What it remembers between steps is its own. */
interface Flood {
  /** Writes the packets of step {@code index}, counted from 0. */
  void step(Wire wire, int index) throws IOException;
}
