package io.tlsfloor.inventory.intake;

import io.tlsfloor.report.saved.Fields;
import io.tlsfloor.report.saved.SavedLineException;
import java.util.List;
import java.util.Set;

/** What one saved line says, without regard to any other line: lines can be parsed side by side. */
sealed interface ParsedLine {
  /** A connection without a finding: nothing to keep. */
  enum Silent implements ParsedLine {
    /** All are the same. */
    LINE
  }

  /** A line that is none of tlsfloor's. */
  record Malformed(String why) implements ParsedLine {}

  /** Findings of a connection; {@code site} is empty where the line does not say it. */
  record Connection(String site, String eventId, List<FindingFacts> findings)
      implements ParsedLine {}

  /** What a client did. */
  record Client(String site, ClientFacts facts) implements ParsedLine {}

  /** A run that ended, or a sign of a watch. */
  record Sign(String site, RunFacts facts) implements ParsedLine {}

  /** What a line tells for others: most of it. */
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
    Fields event = line.object("event");
    String dataset = event.needed("dataset");
    String site = LineFacts.site(line);
    return switch (dataset) {
      case "tlsfloor.connection" ->
          LineFacts.speaks(line)
              ? new Connection(site, event.text("id").orElse(""), LineFacts.findings(line))
              : Silent.LINE;
      case "tlsfloor.client" -> new Client(site, LineFacts.client(line));
      case "tlsfloor.run" -> new Sign(site, LineFacts.run(line));
      case "tlsfloor.start", "tlsfloor.stats" -> new Sign(site, LineFacts.watch(line));
      default -> throw new SavedLineException("its event.dataset is none of tlsfloor's");
    };
  }
}
