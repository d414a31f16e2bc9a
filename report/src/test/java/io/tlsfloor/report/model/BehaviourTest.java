package io.tlsfloor.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientBehaviour.LowHellos;
import io.tlsfloor.report.model.ClientBehaviour.SpeaksFloor;
import io.tlsfloor.report.text.Timestamps.Dated;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what is said of a client's behaviour over several connections. */
class BehaviourTest {
  private final ClientTally tally = new ClientTally(UnaryOperator.identity());
  private final Told told = new Told();

  private void connects(int second, TlsVersion offered, Outcome outcome) {
    told.time = Told.NINE.plusSeconds(second);
    told.offered = Optional.of(offered);
    told.outcome = outcome;
    tally.add(told.judgement(), Policy.standard());
  }

  private ClientDay day() {
    return tally.summaries().get(0);
  }

  private ClientBehaviour behaviour() {
    return day().behaviour();
  }

  private List<String> text() {
    return day().behaviourText(TlsVersion.TLS_1_2, Dated.IF_NEEDED);
  }

  private LowHellos lowHellos() {
    return behaviour().lowHellos(day().counts().offeredBelow(TlsVersion.TLS_1_2));
  }

  private static ClientName named(Told client, String name, ClientNameSource from, long frame) {
    return new ClientName(
        client.client, name, from, new FrameRef("a.pcap", frame, Told.NINE.plusSeconds(frame)));
  }

  @Test
  void aRefusedClientThatTriesAgainHasACadence() {
    for (int second : new int[] {0, 300, 601, 890, 4000}) {
      connects(second, TlsVersion.TLS_1_0, Outcome.REFUSED);
    }

    assertThat(day().counts().failed()).isEqualTo(5);
    assertThat(behaviour().retries().usual())
        .map(Duration::toSeconds)
        .contains(296L); // the mean of three, without the night
    assertThat(lowHellos()).isEqualTo(LowHellos.LEGACY);
    assertThat(text())
        .containsExactly(
            "never offers TLS 1.2 or later", "never got through", "tries again about every 5 min");
  }

  @Test
  void attemptsWithinASecondAreOne() {
    for (int second : new int[] {0, 0, 0, 60, 60, 120}) {
      connects(second, TlsVersion.TLS_1_0, Outcome.RESET);
    }

    assertThat(behaviour().retries().usual()).contains(Duration.ofMinutes(1));
  }

  @Test
  void afterASuccessNothingIsTriedAgain() {
    connects(0, TlsVersion.TLS_1_0, Outcome.REFUSED);
    connects(10, TlsVersion.TLS_1_0, Outcome.ESTABLISHED);
    connects(500, TlsVersion.TLS_1_0, Outcome.ESTABLISHED);

    assertThat(behaviour().retries().usual()).contains(Duration.ofSeconds(10));
    assertThat(day().counts().succeeded()).isEqualTo(2);
    assertThat(behaviour().firstSuccess()).contains(Told.NINE.plusSeconds(10));
    assertThat(behaviour().lastSuccess()).contains(Told.NINE.plusSeconds(500));
    assertThat(text()).contains("got through 09:00:10 to 09:08:20");
  }

  @Test
  void whatIsIncompleteCountsAsNeither() {
    connects(0, TlsVersion.TLS_1_0, Outcome.INCOMPLETE);

    assertThat(day().counts().failed() + day().counts().succeeded()).isZero();
    assertThat(text()).isEmpty();
    connects(9, TlsVersion.TLS_1_0, Outcome.INCOMPLETE);
    assertThat(text()).containsExactly("never offers TLS 1.2 or later");
  }

  @Test
  void manyAttemptsTakeBoundedRoomAndMostOfThemCount() {
    int second = 0;
    for (int i = 0; i < 1000; i++) {
      second += i < 900 ? 10 : 60;
      connects(second, TlsVersion.TLS_1_0, Outcome.REFUSED);
    }

    assertThat(behaviour().retries().usual()).contains(Duration.ofSeconds(10));
    assertThat(behaviour().retries().byMagnitude()).hasSize(2);
  }

  @Test
  void aLowHelloRightAfterAHigherOneThatFailedIsAFallback() {
    connects(0, TlsVersion.TLS_1_3, Outcome.RESET);
    connects(1, TlsVersion.TLS_1_0, Outcome.ESTABLISHED);

    assertThat(lowHellos()).isEqualTo(LowHellos.FALLBACK);
    assertThat(text()).contains("falls back below TLS 1.2 after attempts with more");
  }

  @Test
  void aHelloThatSaysSoIsAFallback() {
    Told scsv = Told.everything();
    tally.add(scsv.judgement(), Policy.standard());

    assertThat(lowHellos()).isEqualTo(LowHellos.FALLBACK);
  }

  @Test
  void aLowHelloBesideHigherOnesThatGetThroughIsNoLegacyClientAlone() {
    connects(0, TlsVersion.TLS_1_2, Outcome.ESTABLISHED);
    connects(100, TlsVersion.TLS_1_0, Outcome.REFUSED);

    assertThat(lowHellos()).isEqualTo(LowHellos.MIXED);
    assertThat(behaviour().speaksFloor()).isEqualTo(SpeaksFloor.HERE);
    assertThat(text())
        .contains("also gets through with TLS 1.2 or later: perhaps a second program");
  }

  @Test
  void whatItOffersToOthersIsSaid() {
    connects(0, TlsVersion.TLS_1_0, Outcome.REFUSED);
    told.offered = Optional.of(TlsVersion.TLS_1_3);
    tally.seen(told.judgement(), Policy.standard());

    assertThat(behaviour().speaksFloor()).isEqualTo(SpeaksFloor.ELSEWHERE);
    assertThat(text()).contains("offers TLS 1.2 or later to others, never here");
  }

  @Test
  void ofAClientThatIsWellNothingIsSaid() {
    connects(0, TlsVersion.TLS_1_3, Outcome.ESTABLISHED);

    assertThat(lowHellos()).isEqualTo(LowHellos.NONE);
    assertThat(text()).isEmpty();
  }

  @Test
  void anUnknownVersionIsNeitherLowNorHigh() {
    connects(0, new TlsVersion(0x9999), Outcome.ESTABLISHED);

    assertThat(lowHellos()).isEqualTo(LowHellos.NONE);
    assertThat(behaviour().speaksFloor()).isEqualTo(SpeaksFloor.NO);
  }

  @Test
  void manyStacksAtOneAddressAreSeveralBehindIt() {
    for (int i = 0; i < 5; i++) {
      assertThat(i == 0 || !behaviour().severalBehind()).isTrue();
      told.stack = Optional.of(new ClientStack("stack " + i, "s" + i, Confidence.HIGH, List.of()));
      told.service = Optional.of(Told.exchange("h" + i + ".office365.com"));
      connects(i, TlsVersion.TLS_1_0, Outcome.REFUSED);
    }

    assertThat(behaviour().severalBehind()).isTrue();
    assertThat(text()).contains("5 stacks at one address: a NAT, a proxy or several users");
  }

  @ParameterizedTest(name = "{1} names by {0}: {2}")
  @CsvSource({
    "DHCP, 1, false",
    "DHCP, 2, true",
    "NETBIOS, 2, true",
    "EHLO, 2, false",
    "EHLO, 3, true",
    "MDNS, 8, false"
  })
  void manyNamesAtOneAddressAreSeveralBehindIt(ClientNameSource from, int count, boolean several) {
    connects(0, TlsVersion.TLS_1_0, Outcome.REFUSED);
    List<ClientName> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(named(told, "n" + i, from, i + 1));
    }
    tally.named(names);

    assertThat(behaviour().severalBehind()).isEqualTo(several);
  }

  @Test
  void namesOfLaterCapturesComeFirstAndOnce() {
    connects(0, TlsVersion.TLS_1_0, Outcome.REFUSED);
    tally.named(
        List.of(
            named(told, "b", ClientNameSource.DHCP, 2),
            named(told, "a", ClientNameSource.EHLO, 1)));
    tally.named(
        List.of(
            named(told, "c", ClientNameSource.DHCP, 9),
            named(told, "a", ClientNameSource.EHLO, 8)));

    assertThat(day().names())
        .extracting(n -> n.name() + "#" + n.frame().number())
        .containsExactly("c#9", "a#8", "b#2");
  }

  @ParameterizedTest(name = "{0} s: {1}")
  @CsvSource({
    "1, 1 s",
    "119, 119 s",
    "300, 5 min",
    "7100, 118 min",
    "10800, 3 h",
    "604800, 7 days"
  })
  void roundsIntervals(long seconds, String text) {
    assertThat(ClientBehaviour.rounded(Duration.ofSeconds(seconds))).isEqualTo(text);
  }
}
