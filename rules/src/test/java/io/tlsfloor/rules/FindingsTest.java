package io.tlsfloor.rules;

import static io.tlsfloor.parser.observation.TlsVersion.TLS_1_0;
import static io.tlsfloor.parser.observation.TlsVersion.TLS_1_2;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.rules.catalogue.Catalogue;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private final Judge judge = new Judge(Policy.standard(), Catalogue.bundled());

  @Test
  void aVersionBelowTheFloorThatWasNegotiatedIsCritical() {
    Judgement judgement =
        judge.judge(
            Seen.connection()
                .sni("outlook.office365.com")
                .offers(Seen.upTo(TLS_1_0))
                .chooses(TLS_1_0)
                .established()
                .build());

    assertThat(judgement.flagged()).isTrue();
    assertThat(judgement.direction()).isEqualTo(Direction.OUTBOUND);
    assertThat(judgement.findings()).hasSize(1);
    Finding finding = judgement.findings().get(0);
    assertThat(finding.rule()).isEqualTo(RuleId.NEGOTIATED_BELOW_FLOOR);
    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding.confidence()).isEqualTo(Confidence.HIGH);
  }

  @Test
  void nothingIsSaidOfTls12() {
    Judgement judgement =
        judge.judge(
            Seen.connection()
                .sni("outlook.office365.com")
                .offers(Seen.upTo(TLS_1_2))
                .chooses(TLS_1_2)
                .established()
                .build());

    assertThat(judgement.findings()).isEmpty();
    assertThat(judgement.flagged()).isFalse();
  }
}
