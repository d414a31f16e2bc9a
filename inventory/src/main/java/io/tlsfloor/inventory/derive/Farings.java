package io.tlsfloor.inventory.derive;

import io.tlsfloor.inventory.store.TableWriter;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.model.Fares;
import io.tlsfloor.report.model.Faring;
import io.tlsfloor.report.model.Faring.OfDay;
import io.tlsfloor.report.model.Found;
import io.tlsfloor.report.text.Column;
import io.tlsfloor.rules.Finding.Waiver;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Rows that say how clients fare by the day of asking, so that a database can sort and count by it.
 * {@link Faring} decides; here it is asked once for each day on which something may end.
 */
final class Farings implements AutoCloseable {
  /** In the place of a day that is not known: after all others. */
  private static final int FAR = Integer.MAX_VALUE;

  private static final List<Column<FaringSpan>> KEY =
      List.of(
          new Column<>("client", FaringSpan::client),
          new Column<>("service", FaringSpan::service),
          new Column<>("since", FaringSpan::since));

  private static final List<Column<FaringSpan>> OTHERS =
      List.of(
          new Column<>("until", FaringSpan::until),
          new Column<>("kind", row -> row.faring.kind().ordinal()),
          new Column<>("day", row -> row.faring.date().map(Times::day).orElse(FAR)),
          new Column<>("whom", row -> Texts.clean(row.faring.whom())),
          new Column<>(
              "ended_until",
              row -> row.faring.ended().map(waiver -> Times.day(waiver.until())).orElse(0)),
          new Column<>(
              "ended_by", row -> Texts.clean(row.faring.ended().map(Waiver::owner).orElse(""))),
          new Column<>("issuer", row -> Texts.clean(row.faring.issuer().orElse(""))));

  private final TableWriter<FaringSpan> rows;

  /** How a client fares with a service from one day of asking up to before another. */
  private record FaringSpan(int client, int service, int since, int until, Faring faring) {}

  Farings(Handle handle) {
    rows = TableWriter.upsert(handle, "faring", KEY, OTHERS);
  }

  /** Adds how a client fares with a service. */
  void add(int client, int service, List<OfDay> days, boolean below, Optional<Waiver> accepted) {
    NavigableSet<Integer> begins = begins(days, accepted);
    for (Integer since = begins.first(); since != null; ) {
      Faring faring = Faring.of(days, below, LocalDate.ofEpochDay(since), accepted);
      Integer until = begins.higher(since);
      while (until != null
          && Faring.of(days, below, LocalDate.ofEpochDay(until), accepted).equals(faring)) {
        until = begins.higher(until);
      }
      if (faring.kind() != Fares.GOOD) {
        rows.add(new FaringSpan(client, service, since, until == null ? FAR : until, faring));
      }
      since = until;
    }
  }

  /** Days of asking from which on the answer may be another. */
  private static NavigableSet<Integer> begins(List<OfDay> days, Optional<Waiver> accepted) {
    NavigableSet<Integer> begins = new TreeSet<>(List.of(0));
    accepted.ifPresent(waiver -> begins.add(Times.day(waiver.until()) + 1));
    for (OfDay day : days) {
      for (Found found : day.findings()) {
        found.waiver().ifPresent(waiver -> begins.add(Times.day(waiver.until()) + 1));
        Faring.endOf(found).ifPresent(end -> begins.add(Times.day(end)));
      }
    }
    return begins;
  }

  void execute() {
    rows.execute();
  }

  @Override
  public void close() {
    rows.close();
  }
}
