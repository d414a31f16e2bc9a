package io.tlsfloor.rules.judge;

import static io.tlsfloor.parser.observation.TlsVersion.DTLS_1_0;
import static io.tlsfloor.parser.observation.TlsVersion.DTLS_1_0_OPENSSL;
import static io.tlsfloor.parser.observation.TlsVersion.DTLS_1_2;
import static io.tlsfloor.parser.observation.TlsVersion.SSL_2_0;
import static io.tlsfloor.parser.observation.TlsVersion.SSL_3_0;
import static io.tlsfloor.parser.observation.TlsVersion.TLS_1_0;
import static io.tlsfloor.parser.observation.TlsVersion.TLS_1_1;
import static io.tlsfloor.parser.observation.TlsVersion.TLS_1_2;
import static io.tlsfloor.parser.observation.TlsVersion.TLS_1_3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.ChoiceBasis;
import io.tlsfloor.parser.observation.DowngradeSentinel;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.FindingEvidence;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.Seen;
import io.tlsfloor.rules.catalogue.Catalogue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of findings: each row of it, and what lies just beside. */
class FindingsTest {
  private static final Catalogue CATALOGUE = Catalogue.bundled();
  private static final TlsVersion UNKNOWN = new TlsVersion(0x0305);
  private static final TlsVersion DRAFT_28 = new TlsVersion(0x7F1C);

  private static Seen exchange() {
    return Seen.connection().sni("outlook.office365.com");
  }

  private static Seen mail() {
    return Seen.connection()
        .server("52.97.1.1", 587)
        .named(NameSource.MAIL_GREETING, "x.prod.outlook.com");
  }

  private static Choice retry(TlsVersion version) {
    return new Choice(
        version,
        ChoiceBasis.HELLO_RETRY_REQUEST,
        true,
        Optional.empty(),
        Optional.empty(),
        DowngradeSentinel.NONE,
        false,
        Optional.empty());
  }

  private static Choice halfChoice(TlsVersion version) {
    return new Choice(
        version,
        ChoiceBasis.SERVER_HELLO,
        false,
        Optional.empty(),
        Optional.empty(),
        DowngradeSentinel.NONE,
        false,
        Optional.empty());
  }

  private static Offer fallback(TlsVersion max) {
    Offer offer = Seen.upTo(max);
    return Seen.with(offer, offer.suites(), true, offer.format());
  }

  private static Offer sslv2Format(TlsVersion max, Integer... specs) {
    return Seen.with(Seen.upTo(max), List.of(specs), false, HelloFormat.SSLV2);
  }

  private static Offer suites(TlsVersion max, Integer... suites) {
    Offer offer = max.equals(TLS_1_3) ? Seen.listing(TLS_1_3, TLS_1_2) : Seen.upTo(max);
    return Seen.with(offer, List.of(suites), false, HelloFormat.TLS);
  }

  static Stream<Arguments> rows() {
    return Stream.of(
        // negotiated-below-floor
        row(
            "negotiated 1.0",
            exchange().offers(Seen.upTo(TLS_1_0)).chooses(TLS_1_0).established(),
            "negotiated-below-floor CRITICAL HIGH"),
        row(
            "negotiated 1.1",
            exchange().offers(Seen.upTo(TLS_1_1)).chooses(TLS_1_1).established(),
            "negotiated-below-floor CRITICAL HIGH"),
        row(
            "negotiated SSL 3.0",
            exchange().offers(Seen.upTo(SSL_3_0)).chooses(SSL_3_0),
            "negotiated-below-floor CRITICAL HIGH"),
        row(
            "negotiated SSL 2.0",
            exchange().chooses(SSL_2_0),
            "negotiated-below-floor CRITICAL HIGH"),
        row(
            "negotiated, no hello seen",
            exchange().chooses(TLS_1_0),
            "negotiated-below-floor CRITICAL HIGH"),
        row(
            "negotiated by HelloRetryRequest",
            exchange().chooses(retry(TLS_1_0)),
            "negotiated-below-floor CRITICAL HIGH"),
        row(
            "half a ServerHello",
            exchange().chooses(halfChoice(TLS_1_0)),
            "negotiated-below-floor CRITICAL MEDIUM"),
        row(
            "the client offered 1.2 and took 1.0",
            exchange().offers(Seen.upTo(TLS_1_2)).chooses(TLS_1_0).established(),
            "negotiated-below-floor CRITICAL HIGH"),
        row(
            "the client offered 1.2 and refused 1.0 by alert",
            exchange().offers(Seen.upTo(TLS_1_2)).chooses(TLS_1_0).refused(Side.CLIENT, 70),
            "negotiated-below-floor HIGH HIGH"),
        row(
            "the client offered 1.2 and reset",
            exchange().offers(Seen.upTo(TLS_1_2)).chooses(TLS_1_0).reset(Side.CLIENT),
            "negotiated-below-floor HIGH HIGH"),
        row(
            "the client offered 1.2 and closed",
            exchange().offers(Seen.upTo(TLS_1_2)).chooses(TLS_1_0).closed(Side.CLIENT),
            "negotiated-below-floor HIGH HIGH"),
        row(
            "the client offered 1.2, and the server reset",
            exchange().offers(Seen.upTo(TLS_1_2)).chooses(TLS_1_0).reset(Side.SERVER),
            "negotiated-below-floor CRITICAL HIGH"),
        row(
            "the client offered 1.2, went on and closed later",
            exchange()
                .offers(Seen.upTo(TLS_1_2))
                .chooses(TLS_1_0)
                .closed(Side.CLIENT)
                .clientChangeCipherSpec(),
            "negotiated-below-floor CRITICAL HIGH"),
        row(
            "the client offered 1.0 and closed",
            exchange().offers(Seen.upTo(TLS_1_0)).chooses(TLS_1_0).closed(Side.CLIENT),
            "negotiated-below-floor CRITICAL HIGH"),
        row(
            "DTLS 1.0 counts as 1.1",
            exchange().udp(Protocol.DTLS).offers(Seen.upTo(DTLS_1_0)).chooses(DTLS_1_0),
            "negotiated-below-floor CRITICAL HIGH"),
        row(
            "OpenSSL's DTLS 1.0",
            exchange().udp(Protocol.DTLS).chooses(DTLS_1_0_OPENSSL),
            "negotiated-below-floor CRITICAL HIGH"),
        row(
            "DTLS 1.2 is not below",
            exchange().udp(Protocol.DTLS).offers(Seen.upTo(DTLS_1_2)).chooses(DTLS_1_2),
            ""),
        row("1.2 is not below", exchange().offers(Seen.upTo(TLS_1_2)).chooses(TLS_1_2), ""),
        row("a draft is not below", exchange().chooses(DRAFT_28), ""),
        row("an unknown number is never old", exchange().chooses(new TlsVersion(0x0299)), ""),
        // downgrade
        row(
            "sentinel 01 at 1.2, 1.3 offered",
            exchange()
                .offers(Seen.listing(TLS_1_3, TLS_1_2))
                .chooses(Seen.chosen(TLS_1_2, DowngradeSentinel.TO_TLS_1_2)),
            "downgrade MEDIUM HIGH"),
        row(
            "sentinel 00 at 1.1, 1.2 offered",
            exchange()
                .offers(Seen.upTo(TLS_1_2))
                .chooses(Seen.chosen(TLS_1_1, DowngradeSentinel.TO_TLS_1_1_OR_BELOW)),
            "negotiated-below-floor CRITICAL HIGH, downgrade CRITICAL HIGH"),
        row(
            "a sentinel that does not fit",
            exchange()
                .offers(Seen.listing(TLS_1_3, TLS_1_2))
                .chooses(Seen.chosen(TLS_1_2, DowngradeSentinel.TO_TLS_1_1_OR_BELOW)),
            ""),
        row(
            "sentinel, and the client offered no more",
            exchange()
                .offers(Seen.upTo(TLS_1_2))
                .chooses(Seen.chosen(TLS_1_2, DowngradeSentinel.TO_TLS_1_2)),
            ""),
        row("no sentinel", exchange().offers(Seen.listing(TLS_1_3, TLS_1_2)).chooses(TLS_1_2), ""),
        // offered-below-floor
        row(
            "offered 1.0, refused by alert 70",
            exchange().offers(Seen.upTo(TLS_1_0)).refused(Side.SERVER, 70),
            "offered-below-floor HIGH HIGH"),
        row(
            "offered 1.0, reset",
            exchange().offers(Seen.upTo(TLS_1_0)).reset(Side.SERVER),
            "offered-below-floor HIGH HIGH"),
        row(
            "offered 1.0, unanswered",
            exchange().offers(Seen.upTo(TLS_1_0)).outcome(Outcome.UNANSWERED),
            "offered-below-floor HIGH HIGH"),
        row(
            "offered 1.1 in a list",
            exchange().offers(Seen.listing(TLS_1_1, TLS_1_0)),
            "offered-below-floor HIGH HIGH"),
        row(
            "half a hello",
            exchange().offers(Seen.half(Seen.upTo(TLS_1_0))),
            "offered-below-floor HIGH MEDIUM"),
        row(
            "FALLBACK_SCSV",
            exchange().offers(fallback(TLS_1_1)).reset(Side.SERVER),
            "offered-below-floor MEDIUM HIGH"),
        row(
            "FALLBACK_SCSV confirmed by alert 86",
            exchange()
                .offers(fallback(TLS_1_1))
                .refused(Side.SERVER, AlertSeen.INAPPROPRIATE_FALLBACK),
            "offered-below-floor MEDIUM HIGH"),
        row(
            "SSLv2 format asking for 1.0",
            exchange().offers(sslv2Format(TLS_1_0, 0x2F, 0x010080)),
            "offered-below-floor HIGH HIGH"),
        row(
            "offered 1.0, server chose 1.2",
            exchange().offers(Seen.upTo(TLS_1_0)).chooses(TLS_1_2),
            "offered-below-floor HIGH HIGH"),
        row("an unknown version is never old", exchange().offers(Seen.upTo(UNKNOWN)), ""),
        // inferred-below-floor
        row("records say 1.0", exchange().infers(TLS_1_0), "inferred-below-floor HIGH MEDIUM"),
        row("records say 1.2 or later", exchange().infers(TLS_1_2), ""),
        // legacy-endpoint
        row(
            "legacy host with 1.2",
            Seen.connection()
                .port(587)
                .sni("smtp-legacy.office365.com")
                .offers(Seen.upTo(TLS_1_2))
                .chooses(TLS_1_2),
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
            Seen.connection()
                .port(587)
                .sni("smtp-legacy.office365.com")
                .offers(Seen.upTo(TLS_1_0))
                .chooses(TLS_1_0),
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
            Seen.connection()
                .sni("teams.microsoft.com")
                .server("52.112.1.1", 443)
                .offers(suites(TLS_1_2, 0xC014))
                .refused(Side.SERVER, 40),
            "no-common-suite MEDIUM HIGH"),
        row(
            "Teams took DHE before April 2026",
            Seen.connection()
                .sni("teams.microsoft.com")
                .server("52.112.1.1", 443)
                .at("2026-03-31T23:00:00Z")
                .offers(suites(TLS_1_2, 0x009F))
                .refused(Side.SERVER, 40),
            ""),
        row(
            "and takes it no more",
            Seen.connection()
                .sni("teams.microsoft.com")
                .server("52.112.1.1", 443)
                .at("2026-04-01T01:00:00Z")
                .offers(suites(TLS_1_2, 0x009F))
                .refused(Side.SERVER, 40),
            "no-common-suite MEDIUM HIGH"),
        row(
            "no common suite with an old version is an old version",
            exchange().offers(suites(TLS_1_0, 0x0035)).refused(Side.SERVER, 40),
            "offered-below-floor HIGH HIGH"),
        // offers-below-floor
        row(
            "list holds 1.0 beside 1.3",
            exchange()
                .offers(Seen.listing(TLS_1_3, TLS_1_2, TLS_1_1, TLS_1_0))
                .chooses(TLS_1_3)
                .established(),
            "offers-below-floor LOW HIGH"),
        row("list of 1.3 and 1.2", exchange().offers(Seen.listing(TLS_1_3, TLS_1_2)), ""),
        row(
            "a hello without a list hides what lies below",
            exchange().offers(Seen.upTo(TLS_1_2)),
            ""),
        row(
            "an unknown number in the list is not old",
            exchange().offers(Seen.listing(TLS_1_3, new TlsVersion(0x0299))),
            ""),
        row(
            "SSLv2 format for 1.2 with SSL 2.0 suites",
            exchange().offers(sslv2Format(TLS_1_2, 0xC02F, 0x010080)),
            "offers-below-floor LOW HIGH"),
        row(
            "SSLv2 format for 1.2 without SSL 2.0 suites",
            exchange().offers(sslv2Format(TLS_1_2, 0xC02F)),
            ""),
        // several at once, the worst first
        row(
            "several findings, the worst first",
            exchange()
                .offers(Seen.listing(TLS_1_3, TLS_1_0))
                .chooses(Seen.chosen(TLS_1_0, DowngradeSentinel.TO_TLS_1_1_OR_BELOW))
                .established(),
            "negotiated-below-floor CRITICAL HIGH, downgrade CRITICAL HIGH,"
                + " offers-below-floor LOW HIGH"));
  }

  private static Arguments row(String name, Seen seen, String expected) {
    return arguments(name, seen, expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void areThoseOfTheTable(String name, Seen seen, String expected) {
    Judgement judgement = new Judge(Policy.standard(), CATALOGUE).judge(seen.build());

    assertThat(
            judgement.findings().stream()
                .map(f -> f.rule().id() + " " + f.severity() + " " + f.confidence())
                .collect(Collectors.joining(", ")))
        .isEqualTo(expected);
    assertThat(judgement.flagged()).isEqualTo(!expected.isEmpty());
  }

  static Stream<Arguments> floors() {
    return Stream.of(
        arguments(TLS_1_0, TLS_1_0, false),
        arguments(TLS_1_0, SSL_3_0, true),
        arguments(TLS_1_1, TLS_1_0, true),
        arguments(TLS_1_1, TLS_1_1, false),
        arguments(TLS_1_2, TLS_1_1, true),
        arguments(TLS_1_3, TLS_1_2, true),
        arguments(TLS_1_3, DTLS_1_2, true),
        arguments(TLS_1_3, DRAFT_28, true),
        arguments(TLS_1_3, TLS_1_3, false));
  }

  @ParameterizedTest(name = "floor {0}, chosen {1}: below {2}")
  @MethodSource("floors")
  void belowTheFloorIsWhatRanksBelowIt(TlsVersion floor, TlsVersion chosen, boolean below) {
    Judge judge = new Judge(Policy.standard().toBuilder().floor(floor).build(), CATALOGUE);

    assertThat(judge.judge(exchange().chooses(chosen).build()).flagged()).isEqualTo(below);
  }

  @Test
  void aFloorOf13SaysNothingOfDatesOf12() {
    Judge judge = new Judge(Policy.standard().toBuilder().floor(TLS_1_3).build(), CATALOGUE);

    Finding finding = judge.judge(exchange().chooses(TLS_1_2).build()).findings().get(0);

    assertThat(finding.enforced()).isEmpty();
    assertThat(finding.summary()).doesNotContain("TLS 1.0 and 1.1");
  }

  @Test
  void theSentenceSaysWhatWhereHowSureAndSinceWhen() {
    Finding finding =
        new Judge(Policy.standard(), CATALOGUE)
            .judge(
                Seen.connection()
                    .port(587)
                    .sni("smtp.office365.com")
                    .offers(sslv2Format(TLS_1_0, 0x2F))
                    .chooses(TLS_1_0)
                    .established()
                    .build())
            .findings()
            .get(0);

    assertThat(finding.summary())
        .isEqualTo(
            "10.20.3.41:49152 to Exchange Online (smtp.office365.com, port 587, known by SNI): the"
                + " server chose TLS 1.0, below TLS 1.2 (ServerHello in frame 6, 0x0301 (TLS 1.0));"
                + " the client offered at most TLS 1.0, in an SSLv2-format hello; the connection"
                + " was established; confidence high; Exchange Online SMTP AUTH began to refuse TLS"
                + " 1.0 and 1.1 in February 2022; what to do: docs/remedies/mail-devices.md.");
    assertThat(finding.enforced()).contains("2022-02-01");
    assertThat(finding.evidence())
        .contains(
            new FindingEvidence("test.pcap", 6, "server_hello.version", "0x0301 (TLS 1.0)"),
            new FindingEvidence("test.pcap", 4, "client_hello.legacy_version", "0x0301 (TLS 1.0)"));
  }

  @Test
  void aMailConnectionThatTheServerEndsAtOnceMayHaveBeenRefusedInside() {
    Judge judge = new Judge(Policy.standard(), CATALOGUE);
    Seen submission = mail().offers(Seen.upTo(TLS_1_0)).chooses(TLS_1_0);

    assertThat(told(judge, submission.endedEarly(EndedHow.FIN, 1, 160)))
        .contains(
            "the connection was established, and the server closed it after 1 record of application"
                + " data in frame 21: it may have refused inside TLS, as Exchange Online does with"
                + " 421 4.7.66, which a capture does not show; confidence");
    assertThat(
            told(
                judge,
                exchange()
                    .port(993)
                    .offers(Seen.upTo(TLS_1_0))
                    .chooses(TLS_1_0)
                    .endedEarly(EndedHow.RESET, 3, 400)))
        .contains("the server reset it after 3 records of application data")
        .contains("as Exchange Online does, which")
        .doesNotContain("421");
    assertThat(
            told(
                judge,
                Seen.connection()
                    .sni("contoso.sharepoint.com")
                    .offers(Seen.upTo(TLS_1_0))
                    .chooses(TLS_1_0)
                    .endedEarly(EndedHow.FIN, 1, 160)))
        .doesNotContain("may have refused");
    assertThat(told(judge, submission.endedEarly(EndedHow.FIN, 1, 64)))
        .as("a goodbye is shorter")
        .doesNotContain("may have refused");
  }

  private static String told(Judge judge, Seen seen) {
    return judge.judge(seen.build()).findings().get(0).summary();
  }

  @Test
  void whereTheClientIsNotAtFaultTheSentenceAndTheRemedySaySo() {
    Finding finding =
        new Judge(Policy.standard(), CATALOGUE)
            .judge(
                exchange().offers(Seen.upTo(TLS_1_2)).chooses(TLS_1_0).reset(Side.CLIENT).build())
            .findings()
            .get(0);

    assertThat(finding.summary()).contains("the server, or a middlebox, chose TLS 1.0");
    assertThat(finding.remedy().orElseThrow().reference())
        .isEqualTo("docs/remedies/server-or-middlebox.md");
  }

  @Test
  void aFallbackIsSaidAndConfirmed() {
    Finding finding =
        new Judge(Policy.standard(), CATALOGUE)
            .judge(exchange().offers(fallback(TLS_1_1)).refused(Side.SERVER, 86).build())
            .findings()
            .get(0);

    assertThat(finding.summary())
        .contains("with TLS_FALLBACK_SCSV")
        .contains("it is a fallback after a failed attempt (RFC 7507)")
        .contains("inappropriate_fallback confirms it");
    assertThat(finding.remedy().orElseThrow().reference()).isEqualTo("docs/remedies/fallback.md");
  }

  @Test
  void whatIsNotSureEnoughIsCountedAndNotFlagged() {
    Judgement judgement =
        new Judge(Policy.standard(), CATALOGUE)
            .judge(Seen.connection().sni("www.bing.com").offers(Seen.upTo(TLS_1_0)).build());

    assertThat(judgement.findings()).hasSize(1);
    assertThat(judgement.flagged()).isFalse();
    assertThat(judgement.belowThreshold()).isTrue();
  }

  @Test
  void withoutAServiceNothingIsFlaggedUnlessAnyServiceCounts() {
    Seen seen = Seen.connection().server("198.51.100.7", 443).offers(Seen.upTo(TLS_1_0));
    Policy standard = Policy.standard();
    Policy any = standard.toBuilder().anyService(true).build();

    Judgement judgement = new Judge(standard, CATALOGUE).judge(seen.build());
    assertThat(judgement.findings()).hasSize(1);
    assertThat(judgement.flagged()).isFalse();
    assertThat(judgement.belowThreshold()).isFalse();
    assertThat(new Judge(any, CATALOGUE).judge(seen.build()).flagged()).isTrue();
  }
}
