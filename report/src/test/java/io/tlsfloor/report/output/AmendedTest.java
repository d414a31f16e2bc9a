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
import io.tlsfloor.report.form.table.TableOptions;
import io.tlsfloor.report.form.table.TableReport;
import io.tlsfloor.report.model.Amendments;
import io.tlsfloor.report.model.Collected;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.Tally;
import io.tlsfloor.report.model.Told;
import io.tlsfloor.report.model.Wants;
import io.tlsfloor.report.sink.StreamSink;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import io.tlsfloor.rules.catalogue.ListVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A connection that is told twice, first as silent and then with its late answer, counts once. */
class AmendedTest {
  private final Amendments amendments = new Amendments(Amendments.MAX_BYTES);
  private final Tally tally = new Tally(Policy.standard());
  private final Outputs outputs = new Outputs(Optional.empty());

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

  private void tell(Told told) throws IOException {
    Judgement judgement = told.judgement();
    Optional<Judgement> earlier = amendments.earlier(judgement);
    earlier.ifPresent(tally::takeBack);
    tally.add(judgement);
    outputs.connection(judgement, earlier);
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

  @Test
  void inTheRunAndItsClients() throws IOException {
    tell(silent());
    Told other = silent();
    other.time = Told.NINE.plusSeconds(30);
    tell(other);
    Told late = answered();
    late.rule = RuleId.NEGOTIATED_BELOW_FLOOR;
    late.severity = Optional.of(Severity.CRITICAL);
    late.chosen = Optional.of(TlsVersion.TLS_1_0);
    tell(late);
    Told refused = answered();
    refused.time = other.time;
    refused.rule = RuleId.NO_COMMON_SUITE;
    tell(refused);

    assertThat(run().found().connections()).isEqualTo(2);
    assertThat(run().found().flagged()).isEqualTo(2);
    assertThat(run().found().rules())
        .containsOnly(entry(RuleId.NEGOTIATED_BELOW_FLOOR, 1L), entry(RuleId.NO_COMMON_SUITE, 1L));
    assertThat(tally.clients().summaries())
        .singleElement()
        .satisfies(
            client -> {
              assertThat(client.connections()).isEqualTo(2);
              assertThat(client.flagged()).isEqualTo(2);
              assertThat(client.negotiated()).containsEntry(TlsVersion.TLS_1_0, 1L);
              assertThat(client.behaviour().failed()).isEqualTo(2);
            });
  }

  @Test
  void inATable() throws IOException {
    Collected table = new Collected();
    to(
        new TableReport(
            table,
            new TableOptions(Policy.standard(), 120, false, true, false, true, List.of("gi"))));
    tell(silent());
    tell(answered());
    outputs.run(run());

    assertThat(table.text())
        .contains("refused by server: protocol_version")
        .doesNotContain("no answer")
        .doesNotContain("2 connections");
  }

  @Test
  void inLines() throws IOException {
    Collected lines = new Collected();
    to(new LinesReport(lines, false));
    tell(silent());
    tell(answered());
    outputs.run(run());

    assertThat(lines.text().lines()).hasSize(4); // the silence, the answer, the run, its coverage
    assertThat(lines.text())
        .containsSubsequence("no answer", "refused by server", "1 connection,", "1 flagged");
  }

  /** A reader that took the first line must learn that it holds no more. */
  @Test
  void isToldAgainToThoseWhoWereToldOfItThoughItIsNoFindingNow() throws IOException {
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
    assertThat(run().found().flagged()).isZero();
  }

  @Test
  void isForgottenOnceNothingCanAmendIt() throws IOException {
    tell(silent());

    assertThat(amendments.open(Told.NINE.plusSeconds(60))).hasSize(1);
    assertThat(amendments.open(Told.NINE.plus(Duration.ofHours(1)))).isEmpty();
  }
}
