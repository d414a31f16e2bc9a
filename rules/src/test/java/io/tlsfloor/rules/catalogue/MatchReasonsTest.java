package io.tlsfloor.rules.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.Transport;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchReasonsTest {
  private static final Catalogue CATALOGUE = Catalogue.bundled();

  private static Explanation explain(String subject, int port) {
    return CATALOGUE.explain(subject, Transport.TCP, Optional.of(port));
  }

  @Test
  void everySetThatHoldsANameIsToldWithItsReason() {
    Explanation explanation = explain("Outlook.Office365.com", 993);

    assertThat(explanation.subject()).isEqualTo("outlook.office365.com");
    assertThat(explanation.chosen().orElseThrow().row().set().id()).contains(2);
    assertThat(explanation.matches())
        .extracting(Explanation.Reasoned::why)
        .contains(
            "equals outlook.office365.com, though not on port 993",
            "equals outlook.office365.com, on port 993",
            "is covered by *.office365.com, though not on port 993");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sharepoint.com                     | *.sharepoint.com covers names below sharepoint.com, not sharepoint.com itself
          notsharepoint.com                  | ends in sharepoint.com, but not at a dot
          outlook.office365.com.evil.example | outlook.office365.com is in the middle of it, and others own the end
          login.micros0ftonline.com          | looks like login.microsoftonline.com
          x.graph.windows.net                | is below graph.windows.net, which has no wildcard
          web.microsoftstream.com            | *.microsoftstream.com was in the list until 2024-07-28
          52.95.255.255                      | is next to 52.96.0.0/14, in the same /10
          """)
  void nearMissesAreToldWithTheirReason(String subject, String why) {
    Explanation explanation = explain(subject, 443);

    assertThat(explanation.chosen()).isEmpty();
    assertThat(explanation.near()).extracting(Explanation.Reasoned::why).contains(why);
  }

  @Test
  void everySetThatHoldsAnAddressIsTold() {
    Explanation explanation = explain("52.97.1.1", 995);

    assertThat(explanation.chosen().orElseThrow().row().set().id()).contains(2);
    assertThat(explanation.matches())
        .extracting(Explanation.Reasoned::why)
        .contains("is in 52.96.0.0/14, on port 995", "is in 52.96.0.0/14, though not on port 995");
  }

  @Test
  void whatIsLikeNothingHasNothingNear() {
    Explanation explanation = explain("www.example.org", 443);

    assertThat(explanation.matches()).isEmpty();
    assertThat(explanation.near()).isEmpty();
  }
}
