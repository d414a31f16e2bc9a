package io.tlsfloor.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.Sides;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.RuleId;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TallyTest {
  private final Tally tally = new Tally(Policy.standard());
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

    assertThat(tally.connections()).isEqualTo(2);
    assertThat(tally.bothSides()).isEqualTo(1);
    assertThat(tally.flagged()).isEqualTo(1);
    assertThat(tally.findings()).containsOnlyKeys(RuleId.OFFERED_BELOW_FLOOR);
    assertThat(tally.clients().clients()).isEqualTo(1);
  }

  @Test
  void countsExceptedConnectionsApart() {
    Told excepted = Told.everything();
    excepted.flagged = false;
    tally.add(excepted.judgement());

    assertThat(tally.excepted()).isEqualTo(1);
    assertThat(tally.flagged()).isZero();
  }
}
