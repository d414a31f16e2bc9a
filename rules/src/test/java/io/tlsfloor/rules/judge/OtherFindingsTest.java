package io.tlsfloor.rules.judge;

import static io.tlsfloor.parser.observation.TlsVersion.TLS_1_0;
import static io.tlsfloor.parser.observation.TlsVersion.TLS_1_2;
import static io.tlsfloor.parser.observation.TlsVersion.TLS_1_3;
import static io.tlsfloor.rules.judge.FindingTable.exchange;
import static io.tlsfloor.rules.judge.FindingTable.mail;
import static io.tlsfloor.rules.judge.FindingTable.row;

import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Seen;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of findings about hosts, mail and suites: each row, and what lies just beside. */
class OtherFindingsTest {
  private static Offer suites(TlsVersion max, Integer... suites) {
    Offer offer = max.equals(TLS_1_3) ? Seen.listing(TLS_1_3, TLS_1_2) : Seen.upTo(max);
    return Seen.with(offer, List.of(suites), false, HelloFormat.TLS);
  }

  private static Seen teams() {
    return Seen.connection().sni("teams.microsoft.com").server("52.112.1.1", 443);
  }

  /** A submission to an opt-in legacy host, which its hello names. */
  private static Seen legacyMail() {
    return Seen.connection().port(587).sni("smtp-legacy.office365.com");
  }

  static Stream<Arguments> rows() {
    return Stream.of(
        // legacy-endpoint
        row(
            "legacy host with 1.2",
            legacyMail().offers(Seen.upTo(TLS_1_2)).chooses(TLS_1_2),
            "legacy-endpoint MEDIUM HIGH"),
        row(
            "legacy host in DNS",
            Seen.connection().port(995).named(NameSource.DNS, "pop-legacy.office365.com"),
            "legacy-endpoint MEDIUM MEDIUM"),
        row(
            "legacy host of China",
            Seen.connection().port(993).sni("imap-legacy.partner.outlook.cn"),
            "legacy-endpoint MEDIUM HIGH"),
        row(
            "legacy host with 1.0",
            legacyMail().offers(Seen.upTo(TLS_1_0)).chooses(TLS_1_0),
            "negotiated-below-floor CRITICAL HIGH, legacy-endpoint MEDIUM HIGH"),
        row(
            "legacy host in DNS, the greeting names a machine",
            mail()
                .named(NameSource.DNS, "smtp-legacy.office365.com")
                .offers(Seen.upTo(TLS_1_2))
                .chooses(TLS_1_2),
            "legacy-endpoint MEDIUM MEDIUM"),
        row(
            "legacy host in DNS, but the client names another",
            exchange().port(995).named(NameSource.DNS, "pop-legacy.office365.com"),
            ""),
        row(
            "a name that only begins so",
            Seen.connection().port(587).sni("smtp-legacy.office365.com.evil.example"),
            ""),
        // cleartext-fallback
        row(
            "STARTTLS refused, MAIL in clear",
            mail().mail(Protocol.SMTP, Optional.of(true), true, false, "MAIL"),
            "cleartext-fallback MEDIUM HIGH"),
        row(
            "STARTTLS not tried, AUTH in clear",
            mail().mail(Protocol.SMTP, Optional.of(true), false, false, "AUTH", "MAIL"),
            "cleartext-fallback MEDIUM HIGH"),
        row(
            "STARTTLS not offered, LOGIN in clear",
            mail().mail(Protocol.IMAP, Optional.of(false), false, false, "LOGIN"),
            "cleartext-fallback MEDIUM HIGH"),
        row(
            "POP3 USER in clear, at an address of the service",
            Seen.connection()
                .server("52.97.1.1", 995)
                .mail(Protocol.POP3, Optional.empty(), false, false, "USER"),
            "cleartext-fallback MEDIUM MEDIUM"),
        row(
            "STARTTLS accepted",
            mail().mail(Protocol.SMTP, Optional.of(true), true, true, "MAIL"),
            ""),
        row(
            "nothing telling in clear",
            mail().mail(Protocol.SMTP, Optional.of(true), false, false, "NOOP"),
            ""),
        row(
            "not to the service",
            Seen.connection()
                .server("10.0.0.2", 25)
                .mail(Protocol.SMTP, Optional.of(false), false, false, "MAIL"),
            ""),
        // no-common-suite
        row(
            "no suite in common, alert 40",
            exchange().offers(suites(TLS_1_2, 0x0035, 0x002F)).refused(Side.SERVER, 40),
            "no-common-suite MEDIUM HIGH"),
        row(
            "no suite in common, alert 71",
            exchange().offers(suites(TLS_1_2, 0x0035)).refused(Side.SERVER, 71),
            "no-common-suite MEDIUM HIGH"),
        row(
            "no suite in common, reset",
            exchange().offers(suites(TLS_1_2, 0x0035)).reset(Side.SERVER),
            "no-common-suite MEDIUM HIGH"),
        row(
            "no suite in common, closed",
            exchange().offers(suites(TLS_1_2, 0x0035)).closed(Side.SERVER),
            "no-common-suite MEDIUM HIGH"),
        row(
            "no suite in common, another alert",
            exchange().offers(suites(TLS_1_2, 0x0035)).refused(Side.SERVER, 70),
            ""),
        row(
            "no suite in common, the client gave up",
            exchange().offers(suites(TLS_1_2, 0x0035)).closed(Side.CLIENT),
            ""),
        row(
            "no suite in common, and yet chosen",
            exchange().offers(suites(TLS_1_2, 0x0035)).chooses(TLS_1_2).reset(Side.SERVER),
            ""),
        row(
            "a suite in common",
            exchange().offers(suites(TLS_1_2, 0x0035, 0xC02F)).refused(Side.SERVER, 40),
            ""),
        row(
            "a TLS 1.3 suite in a TLS 1.2 hello is none",
            exchange().offers(suites(TLS_1_2, 0x1301)).refused(Side.SERVER, 40),
            "no-common-suite MEDIUM HIGH"),
        row(
            "a TLS 1.3 suite in a TLS 1.3 hello is one",
            exchange().offers(suites(TLS_1_3, 0x1301)).refused(Side.SERVER, 40),
            ""),
        row(
            "Teams takes no ECDHE CBC SHA",
            teams().offers(suites(TLS_1_2, 0xC014)).refused(Side.SERVER, 40),
            "no-common-suite MEDIUM HIGH"),
        row(
            "Teams took DHE before April 2026",
            teams()
                .at("2026-03-31T23:00:00Z")
                .offers(suites(TLS_1_2, 0x009F))
                .refused(Side.SERVER, 40),
            ""),
        row(
            "and takes it no more",
            teams()
                .at("2026-04-01T01:00:00Z")
                .offers(suites(TLS_1_2, 0x009F))
                .refused(Side.SERVER, 40),
            "no-common-suite MEDIUM HIGH"),
        row(
            "no common suite with an old version is an old version",
            exchange().offers(suites(TLS_1_0, 0x0035)).refused(Side.SERVER, 40),
            "offered-below-floor HIGH HIGH"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void areThoseOfTheTable(String name, Seen seen, String expected) {
    FindingTable.assertRow(seen, expected);
  }
}
