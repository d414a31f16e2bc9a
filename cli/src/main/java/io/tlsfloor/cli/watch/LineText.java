package io.tlsfloor.cli.watch;

import io.tlsfloor.cli.metrics.Snapshot;

/** Puts the state of a watch into a line for people. */
final class LineText {
  private static final String DOT = " · ";

  private LineText() {}

  /** The state in one line, without what changes nothing. */
  static String status(Snapshot now) {
    return now.packetsPerSecond()
        + " packets/s"
        + DOT
        + now.flows()
        + " flows"
        + DOT
        + now.connections()
        + " connections"
        + DOT
        + now.flagged()
        + " flagged"
        + DOT
        + "dropped "
        + now.live().kernelDrops()
        + " kernel, "
        + now.live().interfaceDrops()
        + " interface, "
        + now.live().queueDrops()
        + " queue"
        + (now.interfacesDown() > 0 ? DOT + now.interfacesDown() + " down" : "")
        + (now.lostLines() > 0 ? DOT + now.lostLines() + " lines lost" : "")
        + (now.lostMessages() > 0 ? DOT + now.lostMessages() + " syslog messages lost" : "")
        + (now.lostEvidence() > 0 ? DOT + now.lostEvidence() + " without evidence" : "");
  }
}
