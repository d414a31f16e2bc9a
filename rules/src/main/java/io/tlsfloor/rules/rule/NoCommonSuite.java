package io.tlsfloor.rules.rule;

import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import java.time.Instant;
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

  @Override
  public RuleId id() {
    return RuleId.NO_COMMON_SUITE;
  }

  @Override
  public Optional<Finding> judge(Facts facts) {
    TlsConnection connection = facts.connection();
    if (facts.offer().isEmpty()
        || facts.row().isEmpty()
        || facts.choice().isPresent()
        || !facts.isAtFloor(facts.offer().get().max())
        || !facts.offer().get().whole()
        || !refusedByServer(connection)) {
      return Optional.empty();
    }
    Offer offer = facts.offer().get();
    List<Integer> suites = usable(offer);
    Optional<Instant> time =
        connection.evidence().timeKnown()
            ? Optional.of(connection.evidence().first().time())
            : Optional.empty();
    if (ServiceSuites.takesOneOf(suites, facts.row().get(), time).orElse(true)) {
      return Optional.empty();
    }
    return Optional.of(finding(facts, offer, shown(suites)));
  }

  private Finding finding(Facts facts, Offer offer, String list) {
    TlsConnection connection = facts.connection();
    return new FindingWriter(id(), Severity.MEDIUM, facts)
        .sure(Confidence.HIGH)
        .see(connection.evidence().clientHello(), "client_hello.cipher_suites", list)
        .says(
            "the client offered "
                + offer.max()
                + Words.peculiarities(offer)
                + ", but no cipher suite that the service takes (ClientHello"
                + Words.inFrames(connection.evidence().clientHello())
                + ", "
                + list
                + "); "
                + Outcomes.of(connection));
  }

  private static boolean refusedByServer(TlsConnection connection) {
    return switch (connection.outcome()) {
      case REFUSED ->
          connection
              .alert()
              .map(
                  alert ->
                      alert.by() == Side.SERVER
                          && (alert.description() == AlertSeen.HANDSHAKE_FAILURE
                              || alert.description() == AlertSeen.INSUFFICIENT_SECURITY))
              .orElse(false);
      case RESET, CLOSED ->
          connection.ending().flatMap(Ending::by).map(by -> by == Side.SERVER).orElse(false);
      default -> false;
    };
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
            .map(suite -> String.format("0x%04x", suite))
            .collect(Collectors.joining(", "));
    return suites.size() > MAX_SHOWN
        ? list + " and " + (suites.size() - MAX_SHOWN) + " more"
        : list;
  }
}
