package io.tlsfloor.report.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientBehaviour.LowHellos;
import io.tlsfloor.report.model.ClientDay.Period;
import io.tlsfloor.report.text.Timestamps.Dated;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClientTallyTest {
  private static final int ROOM = 800;

  private final ClientTally tally = new ClientTally(UnaryOperator.identity(), ROOM);

  @Test
  void countsByHighestOfferAndByChoice() {
    Told told = new Told();
    tally.add(told.judgement(), Policy.standard());
    told.time = Told.NINE.plusSeconds(60);
    told.offered = Optional.of(TlsVersion.TLS_1_2);
    told.chosen = Optional.of(TlsVersion.TLS_1_2);
    told.severity = Optional.empty();
    told.flagged = false;
    tally.add(told.judgement(), Policy.standard());

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
      tally.add(told.judgement(), Policy.standard());
    }

    assertThat(tally.summaries())
        .extracting(client -> client.client().toString())
        .containsExactly("10.0.0.3", "10.0.0.20", "2001:db8::1");
    assertThat(tally.clients()).isEqualTo(3);
  }

  @Test
  void tellsOfFlaggedClientsAloneAsItTellsOfThemAmongAll() {
    Told told = new Told();
    tally.add(told.judgement(), Policy.standard());
    told.client = IpAddress.parse("10.0.0.3");
    told.flagged = false;
    told.severity = Optional.empty();
    told.offered = Optional.of(TlsVersion.TLS_1_2);
    tally.add(told.judgement(), Policy.standard());

    assertThat(tally.summaries(true, Instant.MAX, Instant.MIN)).hasSize(2);
    assertThat(tally.summaries(false, Instant.MAX, Instant.MIN))
        .singleElement()
        .isEqualTo(
            tally.summaries(true, Instant.MAX, Instant.MIN).stream()
                .filter(c -> c.flagged() > 0)
                .findFirst()
                .orElseThrow());
  }

  @Test
  void tellsOfExceptedClientsAmongThoseWithFindings() {
    Told told = new Told();
    told.flagged = false;
    told.excepted = true;
    tally.add(told.judgement(), Policy.standard());

    assertThat(tally.summaries(false, Instant.MAX, Instant.MIN)).hasSize(1);
  }

  @Test
  void forgetsTheIdlestUnflaggedClientWhenThereIsNoRoomAndCountsIt() {
    Told told = new Told();
    told.client = IpAddress.v4(1);
    tally.add(told.judgement(), Policy.standard());
    told.flagged = false;
    for (int i = 2; i <= ROOM + 1; i++) {
      told.client = IpAddress.v4(i);
      tally.add(told.judgement(), Policy.standard());
    }

    assertThat(tally.dropped()).isEqualTo(1);
    assertThat(tally.summaries())
        .hasSize(ROOM)
        .extracting(ClientDay::client)
        .contains(IpAddress.v4(1))
        .doesNotContain(IpAddress.v4(2));
  }

  @Test
  void ofFlaggedClientsAloneTheIdlestIsForgottenAndOneUsedAgainStays() {
    Told told = fillWithFlaggedClients();
    told.client = IpAddress.v4(1);
    tally.add(told.judgement(), Policy.standard());
    told.client = IpAddress.v4(0);
    tally.add(told.judgement(), Policy.standard());

    assertThat(tally.dropped()).isEqualTo(1);
    assertThat(clients(0, 1, 2)).containsExactly(IpAddress.v4(0), IpAddress.v4(1));
  }

  private Told fillWithFlaggedClients() {
    Told told = new Told();
    for (int i = 1; i <= ROOM; i++) {
      told.client = IpAddress.v4(i);
      tally.add(told.judgement(), Policy.standard());
    }
    return told;
  }

  /** Which of these are there. */
  private List<IpAddress> clients(Integer... wanted) {
    List<IpAddress> addresses = Stream.of(wanted).map(IpAddress::v4).toList();
    return tally.summaries().stream().map(ClientDay::client).filter(addresses::contains).toList();
  }

  @Test
  void keepsFewOfManyStacksAndVersions() {
    Told told = new Told();
    for (int i = 0; i < 100; i++) {
      told.stack = Optional.of(new ClientStack("stack " + i, "s" + i, Confidence.HIGH, List.of()));
      told.offered = Optional.of(new TlsVersion(0x7F00 + i));
      tally.add(told.judgement(), Policy.standard());
    }

    ClientDay client = tally.summaries().get(0);
    assertThat(client.connections()).isEqualTo(100);
    assertThat(client.stacks()).hasSize(ClientDay.MAX_STACKS);
    assertThat(client.offered()).hasSize(VersionCounts.MAX);
  }

  private static final Instant MIDNIGHT = Instant.parse("2026-11-03T00:00:00Z");

  @Test
  void countsEachUtcDayOnItsOwnByTheFirstPacket() {
    Told told = new Told();
    told.time = MIDNIGHT.minusNanos(1_000_000); // its last packet comes on the next day
    tally.add(told.judgement(), Policy.standard());
    told.time = MIDNIGHT;
    tally.add(told.judgement(), Policy.standard());
    tally.add(told.judgement(), Policy.standard());

    assertThat(tally.summaries(true, Told.NINE, MIDNIGHT.plusSeconds(3600)))
        .extracting(ClientDay::connections, ClientDay::period)
        .containsExactly(
            tuple(1L, new Period(0, Told.NINE, MIDNIGHT)),
            tuple(2L, new Period(0, MIDNIGHT, MIDNIGHT.plusSeconds(3600))));
  }

  @Test
  void aPeriodHoldsAtLeastWhatWasSeen() {
    Told told = new Told();
    tally.add(told.judgement(), Policy.standard());

    assertThat(tally.summaries())
        .extracting(ClientDay::period)
        .containsExactly(new Period(0, Told.NINE, Told.NINE.plusMillis(7)));
  }

  @Test
  void aPartCountsOnlyWhatCameSinceTheLast() {
    Told told = new Told();
    tally.add(told.judgement(), Policy.standard());
    tally.add(told.judgement(), Policy.standard());
    Instant ten = Told.NINE.plusSeconds(3600);

    assertThat(tally.part(Told.NINE, ten)).extracting(ClientDay::connections).containsExactly(2L);
    assertThat(tally.part(ten, ten.plusSeconds(3600))).isEmpty();
    told.time = ten;
    tally.add(told.judgement(), Policy.standard());
    assertThat(tally.part(ten, ten.plusSeconds(3600)))
        .extracting(ClientDay::connections)
        .containsExactly(1L);
    assertThat(tally.clients()).isEqualTo(1);
  }

  @Test
  void partsAddUpToTheWhole() {
    ClientTally whole = new ClientTally(UnaryOperator.identity());
    ClientDay sum = null;
    for (int i = 0; i < 6; i++) {
      Told told = new Told();
      told.time = Told.NINE.plusSeconds(60L * i);
      told.outcome = i % 2 == 0 ? Outcome.REFUSED : Outcome.ESTABLISHED;
      told.offered = Optional.of(i < 3 ? TlsVersion.TLS_1_0 : TlsVersion.TLS_1_1);
      whole.add(told.judgement(), Policy.standard());
      tally.add(told.judgement(), Policy.standard());
      ClientDay part = tally.part(Instant.MAX, Instant.MIN).get(0);
      sum = sum == null ? part : sum.and(part);
    }

    assertThat(sum).isNotNull();
    ClientDay day = whole.summaries().get(0);
    assertThat(sum)
        .usingRecursiveComparison()
        .ignoringFields("behaviour.retries", "period.part") // between parts nobody waits
        .isEqualTo(day);
    assertThat(sum.behaviourText(TlsVersion.TLS_1_2, Dated.IF_NEEDED))
        .containsExactly("never offers TLS 1.2 or later", "got through 09:01:00 to 09:05:00");
  }

  @Test
  void lowHellosInOnePartNextToHighOnesThatGetThroughInAnotherAreMixed() {
    Told told = new Told();
    tally.add(told.judgement(), Policy.standard());
    ClientDay low = tally.part(Instant.MAX, Instant.MIN).get(0);
    told.offered = Optional.of(TlsVersion.TLS_1_2);
    told.outcome = Outcome.ESTABLISHED;
    tally.add(told.judgement(), Policy.standard());
    ClientDay high = tally.part(Instant.MAX, Instant.MIN).get(0);

    assertThat(low.and(high).behaviour().lowHellos(1)).isEqualTo(LowHellos.MIXED);
    assertThat(high.and(low).behaviour().lowHellos(1)).isEqualTo(LowHellos.MIXED);
  }

  @Test
  void whatIsExceptedIsCountedWithItsSeverity() {
    Told told = new Told();
    told.flagged = false;
    told.excepted = true;
    tally.add(told.judgement(), Policy.standard());

    assertThat(tally.summaries())
        .extracting(
            ClientDay::flagged,
            ClientDay::excepted,
            ClientDay::severity,
            ClientDay::exceptedSeverity)
        .containsExactly(tuple(0L, 1L, Optional.empty(), Optional.of(Severity.HIGH)));
  }

  @Test
  void theEarliestDayMakesRoomForOthers() {
    Told told = new Told();
    tally.add(told.judgement(), Policy.standard());
    assertThat(tally.earliestDays(true, Instant.MAX, Instant.MIN)).isEmpty();
    told.time = MIDNIGHT;
    tally.add(told.judgement(), Policy.standard());

    assertThat(tally.earliestDays(true, Instant.MAX, Instant.MIN))
        .extracting(ClientDay::firstSeen)
        .containsExactly(Told.NINE);
    assertThat(tally.summaries()).extracting(ClientDay::firstSeen).containsExactly(MIDNIGHT);
  }

  @Test
  void isFullOnlyWhereAnotherDayCanGo() {
    Told told = new Told();
    for (int i = 0; i <= ROOM; i++) {
      told.client = IpAddress.v4(0x0A000000 + i);
      tally.add(told.judgement(), Policy.standard());
      assertThat(tally.isFull()).isFalse(); // or each further connection would cost a look at all
    }
    assertThat(tally.dropped()).isEqualTo(1);
    assertThat(tally.clients()).isEqualTo(ROOM + 1L);

    told.time = MIDNIGHT;
    tally.add(told.judgement(), Policy.standard());
    assertThat(tally.isFull()).isTrue();
    assertThat(tally.earliestDays(true, Instant.MAX, Instant.MIN)).hasSize(ROOM - 1);
    assertThat(tally.isFull()).isFalse();
  }

  @Test
  void newsIsAClientThatIsSeenFirstAndWhatIsFoundOrAnsweredFirst() {
    Told told = new Told();
    tally.noteNews();
    tally.add(told.judgement(), Policy.standard());
    Instant ten = Told.NINE.plusSeconds(3600);
    assertThat(tally.news(Told.NINE, ten)).extracting(ClientDay::connections).containsExactly(1L);

    told.time = Told.NINE.plusSeconds(60);
    tally.add(told.judgement(), Policy.standard());
    assertThat(tally.news(Told.NINE, ten)).isEmpty();
    told.outcome = Outcome.ESTABLISHED;
    tally.add(told.judgement(), Policy.standard());
    assertThat(tally.news(Told.NINE, ten)).extracting(ClientDay::connections).containsExactly(2L);
    assertThat(tally.part(Told.NINE, ten)).isEmpty();
  }

  @Test
  void findingsAreKeptAsTheyAreTold() {
    Told other = new Told();
    other.file = "shown.pcap";
    ClientTally shown = new ClientTally(judgement -> other.judgement());
    shown.add(new Told().judgement(), Policy.standard());

    assertThat(shown.summaries().get(0).findings())
        .singleElement()
        .satisfies(found -> assertThat(found.sight().frame().file()).isEqualTo("shown.pcap"));
  }
}
