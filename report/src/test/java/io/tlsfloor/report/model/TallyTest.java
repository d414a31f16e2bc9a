package io.tlsfloor.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.Sides;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.catalogue.ListVersion;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TallyTest {
  private final Tally tally = new Tally(Policy.standard(), UnaryOperator.identity());
  private final Told told = new Told();

  /** A client's hello up to TLS 1.2, after which nothing was captured. */
  @BeforeEach
  void anUndecidedConnection() {
    told.offered = Optional.of(TlsVersion.TLS_1_2);
    told.outcome = Outcome.INCOMPLETE;
    told.alert = Optional.empty();
    told.ending = Optional.of(new Ending(EndedHow.TIMEOUT, Optional.empty()));
    told.sides = Sides.CLIENT;
    told.severity = Optional.empty();
    told.flagged = false;
  }

  private long halfSeen() {
    tally.add(told.judgement());
    return tally.halfSeen();
  }

  @Test
  void aServerThatWasNeverCapturedHidesItsChoice() {
    assertThat(halfSeen()).isEqualTo(1);
  }

  @Test
  void anAnswerWhoseBeginningIsNotKnownHidesTheChoice() {
    told.sides = Sides.BOTH;

    assertThat(halfSeen()).isEqualTo(1);
  }

  @Test
  void aListWithoutOldVersionsHidesNothing() {
    told.min = Optional.of(TlsVersion.TLS_1_2);

    assertThat(halfSeen()).isZero();
  }

  @Test
  void aListWithOldVersionsHidesTheChoice() {
    told.min = Optional.of(TlsVersion.TLS_1_0);

    assertThat(halfSeen()).isEqualTo(1);
  }

  @Test
  void halfAHelloHidesTheRest() {
    told.whole = false;
    told.sides = Sides.BOTH;

    assertThat(halfSeen()).isEqualTo(1);
  }

  @Test
  void aHelloThatWasLostFromABeginningThatWasSeenHidesEverything() {
    told.offered = Optional.empty();
    told.serverName = Optional.empty();

    assertThat(halfSeen()).isEqualTo(1);
  }

  @Test
  void theMiddleOfAConnectionIsNoHalfSeenHello() {
    told.offered = Optional.empty();
    told.fromStart = false;

    assertThat(halfSeen()).isZero();
  }

  @Test
  void aRefusalInClearShowsThatAHelloWasLost() {
    told.offered = Optional.empty();
    told.fromStart = false;
    told.outcome = Outcome.REFUSED;
    told.alert = Optional.of(new AlertSeen(Optional.of(Side.SERVER), 2, 70));

    assertThat(halfSeen()).isEqualTo(1);
  }

  @Test
  void aHelloJustBeforeTheEndOfTheCaptureIsNoLoss() {
    told.ending = Optional.of(new Ending(EndedHow.CAPTURE_END, Optional.empty()));

    assertThat(halfSeen()).isZero();
  }

  @Test
  void aHoleBeforeTheChoiceHidesIt() {
    told.holes = 1;
    told.sides = Sides.BOTH;

    assertThat(halfSeen()).isEqualTo(1);
  }

  @Test
  void aConnectionToSomebodyElseHidesNothing() {
    told.service = Optional.empty();
    told.serverName = Optional.of("www.example.com");

    assertThat(halfSeen()).isZero();
  }

  @Test
  void whereAnyServiceCountsAConnectionToSomebodyElseHidesAsMuch() {
    told.service = Optional.empty();
    told.serverName = Optional.of("www.example.com");
    Tally any = new Tally(anyService(), UnaryOperator.identity());
    any.add(told.judgement());

    assertThat(any.halfSeen()).isEqualTo(1);
  }

  private static Policy anyService() {
    Policy standard = Policy.standard();
    return new Policy(
        standard.floor(),
        standard.minSeverity(),
        standard.minConfidence(),
        true,
        standard.rules(),
        standard.directions(),
        standard.instances(),
        standard.homeNetworks(),
        standard.adjustments());
  }

  @Test
  void aHoleWhereTheHelloBelongsHidesItsListWhateverTheServerChose() {
    told.offered = Optional.empty();
    told.chosen = Optional.of(TlsVersion.TLS_1_2);
    told.sides = Sides.BOTH;
    told.holes = 1;

    assertThat(halfSeen()).isEqualTo(1);
  }

  @Test
  void aConnectionToAnybodyMayBeTheServices() {
    told.service = Optional.empty();
    told.serverName = Optional.empty();

    assertThat(halfSeen()).isEqualTo(1);
  }

  @Test
  void quicHidesNothing() {
    told.protocol = Protocol.QUIC;

    assertThat(halfSeen()).isZero();
  }

  @Test
  void aChosenVersionHidesNothing() {
    told.chosen = Optional.of(TlsVersion.TLS_1_2);

    assertThat(halfSeen()).isZero();
  }

  @Test
  void countsFindingsOfFlaggedConnectionsOnly() {
    tally.add(new Told().judgement());
    tally.add(told.judgement());

    Run.Totals found = run(List.of()).found();
    assertThat(found.connections()).isEqualTo(2);
    assertThat(found.bothSides()).isEqualTo(1);
    assertThat(found.flagged()).isEqualTo(1);
    assertThat(found.rules()).containsOnlyKeys(RuleId.OFFERED_BELOW_FLOOR);
    assertThat(found.clients()).isEqualTo(1);
  }

  @Test
  void countsExceptedConnectionsApart() {
    Told excepted = Told.everything();
    excepted.flagged = false;
    tally.add(excepted.judgement());

    Run.Totals found = run(List.of()).found();
    assertThat(found.excepted()).isEqualTo(1);
    assertThat(found.flagged()).isZero();
  }

  @Test
  void aNarrowedRunSaysWhatItLeftOut() {
    tally.add(told.judgement());
    tally.leaveOut(new Told().judgement());
    tally.leaveOut(told.judgement());

    assertThat(run(List.of("client", "from")).terms().leftOut())
        .contains(new Run.LeftOut(2, 1, List.of("client", "from")));
    assertThat(run(List.of()).terms().leftOut()).isEmpty();
  }

  @Test
  void theSameCapturesGiveTheSameIdWhereverTheyLie() {
    String id = run("here/a.pcap", "--floor 1.2").course().id();
    assertThat(run("there/b.pcap", "--floor 1.2").course().id()).isEqualTo(id).hasSize(32);
    assertThat(run("here/a.pcap", "--floor 1.3").course().id()).isNotEqualTo(id);

    tally.told(new Told().result());

    assertThat(run("here/a.pcap", "--floor 1.2").course().id()).isNotEqualTo(id);
  }

  private Run run(String file, String options) {
    Run.Input input = Run.Input.capture(file, 7, 700, Optional.empty(), Optional.empty());
    return tally.run(
        new Tally.Frame(Told.NINE, options, List.of(), false),
        new Run.Read(List.of(input), 7, 700, Optional.of(Told.NINE), Optional.of(Told.NINE)),
        new ListVersion("bundled", Optional.empty(), Optional.empty()),
        Losses.NONE);
  }

  private Run run(List<String> narrowedBy) {
    return tally.run(
        new Tally.Frame(Told.NINE, "", narrowedBy, false),
        new Run.Read(List.of(), 0, 0, Optional.empty(), Optional.empty()),
        new ListVersion("bundled", Optional.empty(), Optional.empty()),
        Losses.NONE);
  }
}
