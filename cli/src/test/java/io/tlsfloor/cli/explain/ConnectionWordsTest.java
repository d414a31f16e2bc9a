package io.tlsfloor.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.report.model.Told;
import io.tlsfloor.rules.Judgement;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionWordsTest {
  private static List<String> facts(Told told) {
    Judgement judgement = told.judgement();
    return new ConnectionWords(judgement.connection(), judgement).facts();
  }

  @Test
  void sayWhoSaidHelloAndWhomReportsNameOfMedia() {
    assertThat(facts(Told.media()))
        .contains(
            "52.112.2.30:3478 is the client, because it sent the ClientHello.",
            "Either end of media may say hello: reports name 10.20.3.41:49152, the end at home, as"
                + " the client.");
    assertThat(facts(new Told())).noneMatch(fact -> fact.contains("reports name"));
  }
}
