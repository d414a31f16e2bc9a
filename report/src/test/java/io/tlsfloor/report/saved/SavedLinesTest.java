package io.tlsfloor.report.saved;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ClientStates;
import io.tlsfloor.report.model.Counted;
import io.tlsfloor.report.model.LossKind;
import io.tlsfloor.report.model.RandomDays;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.Told;
import io.tlsfloor.report.model.WatchState;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is read of runs again, in whatever parts and order, and however often. */
class SavedLinesTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 2);
  private static final Origin SCAN = new Origin(Optional.empty(), Optional.empty(), false);

  private final List<Result> connections = new ArrayList<>();
  private final List<ClientDay> days = new ArrayList<>();
  private ClientStates clients = ClientStates.NONE;
  private final SavedLines lines =
      new SavedLines(
          new Report() {
            @Override
            public void connection(Result result) {
              connections.add(result);
            }

            @Override
            public void clients(List<ClientDay> more) {
              days.addAll(more);
            }

            @Override
            public void run(Run run, ClientStates states) {
              clients = states;
            }
          },
          TODAY,
          Map.of());

  private static Origin watch(String id) {
    return new Origin(Optional.empty(), Optional.of(id), true, Optional.of(TlsVersion.TLS_1_3));
  }

  private static ClientDay day(Told... connections) {
    return Counted.days(List.of(connections).stream().map(Told::judgement).toList()).get(0);
  }

  private static Told at(int minute) {
    Told told = new Told();
    told.time = Told.NINE.plusSeconds(60L * minute);
    return told;
  }

  /** A run line with this id, which counts so many flagged connections in this hour. */
  private static Run run(String id, int hour, long flagged) {
    Run run = Told.run(flagged, 1, flagged).withId(id);
    Run.Read read = run.read();
    return run.with(
        new Run.Read(
            read.inputs(),
            read.packets() + hour, // no two hours are the same captures
            read.bytes(),
            Optional.of(Told.NINE.plusSeconds(3600L * hour)),
            Optional.of(Told.NINE.plusSeconds(3600L * hour + 3594))));
  }

  @Test
  void partsOfAWatchAddUpInAnyOrderAndTheSamePartCountsOnce() throws IOException {
    RandomDays some = new RandomDays(7);
    List<ClientDay> parts = some.connections(30);
    List<ClientDay> read = new ArrayList<>(parts);
    read.addAll(parts.subList(10, 20));
    Collections.shuffle(read, new Random(7));
    for (ClientDay part : read) {
      lines.client(watch("a"), part);
    }
    lines.finish();

    assertThat(days).containsExactly(parts.stream().reduce(ClientDay::and).orElseThrow());
  }

  @Test
  void aWatchThatWasKilledCountsWhatItWrote() throws IOException {
    lines.watch(
        watch("a"),
        new WatchState(
            "a",
            Told.NINE,
            Told.NINE.plusSeconds(600),
            Duration.ofMinutes(10),
            List.of(),
            List.of(),
            List.of(),
            Map.of("connections", 5L, "packets", 70L),
            List.of(new Run.Day(day(at(0)).day(), 600, 5, 0, 70, 0)),
            TlsVersion.TLS_1_3,
            "",
            Optional.empty()));
    lines.client(watch("a"), day(at(0), at(1)));
    lines.end(false);
    Run run = lines.finish();

    assertThat(run.found().flagged()).isEqualTo(2);
    assertThat(run.found().connections()).isEqualTo(5);
    assertThat(run.found().clients()).isEqualTo(1);
    assertThat(run.read().packets()).isEqualTo(70);
    assertThat(run.read().days()).extracting(Run.Day::watchedSeconds).containsExactly(600L);
    assertThat(run.terms().floor()).isEqualTo(TlsVersion.TLS_1_3);
    assertThat(run.missed().count(LossKind.WATCHES_WITHOUT_END)).isEqualTo(1);
    assertThat(run.missed().count(LossKind.NO_RUN_LINE)).isZero();
    assertThat(clients.below()).isEqualTo(1);
  }

  @Test
  void runsThatFollowEachOtherAddUp() throws IOException {
    lines.client(SCAN, day(at(0), at(1)));
    lines.run(SCAN, run("a", 0, 2));
    lines.client(SCAN, day(at(60), at(61), at(62)));
    lines.run(SCAN, run("b", 1, 3));
    Run run = lines.finish();

    assertThat(days).extracting(ClientDay::connections).containsExactly(5L);
    assertThat(run.found().flagged()).isEqualTo(5);
    assertThat(run.missed().hides()).isFalse();
  }

  @Test
  void aRunThatIsReadTwiceCountsOnce() throws IOException {
    for (int i = 0; i < 2; i++) {
      lines.connection(SCAN, at(0).result());
      lines.client(SCAN, day(at(0), at(1)));
      lines.run(SCAN, run("a", 0, 2));
      lines.end(true);
    }
    Run run = lines.finish();

    assertThat(connections).hasSize(1);
    assertThat(days).extracting(ClientDay::connections).containsExactly(2L);
    assertThat(run.found().flagged()).isEqualTo(2);
    assertThat(run.read().packets()).isEqualTo(41_207);
    assertThat(run.missed().hides()).isFalse();
  }

  /** As two scans by other options read the same captures, or two sensors see the same link. */
  @Test
  void ofRunsOfTheSameTimeTheLargerCountsHoldAndWhatEitherFound() throws IOException {
    Told high = at(2);
    high.offered = Optional.of(TlsVersion.TLS_1_2);
    high.severity = Optional.empty();
    high.flagged = false;
    lines.client(SCAN, day(at(0), at(1), high));
    lines.run(SCAN, run("a", 0, 2));
    Told other = at(2);
    other.stack = Optional.empty();
    lines.client(SCAN, day(at(0), at(1), other));
    lines.run(SCAN, run("b", 0, 3));
    Run run = lines.finish();

    assertThat(days).extracting(ClientDay::connections).containsExactly(3L);
    assertThat(days).extracting(ClientDay::flagged).containsExactly(3L);
    assertThat(days.get(0).findings()).hasSize(2);
    assertThat(run.found().flagged()).isEqualTo(3);
    assertThat(run.read().packets()).isEqualTo(41_207);
    assertThat(run.course().id()).isEmpty();
  }

  @Test
  void linesWithoutTheirRunLineCountOnceAndAreNeverComplete() throws IOException {
    for (int i = 0; i < 2; i++) {
      lines.client(SCAN, day(at(0), at(1)));
      lines.end(false);
    }
    Run run = lines.finish();

    assertThat(days).extracting(ClientDay::connections).containsExactly(2L);
    assertThat(run.found().flagged()).isEqualTo(2);
    assertThat(run.missed().count(LossKind.NO_RUN_LINE)).isEqualTo(2);
    assertThat(run.isComplete()).isFalse();
  }

  @Test
  void flaggedConnectionsThatNoLineOfAClientHasAreMissed() throws IOException {
    lines.client(SCAN, day(at(0)));
    lines.run(SCAN, run("a", 0, 3));
    Run run = lines.finish();

    assertThat(run.missed().count(LossKind.MISSING_LINES)).isEqualTo(2);
    assertThat(run.missed().hiding())
        .containsExactly(
            "2 flagged connections are counted that no line of a client has: lines are missing");
  }

  @Test
  void ofAConnectionThatWasAmendedTheLastLineIsHandedOn() throws IOException {
    Told told = at(0);
    told.outcome = Outcome.UNANSWERED;
    lines.connection(SCAN, told.result());
    told.outcome = Outcome.REFUSED;
    told.amends = true;
    lines.connection(SCAN, told.result());
    lines.finish();

    assertThat(connections)
        .singleElement()
        .satisfies(each -> assertThat(each.connection().outcome()).isEqualTo(Outcome.REFUSED));
  }

  @Test
  void clientsAreOfAllDays() throws IOException {
    Told next = at(0);
    next.time = Told.NINE.plus(Duration.ofDays(1));
    Told other = at(0);
    other.client = IpAddress.parse("10.20.3.42");
    lines.client(SCAN, day(at(0)));
    lines.client(SCAN, day(next));
    lines.client(SCAN, day(other));
    lines.run(SCAN, run("a", 0, 3));
    Run run = lines.finish();

    assertThat(days).hasSize(3);
    assertThat(run.found().clients()).isEqualTo(2);
    assertThat(clients.all()).hasSize(2);
  }
}
