package io.tlsfloor.rules.rule;

import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The version is right, no offered suite is one that the service takes, and the service refused
 * without a ServerHello.
 */
final class NoCommonSuite implements Rule {
  private static final int TLS_1_3_SUITES = 0x13; // first byte, RFC 8446 §B.4
  private static final int MAX_SHOWN = 12;

  private static final Answer OTHER_ALERT = new Answer.Not("the alert does not speak of suites");
  private static final Answer BY_CLIENT = new Answer.Not("the end was not the server's");
  private static final Answer TAKEN =
      new Answer.Not("a suite that the service takes is among those offered");
  private static final Answer NOT_KNOWN =
      new Answer.Not("it is not known which suites the service takes");

  @Override
  public Answer judge(Facts facts) {
    if (facts.offer().isEmpty()
        || !facts.offer().get().whole()
        || facts.row().isEmpty()
        || facts.choice().isPresent()) {
      return Answer.INAPPLICABLE;
    }
    Offer offer = facts.offer().get();
    if (!facts.isAtFloor(offer.max())) {
      return Answer.INAPPLICABLE;
    }
    TlsConnection connection = facts.connection();
    Optional<Answer> notRefused = notRefusedByServer(connection);
    if (notRefused.isPresent()) {
      return notRefused.get();
    }
    if (offer.suites().isEmpty()) { // a log need not name them
      return Answer.INAPPLICABLE;
    }
    List<Integer> suites = usable(offer);
    Optional<Instant> time =
        connection.evidence().timeKnown()
            ? Optional.of(connection.evidence().first().time())
            : Optional.empty();
    Optional<Boolean> taken = ServiceSuites.takesOneOf(suites, facts.row().get(), time);
    if (taken.orElse(true)) {
      return taken.isPresent() ? TAKEN : NOT_KNOWN;
    }
    return new Answer.Found(finding(facts, offer, shown(suites)));
  }

  private Finding finding(Facts facts, Offer offer, String list) {
    TlsConnection connection = facts.connection();
    return new FindingWriter(RuleId.NO_COMMON_SUITE, Severity.MEDIUM, facts)
        .sure(Confidence.HIGH)
        .see(connection.evidence().clientHello(), "client_hello.cipher_suites", list)
        .says(
            text ->
                text.append("the client offered ")
                    .append(offer.max())
                    .append(RuleWords.peculiarities(offer))
                    .append(", but no cipher suite that the service takes (ClientHello")
                    .append(RuleWords.in(connection, connection.evidence().clientHello()))
                    .append(", ")
                    .append(list)
                    .append("); ")
                    .append(RuleWords.outcome(connection)));
  }

  /** Why the end was no refusal of the suites by the server; empty if it was one. */
  private static Optional<Answer> notRefusedByServer(TlsConnection connection) {
    Optional<Side> by =
        connection.outcome() == Outcome.REFUSED
            ? connection.alert().flatMap(AlertSeen::by)
            : connection.ending().flatMap(Ending::by);
    return switch (connection.outcome()) {
      case REFUSED, RESET, CLOSED -> {
        if (connection.outcome() == Outcome.REFUSED && !speaksOfSuites(connection.alert())) {
          yield Optional.of(OTHER_ALERT);
        }
        yield by.equals(Optional.of(Side.SERVER)) ? Optional.empty() : Optional.of(BY_CLIENT);
      }
      default -> Optional.of(Answer.INAPPLICABLE);
    };
  }

  private static boolean speaksOfSuites(Optional<AlertSeen> alert) {
    return alert
        .map(
            seen ->
                seen.description() == AlertSeen.HANDSHAKE_FAILURE
                    || seen.description() == AlertSeen.INSUFFICIENT_SECURITY)
        .orElse(false);
  }

  /** The suites that the offered versions can use: those of TLS 1.3 need its version. */
  private static List<Integer> usable(Offer offer) {
    boolean offers13 = !offer.max().isBefore(TlsVersion.TLS_1_3) || offer.max().isDraft();
    return offer.suites().stream()
        .filter(suite -> offers13 || suite >>> 8 != TLS_1_3_SUITES)
        .filter(suite -> offer.format() != HelloFormat.SSLV2 || suite <= 0xFFFF)
        .toList();
  }

  private static String shown(List<Integer> suites) {
    String list =
        suites.stream()
            .limit(MAX_SHOWN)
            .map(suite -> "0x" + HexFormat.of().toHexDigits(suite, 4))
            .collect(Collectors.joining(", "));
    return suites.size() > MAX_SHOWN
        ? list + " and " + (suites.size() - MAX_SHOWN) + " more"
        : list;
  }
}
