package io.tlsfloor.report.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.form.jsonl.JsonLinesReport;
import io.tlsfloor.report.form.lines.LinesReport;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ClientStates;
import io.tlsfloor.report.model.Collected;
import io.tlsfloor.report.model.Fares;
import io.tlsfloor.report.model.LossKind;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.Tally;
import io.tlsfloor.report.model.Told;
import io.tlsfloor.report.model.Wants;
import io.tlsfloor.report.output.Ledger.Entry;
import io.tlsfloor.report.output.Ledger.Seen;
import io.tlsfloor.report.sink.StreamSink;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import io.tlsfloor.rules.catalogue.ListVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A connection is written at once and counted once, whatever becomes of it afterwards. */
class LedgerTest {
  private final Outputs outputs = new Outputs(Optional.empty());
  private final Tally tally = new Tally(Policy.standard(), outputs::shown);
  private final List<ClientDay> days = new ArrayList<>();
  private Ledger ledger = new Ledger(tally, outputs, Seen.LIVE, counted -> {});

  private static Told silent() {
    Told told = new Told();
    told.outcome = Outcome.UNANSWERED;
    told.alert = Optional.empty();
    told.ending = Optional.of(new Ending(EndedHow.TIMEOUT, Optional.empty()));
    return told;
  }

  private static Told answered() {
    Told told = new Told();
    told.amends = true;
    told.outcome = Outcome.REFUSED;
    told.alert = Optional.of(new AlertSeen(Side.SERVER, 2, 70));
    return told;
  }

  private Entry tell(Told told) throws IOException {
    return ledger.tell(told.judgement()).orElseThrow();
  }

  private Run run() {
    return tally.run(
        new Tally.Frame(Instant.now(), "", List.of(), false),
        new Run.Read(List.of(), 9, 900, Optional.of(Told.NINE), Optional.of(Told.NINE)),
        new ListVersion("test", Optional.empty(), Optional.empty()),
        Losses.NONE);
  }

  private void to(Report form) {
    outputs.add(new Output(form, StreamSink.live(new ByteArrayOutputStream()), Wants.FLAGGED));
  }

  /** Collects days. */
  private final class Days implements Report {
    @Override
    public void connection(Result result) {
      // Days are asked for.
    }

    @Override
    public void clients(List<ClientDay> more) {
      days.addAll(more);
    }

    @Override
    public void run(Run run, ClientStates clients) {
      // Days are asked for.
    }
  }

  @Test
  void aSilenceThatIsAnsweredWithinAMinuteCountsAsAnswered() throws IOException {
    to(new Days());
    tell(silent());
    Told other = silent();
    other.time = Told.NINE.plusSeconds(30);
    tell(other);
    Told late = answered();
    late.rule = RuleId.NEGOTIATED_BELOW_FLOOR;
    late.severity = Optional.of(Severity.CRITICAL);
    late.chosen = Optional.of(TlsVersion.TLS_1_0);
    assertThat(tell(late).earlier()).isPresent();
    Told refused = answered();
    refused.time = other.time;
    refused.rule = RuleId.NO_COMMON_SUITE;
    tell(refused);
    ledger.end(List.of());

    assertThat(run().found().connections()).isEqualTo(2);
    assertThat(run().found().flagged()).isEqualTo(2);
    assertThat(run().found().rules())
        .containsOnly(entry(RuleId.NEGOTIATED_BELOW_FLOOR, 1L), entry(RuleId.NO_COMMON_SUITE, 1L));
    assertThat(days)
        .singleElement()
        .satisfies(
            day -> {
              assertThat(day.connections()).isEqualTo(2);
              assertThat(day.flagged()).isEqualTo(2);
              assertThat(day.findings()).hasSize(2);
              assertThat(day.negotiated()).containsEntry(TlsVersion.TLS_1_0, 1L);
              assertThat(day.counts().failed()).isEqualTo(2);
            });
  }

  @Test
  void anAnswerAfterAMinuteAmendsTheLineAndLeavesTheDay() throws IOException {
    to(new Days());
    Collected lines = new Collected();
    to(new JsonLinesReport(lines));
    tell(silent());
    ledger.readUpTo(Told.NINE.plusSeconds(120));
    assertThat(tell(answered()).late()).isTrue();
    ledger.end(List.of());

    assertThat(lines.text().lines().filter(line -> line.contains("tlsfloor.connection")))
        .hasSize(2);
    assertThat(run().found().connections()).isEqualTo(1);
    assertThat(run().missed().count(LossKind.AMENDED_LATE)).isEqualTo(1);
    assertThat(days)
        .singleElement()
        .satisfies(
            day -> assertThat(day.counts().outcomes()).containsOnly(entry(Outcome.UNANSWERED, 1L)));
  }

  @Test
  void inLinesWhatBecameOfASilenceIsNews() throws IOException {
    Collected lines = new Collected();
    to(new LinesReport(lines, false));
    tell(silent());
    Told late = answered();
    late.rule = RuleId.NO_COMMON_SUITE;
    tell(late);
    ledger.end(List.of());
    outputs.run(run());

    assertThat(lines.text())
        .containsSubsequence("no answer", "refused by server", "1 connection,", "1 flagged");
  }

  /** A reader that took the first line must learn that it holds no more. */
  @Test
  void isWrittenAgainToThoseWhoHaveItThoughItIsNoFindingNow() throws IOException {
    Collected lines = new Collected();
    to(new JsonLinesReport(lines));
    tell(silent());
    Told harmless = answered();
    harmless.flagged = false;
    harmless.severity = Optional.empty();
    tell(harmless);

    assertThat(lines.text().lines())
        .hasSize(2)
        .last()
        .asString()
        .contains("\"amends\":true")
        .contains("\"kind\":\"event\"");
    ledger.end(List.of());
    assertThat(run().found().flagged()).isZero();
  }

  @Test
  void anotherCaptureThatShowsMoreCountsInsteadOfTheFirst() throws IOException {
    ledger = new Ledger(tally, outputs, Seen.IN_SEVERAL, counted -> {});
    ledger.nextCaptureAt(Optional.of(Told.NINE.minusSeconds(1)));
    to(new Days());
    Told half = new Told();
    half.outcome = Outcome.INCOMPLETE;
    half.alert = Optional.empty();
    half.ending = Optional.empty();
    tell(half);
    ledger.readUpTo(Told.NINE.plusSeconds(3600)); // of the first capture
    tell(new Told());
    assertThat(ledger.tell(new Told().judgement())).isEmpty(); // and a third one the same
    ledger.end(List.of());

    assertThat(days)
        .singleElement()
        .satisfies(
            day -> assertThat(day.counts().outcomes()).containsOnly(entry(Outcome.REFUSED, 1L)));
  }

  @Test
  void whatIsNewToTheRunIsWrittenBeforeTheHourIsOver() throws IOException {
    to(new Days());
    tell(new Told());
    assertThat(tally.clients().hasNews()).isTrue();
    ledger.lookedAt(Told.NINE, Told.NINE.plusSeconds(60));
    ledger.news(List.of());
    assertThat(days).hasSize(1);
    Told again = new Told();
    again.time = Told.NINE.plusSeconds(70);
    tell(again);
    assertThat(tally.clients().hasNews()).as("the same again").isFalse();
    Told through = new Told();
    through.time = Told.NINE.plusSeconds(80);
    through.outcome = Outcome.ESTABLISHED;
    tell(through);
    assertThat(tally.clients().hasNews()).as("another answer").isTrue();
    ledger.lookedAt(Told.NINE, Told.NINE.plusSeconds(120));
    ledger.end(List.of());

    assertThat(days).extracting(day -> day.period().part()).containsExactly(0L, 1L);
    assertThat(days.stream().reduce(ClientDay::and).orElseThrow().connections()).isEqualTo(3);
  }

  @Test
  void theRunIsWhatItsDaysComeTo() throws IOException {
    outputs.ask(() -> LocalDate.of(2026, 12, 1), Map.of());
    tell(new Told());
    ledger.end(List.of());

    ClientStates clients = outputs.run(run());
    assertThat(clients.below()).isEqualTo(1);
    assertThat(clients.fares()).containsOnly(entry(Fares.REFUSED, 1L));
  }
}
