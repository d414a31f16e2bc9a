package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.intake.Periods.Period;
import io.tlsfloor.inventory.state.DayMark;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongBinaryOperator;

/**
 * What is kept of an endpoint and a service for a day.
 *
 * <p>Lines of periods that do not meet are added up. A line of a period that was counted already is
 * the same connections again, or another view of them: then each count is the larger of the two.
 */
final class DayRow {
  long connections;
  long flagged;
  long succeeded;
  long failed;
  char mark = DayMark.SEEN;
  int severity;
  String offered = "";
  String negotiated = "";
  String stacks = "";
  String rules = "";
  String periods = "";
  long firstSeen = Long.MAX_VALUE;
  long lastSeen = Long.MIN_VALUE;

  /** Takes a client line. */
  void add(ClientFacts facts, int day) {
    Period period =
        Period.of(Times.millisOfDay(facts.first(), day), Times.millisOfDay(facts.last(), day) + 1);
    boolean again = Periods.overlap(periods, period);
    LongBinaryOperator plus = again ? Math::max : Long::sum;
    connections = plus.applyAsLong(connections, facts.connections());
    flagged = plus.applyAsLong(flagged, facts.flagged());
    succeeded = plus.applyAsLong(succeeded, facts.succeeded().orElse(facts.goodEstablished()));
    failed = plus.applyAsLong(failed, facts.failed());
    offered = merged(offered, facts.offered(), plus);
    negotiated = merged(negotiated, facts.negotiated(), plus);
    mark = mark(facts, plus);
    if (facts.flagged() > 0) {
      severity = Math.max(severity, facts.severity().map(worst -> worst.ordinal() + 1).orElse(1));
    }
    stacks = Texts.union(stacks, facts.stacks());
    periods = Periods.with(periods, period);
    seen(facts.first(), facts.last());
  }

  private char mark(ClientFacts facts, LongBinaryOperator plus) {
    if (facts.isBelow()) {
      return DayMark.BELOW;
    }
    if (facts.excepted() > 0) {
      return DayMark.worse(mark, DayMark.EXCEPTED);
    }
    return DayMark.isBelow(mark)
        ? mark
        : DayMark.good(plus.applyAsLong(DayMark.count(mark), facts.goodEstablished()));
  }

  /** Takes a finding on a connection. Connections are counted from client lines alone. */
  void add(FindingFacts finding) {
    if (finding.isBelow()) {
      mark = DayMark.worse(mark, finding.flagged() ? DayMark.BELOW : DayMark.EXCEPTED);
      severity = Math.max(severity, finding.severity().ordinal() + 1);
    }
    rules = Texts.union(rules, List.of(finding.rule()));
    stacks = Texts.union(stacks, List.of(finding.stack()));
    seen(finding.seen(), finding.seen());
  }

  /** Takes part of a line that spans several days: it was seen on this one. */
  void seen(Instant first, Instant last) {
    firstSeen = Math.min(firstSeen, Times.nanos(first));
    lastSeen = Math.max(lastSeen, Times.nanos(last));
  }

  private static String merged(String column, Map<String, Long> more, LongBinaryOperator plus) {
    Map<String, Long> counts = Texts.counts(column);
    more.forEach((name, count) -> counts.merge(Texts.clean(name), count, plus::applyAsLong));
    return Texts.counts(counts);
  }

  /** All that a change of would have to be written. */
  List<Object> content() {
    return List.of(
        connections,
        flagged,
        succeeded,
        failed,
        String.valueOf(mark),
        severity,
        offered,
        negotiated,
        stacks,
        rules,
        periods,
        firstSeen,
        lastSeen);
  }
}
