package io.tlsfloor.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Severity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientTallyTest {
  private final ClientTally tally = new ClientTally(TlsVersion.TLS_1_2);

  @Test
  void countsByHighestOfferAndByChoice() {
    Told told = new Told();
    tally.add(told.judgement());
    told.time = Told.NINE.plusSeconds(60);
    told.offered = Optional.of(TlsVersion.TLS_1_2);
    told.chosen = Optional.of(TlsVersion.TLS_1_2);
    told.severity = Optional.empty();
    told.flagged = false;
    tally.add(told.judgement());

    assertThat(tally.summaries())
        .singleElement()
        .satisfies(
            client -> {
              assertThat(client.connections()).isEqualTo(2);
              assertThat(client.flagged()).isEqualTo(1);
              assertThat(client.offered())
                  .containsEntry(TlsVersion.TLS_1_0, 1L)
                  .containsEntry(TlsVersion.TLS_1_2, 1L);
              assertThat(client.negotiated()).containsOnlyKeys(TlsVersion.TLS_1_2);
              assertThat(client.severity()).contains(Severity.HIGH);
              assertThat(client.stacks()).containsExactly("Java 7 (JSSE)");
              assertThat(client.firstSeen()).isEqualTo(Told.NINE);
              assertThat(client.lastSeen()).isEqualTo(Told.NINE.plusSeconds(60).plusMillis(7));
            });
  }

  @Test
  void keepsClientsApartAndInOrder() {
    Told told = new Told();
    for (String client : List.of("10.0.0.20", "10.0.0.3", "2001:db8::1")) {
      told.client = IpAddress.parse(client);
      tally.add(told.judgement());
    }

    assertThat(tally.summaries())
        .extracting(client -> client.client().toString())
        .containsExactly("10.0.0.3", "10.0.0.20", "2001:db8::1");
    assertThat(tally.clients()).isEqualTo(3);
  }

  @Test
  void tellsOfFlaggedClientsAloneAsItTellsOfThemAmongAll() {
    Told told = new Told();
    tally.add(told.judgement());
    told.client = IpAddress.parse("10.0.0.3");
    told.flagged = false;
    told.severity = Optional.empty();
    tally.add(told.judgement());

    assertThat(tally.summaries(true)).hasSize(2);
    assertThat(tally.summaries(false))
        .singleElement()
        .isEqualTo(
            tally.summaries(true).stream().filter(c -> c.flagged() > 0).findFirst().orElseThrow());
  }

  @Test
  void forgetsTheIdlestUnflaggedClientWhenThereIsNoRoomAndCountsIt() {
    Told told = new Told();
    told.client = IpAddress.v4(1);
    tally.add(told.judgement());
    told.flagged = false;
    for (int i = 2; i <= ClientTally.MAX_ENTRIES + 1; i++) {
      told.client = IpAddress.v4(i);
      tally.add(told.judgement());
    }

    assertThat(tally.dropped()).isEqualTo(1);
    assertThat(tally.summaries())
        .hasSize(ClientTally.MAX_ENTRIES)
        .extracting(ClientSummary::client)
        .contains(IpAddress.v4(1))
        .doesNotContain(IpAddress.v4(2));
  }

  @Test
  void keepsFewOfManyStacksAndVersions() {
    Told told = new Told();
    for (int i = 0; i < 100; i++) {
      told.stack = Optional.of(new ClientStack("stack " + i, "s" + i, Confidence.HIGH, List.of()));
      told.offered = Optional.of(new TlsVersion(0x7F00 + i));
      tally.add(told.judgement());
    }

    ClientSummary client = tally.summaries().get(0);
    assertThat(client.connections()).isEqualTo(100);
    assertThat(client.stacks()).hasSize(ClientTally.MAX_STACKS);
    assertThat(client.offered()).hasSize(ClientTally.MAX_VERSIONS);
  }
}
