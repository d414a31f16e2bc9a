package io.tlsfloor.cli.evidence;

import io.tlsfloor.cli.command.Console;
import java.util.LinkedHashMap;
import java.util.Map;

/** Connections of a scan for whose evidence there was no room. */
final class LeftOut {
  private long connections;

  void add() {
    connections++;
  }

  /** For the manifest. */
  Map<String, Object> entry() {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("connections", connections);
    return entry;
  }

  /** Says so, if there were any, and which options say how much is written. */
  void warn(Console console) {
    if (connections > 0) {
      console.warn(
          "evidence of "
              + connections
              + (connections == 1 ? " connection" : " connections")
              + " was left out: --evidence-size says how much is written, in 10,000 files at most");
    }
  }
}
