package io.tlsfloor.rules.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.Seen;
import io.tlsfloor.rules.catalogue.Catalogue;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.provider.Arguments;

/** A table of findings: what was seen, and what a policy without options finds in it. */
final class FindingTable {
  private FindingTable() {}

  /** A connection to Exchange Online, which its hello names. */
  static Seen exchange() {
    return Seen.connection().sni("outlook.office365.com");
  }

  /** A mail connection that the greeting of Exchange Online names. */
  static Seen mail() {
    return Seen.connection()
        .server("52.97.1.1", 587)
        .named(NameSource.MAIL_GREETING, "x.prod.outlook.com");
  }

  /** A row of a table: rule, severity and confidence of each finding, the worst first. */
  static Arguments row(String name, Seen seen, String expected) {
    return arguments(name, seen, expected);
  }

  /** Checks a row: any finding flags the connection. */
  static void assertRow(Seen seen, String expected) {
    Judgement judgement = new Judge(Policy.standard(), Catalogue.bundled()).judge(seen.build());

    assertThat(
            judgement.findings().stream()
                .map(f -> f.rule().id() + " " + f.severity() + " " + f.confidence())
                .collect(Collectors.joining(", ")))
        .isEqualTo(expected);
    assertThat(judgement.flagged()).isEqualTo(!expected.isEmpty());
  }

  /** A hello that says it is a fallback. */
  static Offer fallback(TlsVersion max) {
    Offer offer = Seen.upTo(max);
    return Seen.with(offer, offer.suites(), true, offer.format());
  }

  /** A hello in SSL 2.0's format with these cipher specs. */
  static Offer sslv2Format(TlsVersion max, Integer... specs) {
    return Seen.with(Seen.upTo(max), List.of(specs), false, HelloFormat.SSLV2);
  }
}
