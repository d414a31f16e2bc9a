package io.tlsfloor.rules.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Direction;
import io.tlsfloor.rules.HomeNetworks;
import io.tlsfloor.rules.IpPrefix;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policies;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.Seen;
import io.tlsfloor.rules.ServiceEvidence;
import io.tlsfloor.rules.catalogue.Catalogue;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Direction: the first that applies. */
class DirectionTest {
  private final Judge judge = new Judge(Policy.standard(), Catalogue.bundled());

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          inbound: the client's address is the service's          | 40.92.1.1    | 203.0.113.9  | 25   | -                       | INBOUND
          inbound beats a name of the service                      | 40.92.1.1    | 203.0.113.9  | 25   | outlook.office365.com   | INBOUND
          outbound: the service is named by SNI                    | 203.0.113.5  | 203.0.113.9  | 443  | outlook.office365.com   | OUTBOUND
          outbound: named by SNI, though both ends are home        | 10.0.0.5     | 10.0.0.9     | 443  | outlook.office365.com   | OUTBOUND
          outbound: the server is the service by its address       | 203.0.113.5  | 52.97.1.1    | 443  | -                       | OUTBOUND
          internal: both ends in the home networks                 | 10.0.0.5     | 192.168.1.9  | 443  | -                       | INTERNAL
          internal: shared and link-local ranges are home          | 100.64.0.1   | 169.254.3.3  | 443  | -                       | INTERNAL
          internal: unique-local and link-local are home           | fd00::1      | fe80::1      | 443  | -                       | INTERNAL
          outbound: the client is home                             | 172.16.3.4   | 198.51.100.7 | 443  | www.example.org         | OUTBOUND
          external: neither end is home                            | 203.0.113.5  | 198.51.100.7 | 443  | -                       | EXTERNAL
          """)
  void isTheFirstThatApplies(
      String name, String client, String server, int port, String sni, Direction expected) {
    Seen seen = Seen.connection().client(client).server(server, port);
    if (!sni.equals("-")) {
      seen.sni(sni);
    }

    assertThat(judge.judge(seen.build()).direction()).isEqualTo(expected);
  }

  @Test
  void anInboundConnectionIsTheServicesByTheClientsAddress() {
    Judgement judgement =
        judge.judge(Seen.connection().client("40.92.1.1").server("203.0.113.9", 25).build());

    assertThat(judgement.service().orElseThrow().set()).contains(10);
    assertThat(judgement.service().orElseThrow().evidence()).isEqualTo(ServiceEvidence.ADDRESS);
  }

  @Test
  @DisplayName("DTLS media: either end says hello, the home end counts as the client")
  void ofMediaTheHomeEndIsTheClient() {
    Judgement judgement =
        judge.judge(
            Seen.connection()
                .client("52.112.1.1")
                .clientPort(3479)
                .server("10.20.3.41", 50_012)
                .udp(Protocol.DTLS)
                .offers(Seen.upTo(TlsVersion.DTLS_1_0))
                .build());

    assertThat(judgement.direction()).isEqualTo(Direction.OUTBOUND);
    assertThat(judgement.service().orElseThrow().set()).contains(11);
    assertThat(judgement.ends().client().toString()).isEqualTo("10.20.3.41:50012");
    assertThat(judgement.ends().server().toString()).isEqualTo("52.112.1.1:3479");
    assertThat(judgement.findings().get(0).summary())
        .startsWith("10.20.3.41:50012 to Microsoft Teams (52.112.1.1, port 3479,")
        .contains("the service's end said hello");
    assertThat(judgement.flagged()).isTrue();
  }

  @Test
  void homeNetworksAreWhatTheyAreSaidToBe() {
    HomeNetworks home = new HomeNetworks(List.of(IpPrefix.parse("203.0.113.0/24")));
    Policy own = Policies.home(home);
    Judge judgeOfOwn = new Judge(own, Catalogue.bundled());

    assertThat(
            judgeOfOwn
                .judge(Seen.connection().client("203.0.113.5").server("203.0.113.9", 1).build())
                .direction())
        .isEqualTo(Direction.INTERNAL);
    assertThat(
            judgeOfOwn
                .judge(Seen.connection().client("10.0.0.1").server("10.0.0.2", 1).build())
                .direction())
        .isEqualTo(Direction.EXTERNAL);
  }

  @Test
  void onlyChosenDirectionsAreFlagged() {
    Seen inbound =
        Seen.connection()
            .client("40.92.1.1")
            .server("203.0.113.9", 25)
            .offers(Seen.upTo(TlsVersion.TLS_1_0));
    Policy all = Policies.directions(EnumSet.allOf(Direction.class));

    Judgement kept = judge.judge(inbound.build());
    assertThat(kept.findings()).hasSize(1);
    assertThat(kept.flagged()).isFalse();
    assertThat(kept.belowThreshold()).isFalse();
    assertThat(new Judge(all, Catalogue.bundled()).judge(inbound.build()).flagged()).isTrue();
  }

  @Test
  void aServerThatIsTheServiceByDnsMakesItOutbound() {
    Seen seen =
        Seen.connection()
            .client("203.0.113.5")
            .server("198.51.100.7", 443)
            .named(NameSource.DNS, "contoso.sharepoint.com");

    assertThat(judge.judge(seen.build()).direction()).isEqualTo(Direction.OUTBOUND);
  }
}
