package io.tlsfloor.rules.judge;

import static io.tlsfloor.parser.observation.TlsVersion.TLS_1_0;
import static io.tlsfloor.parser.observation.TlsVersion.TLS_1_1;
import static io.tlsfloor.parser.observation.TlsVersion.TLS_1_2;
import static io.tlsfloor.rules.judge.FindingTable.exchange;
import static io.tlsfloor.rules.judge.FindingTable.fallback;
import static io.tlsfloor.rules.judge.FindingTable.mail;
import static io.tlsfloor.rules.judge.FindingTable.sslv2Format;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.FindingEvidence;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policies;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Seen;
import io.tlsfloor.rules.catalogue.Catalogue;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Tests what a finding says, and when it is counted only. */
class FindingWordsTest {
  private static final Judge JUDGE = new Judge(Policy.standard(), Catalogue.bundled());

  @Test
  void theSentenceSaysWhatWhereHowSureAndSinceWhen() {
    Finding finding =
        JUDGE
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
                + " 1.0 and 1.1 in February 2022.");
    assertThat(finding.happened()).startsWith("the server chose TLS 1.0, below TLS 1.2");
    assertThat(ofText(finding, "Floor 2: copier to " + finding.summary()).happened())
        .isEqualTo(finding.happened());
    assertThat(ofText(finding, "a:1 to b:443: the server chose TLS 1.0.").happened())
        .isEqualTo("the server chose TLS 1.0.");
    Finding.Waiver over = new Finding.Waiver("known", "J. Doe", LocalDate.of(2026, 10, 31));
    assertThat(finding.expired(over).happened())
        .startsWith("the server chose TLS 1.0, below TLS 1.2")
        .endsWith(" 2022; the exception of J. Doe expired on 2026-10-31.");
    assertThat(finding.enforced()).contains("2022-02-01");
    assertThat(finding.evidence())
        .contains(
            new FindingEvidence("test.pcap", 6, "server_hello.version", "0x0301 (TLS 1.0)"),
            new FindingEvidence("test.pcap", 4, "client_hello.legacy_version", "0x0301 (TLS 1.0)"));
  }

  /** As it is read from a saved line. */
  private static Finding ofText(Finding of, String text) {
    return new Finding(
        of.rule(),
        of.severity(),
        of.confidence(),
        text,
        of.evidence(),
        of.remedy(),
        of.enforced(),
        of.exception(),
        of.expired());
  }

  @Test
  void suitesOfSsl2AreNotAmongThoseThatTheServiceRefused() {
    Seen seen = exchange().offers(sslv2Format(TLS_1_2, 0x0700C0, 0x0035, 0x01C030));

    assertThat(JUDGE.judge(seen.refused(Side.SERVER, 40).build()).findings())
        .filteredOn(finding -> finding.rule() == RuleId.NO_COMMON_SUITE)
        .singleElement()
        .extracting(finding -> finding.evidence().get(0).value())
        .isEqualTo("0x0035");
  }

  @Test
  void aMailConnectionThatTheServerEndsAtOnceMayHaveBeenRefusedInside() {
    Seen submission = mail().offers(Seen.upTo(TLS_1_0)).chooses(TLS_1_0);

    assertThat(told(submission.endedEarly(EndedHow.FIN, 1, 160)))
        .contains(
            "the connection was established, and the server closed it after 1 record of application"
                + " data in frame 21: it may have refused inside TLS, as Exchange Online does with"
                + " 421 4.7.66, which a capture does not show; confidence");
    assertThat(
            told(
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
                Seen.connection()
                    .sni("contoso.sharepoint.com")
                    .offers(Seen.upTo(TLS_1_0))
                    .chooses(TLS_1_0)
                    .endedEarly(EndedHow.FIN, 1, 160)))
        .doesNotContain("may have refused");
    assertThat(told(submission.endedEarly(EndedHow.FIN, 1, 64)))
        .as("a goodbye is shorter")
        .doesNotContain("may have refused");
  }

  private static String told(Seen seen) {
    return JUDGE.judge(seen.build()).findings().get(0).summary();
  }

  @Test
  void whereTheClientIsNotAtFaultTheSentenceAndTheRemedySaySo() {
    Finding finding =
        JUDGE
            .judge(
                exchange().offers(Seen.upTo(TLS_1_2)).chooses(TLS_1_0).reset(Side.CLIENT).build())
            .findings()
            .get(0);

    assertThat(finding.summary()).contains("the server, or a middlebox, chose TLS 1.0");
    assertThat(finding.remedy().orElseThrow().reference())
        .isEqualTo("tlsfloor remedy server-or-middlebox");
  }

  @Test
  void aFallbackIsSaidAndConfirmed() {
    Finding finding =
        JUDGE
            .judge(exchange().offers(fallback(TLS_1_1)).refused(Side.SERVER, 86).build())
            .findings()
            .get(0);

    assertThat(finding.summary())
        .contains("with TLS_FALLBACK_SCSV")
        .contains("it is a fallback after a failed attempt (RFC 7507)")
        .contains("inappropriate_fallback confirms it");
    assertThat(finding.remedy().orElseThrow().reference()).isEqualTo("tlsfloor remedy fallback");
  }

  @Test
  void whatIsNotSureEnoughIsCountedAndNotFlagged() {
    Judgement judgement =
        JUDGE.judge(Seen.connection().sni("www.bing.com").offers(Seen.upTo(TLS_1_0)).build());

    assertThat(judgement.findings()).hasSize(1);
    assertThat(judgement.flagged()).isFalse();
    assertThat(judgement.belowThreshold()).isTrue();
  }

  @Test
  void withoutAServiceNothingIsFlaggedUnlessAnyServiceCounts() {
    Seen seen = Seen.connection().server("198.51.100.7", 443).offers(Seen.upTo(TLS_1_0));
    Policy any = Policies.anyService();

    Judgement judgement = JUDGE.judge(seen.build());
    assertThat(judgement.findings()).hasSize(1);
    assertThat(judgement.flagged()).isFalse();
    assertThat(judgement.belowThreshold()).isFalse();
    assertThat(new Judge(any, Catalogue.bundled()).judge(seen.build()).flagged()).isTrue();
  }
}
