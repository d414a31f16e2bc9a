package io.tlsfloor.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.command.When;
import io.tlsfloor.cli.option.Settings.ExplanationForm;
import io.tlsfloor.cli.policy.JudgingOptions;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.report.model.Told;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.judge.Judge;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final int MANY = 10_000;

  private static Selection ofFrame(long frame) {
    JudgingOptions judging =
        new JudgingOptions(
            false, Optional.empty(), Policy.standard(), Optional.empty(), Duration.ofSeconds(10));
    return new Selection(
        new ExplainOptions(
            "capture.pcap",
            Optional.of(frame),
            Optional.empty(),
            List.of(),
            ExplanationForm.TEXT,
            When.NEVER,
            judging),
        new Judge(Policy.standard(), Catalogue.bundled()));
  }

  private static TlsConnection withNames(int count) {
    TlsConnection plain = new Told().judgement().connection();
    NameSeen name = new NameSeen("a.example.com", NameSource.SNI);
    return new TlsConnection(
        plain.sockets(),
        plain.handshake(),
        Collections.nCopies(count, name),
        plain.mail(),
        plain.way(),
        plain.evidence(),
        plain.log());
  }

  @Test
  void beforeTheFrameIsSeenLongConnectionsAreForgottenSoonerThanShortOnes() {
    Selection ofShort = ofFrame(1_000_000);
    Selection ofLong = ofFrame(1_000_000);
    TlsConnection shortOne = withNames(1);
    TlsConnection longOne = withNames(1_000);
    for (int i = 0; i < MANY; i++) {
      ofShort.connection(shortOne);
      ofLong.connection(longOne);
    }

    assertThat(ofShort.forgotten()).isZero();
    assertThat(ofLong.forgotten()).isBetween(MANY / 2L, MANY - 1L);
  }
}
