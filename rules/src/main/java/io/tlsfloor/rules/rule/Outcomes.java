package io.tlsfloor.rules.rule;

import io.tlsfloor.parser.observation.AlertNames;
import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.TlsConnection;
import java.util.List;

/** How a connection went, in words. */
final class Outcomes {
  private Outcomes() {}

  static String of(TlsConnection connection) {
    return switch (connection.outcome()) {
      case ESTABLISHED -> "the connection was established";
      case REFUSED ->
          "the "
              + connection.alert().flatMap(AlertSeen::by).map(RuleWords::of).orElse("peer")
              + " refused with alert "
              + connection
                  .alert()
                  .map(alert -> AlertNames.name(alert.description()))
                  .orElse("unknown")
              + RuleWords.in(connection, connection.evidence().alert().stream().toList());
      case ANSWERED_IN_CLEAR -> "the server answered in clear text";
      case RESET -> "the " + by(connection) + " reset the connection" + end(connection);
      case CLOSED -> "the " + by(connection) + " closed the connection" + end(connection);
      case INCOMPLETE ->
          connection.log().isPresent()
              ? "the log does not tell how it went on"
              : "the capture does not show the answer";
      case UNANSWERED -> "the server did not answer";
      case NEGOTIATED -> "nothing followed the ServerHello";
      case NO_TLS -> "TLS never started";
    };
  }

  private static String by(TlsConnection connection) {
    return connection.ending().flatMap(Ending::by).map(RuleWords::of).orElse("peer");
  }

  private static String end(TlsConnection connection) {
    return RuleWords.in(connection, connection.evidence().end().map(List::of).orElse(List.of()));
  }
}
