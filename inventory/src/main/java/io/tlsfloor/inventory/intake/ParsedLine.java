package io.tlsfloor.inventory.intake;

import io.tlsfloor.report.saved.Fields;
import io.tlsfloor.report.saved.SavedLineException;
import java.util.Set;

/**
 * Says what one saved line says, without regard to any other line: lines can be parsed side by
 * side.
 */
sealed interface ParsedLine {
  /** A connection without a finding: nothing to keep. */
  enum Silent implements ParsedLine {
    /** All are the same. */
    LINE
  }

  /** A line that is none of tlsfloor's. */
  record Malformed(String why) implements ParsedLine {}

  /** Findings of a connection; {@code site} is empty where the line does not say it. */
  record Connection(String site, SavedFacts.Connection facts) implements ParsedLine {}

  /** Holds what a client did. */
  record Client(String site, SavedFacts.Client facts) implements ParsedLine {}

  /** A run that ended. */
  record Run(String site, SavedFacts.Run facts) implements ParsedLine {}

  /** A sign of a watch. */
  record Sign(String site, SavedFacts.Sign facts) implements ParsedLine {}

  /** Holds what a line tells for others: most of it. */
  Set<String> UNNEEDED = Set.of("message", "ecs", "rule", "destination", "related", "tls");

  /** Parses a line. */
  static ParsedLine of(byte[] line) {
    if (SilentLine.is(line)) {
      return Silent.LINE;
    }
    try {
      return of(Fields.of(line, UNNEEDED));
    } catch (SavedLineException e) {
      return new Malformed(String.valueOf(e.getMessage()));
    }
  }

  private static ParsedLine of(Fields line) {
    String dataset = line.object("event").needed("dataset");
    String site = line.object("observer").text("name").orElse("");
    return switch (dataset) {
      case "tlsfloor.connection" ->
          LineFacts.speaks(line) ? new Connection(site, LineFacts.connection(line)) : Silent.LINE;
      case "tlsfloor.client" -> new Client(site, LineFacts.client(line));
      case "tlsfloor.run" -> new Run(site, LineFacts.run(line));
      case "tlsfloor.start", "tlsfloor.stats" -> new Sign(site, LineFacts.sign(line));
      default -> throw new SavedLineException("its event.dataset is none of tlsfloor's");
    };
  }
}
