package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.AlertNames;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.TlsConnection;
import java.util.Locale;

/** What became of a connection, in the few words that a column holds. */
public final class OutcomeText {
  private OutcomeText() {}

  /** {@code refused protocol_version}, {@code reset by server}. */
  public static String of(TlsConnection connection) {
    return switch (connection.outcome()) {
      case ESTABLISHED -> "established";
      case REFUSED ->
          "refused"
              + connection.alert().map(a -> " " + AlertNames.name(a.description())).orElse("");
      case ANSWERED_IN_CLEAR -> "answered in clear";
      case RESET -> "reset" + by(connection);
      case CLOSED -> "closed" + by(connection);
      case INCOMPLETE -> "incomplete";
      case UNANSWERED -> "no answer";
      case NEGOTIATED -> "negotiated";
      case NO_TLS -> "no TLS";
    };
  }

  private static String by(TlsConnection connection) {
    return connection
        .ending()
        .flatMap(Ending::by)
        .map(side -> " by " + side.name().toLowerCase(Locale.ROOT))
        .orElse("");
  }
}
