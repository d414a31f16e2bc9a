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
import static io.tlsfloor.rules.judge.FindingTable.exchange;
import static io.tlsfloor.rules.judge.FindingTable.fallback;
import static io.tlsfloor.rules.judge.FindingTable.row;
import static io.tlsfloor.rules.judge.FindingTable.sslv2Format;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.ChoiceBasis;
import io.tlsfloor.parser.observation.DowngradeSentinel;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Policies;
import io.tlsfloor.rules.Seen;
import io.tlsfloor.rules.catalogue.Catalogue;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of findings about versions: each row of it, and what lies just beside. */
class VersionFindingsTest {
  private static final TlsVersion UNKNOWN = new TlsVersion(0x0305);
  private static final TlsVersion DRAFT_28 = new TlsVersion(0x7F1C);

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
            "a fallback, and records below the floor",
            exchange().offers(fallback(TLS_1_1)).infers(TLS_1_1),
            "inferred-below-floor HIGH MEDIUM, offered-below-floor MEDIUM HIGH"),
        row(
            "several findings, the worst first",
            exchange()
                .offers(Seen.listing(TLS_1_3, TLS_1_0))
                .chooses(Seen.chosen(TLS_1_0, DowngradeSentinel.TO_TLS_1_1_OR_BELOW))
                .established(),
            "negotiated-below-floor CRITICAL HIGH, downgrade CRITICAL HIGH,"
                + " offers-below-floor LOW HIGH"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void areThoseOfTheTable(String name, Seen seen, String expected) {
    FindingTable.assertRow(seen, expected);
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
    Judge judge = new Judge(Policies.floor(floor), Catalogue.bundled());

    assertThat(judge.judge(exchange().chooses(chosen).build()).flagged()).isEqualTo(below);
  }

  @Test
  void aFloorOf13SaysNothingOfDatesOf12() {
    Judge judge = new Judge(Policies.floor(TLS_1_3), Catalogue.bundled());

    Finding finding = judge.judge(exchange().chooses(TLS_1_2).build()).findings().get(0);

    assertThat(finding.enforced()).isEmpty();
    assertThat(finding.summary()).doesNotContain("TLS 1.0 and 1.1");
  }
}
