package io.tlsfloor.inventory.derive;

import io.tlsfloor.inventory.store.RowBatch;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.model.Fares;
import io.tlsfloor.report.model.Faring;
import io.tlsfloor.report.model.Faring.OfDay;
import io.tlsfloor.report.model.Found;
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

  private final RowBatch rows;

  Farings(Handle handle) {
    rows =
        RowBatch.upsert(
            handle,
            "faring",
            3,
            "client, service, since, until, kind, day, whom, ended_until, ended_by, issuer");
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
        rows.add(
            client,
            service,
            since,
            until == null ? FAR : until,
            faring.kind().ordinal(),
            faring.date().map(Times::day).orElse(FAR),
            Texts.clean(faring.whom()),
            faring.ended().map(waiver -> Times.day(waiver.until())).orElse(0),
            Texts.clean(faring.ended().map(Waiver::owner).orElse("")),
            Texts.clean(faring.issuer().orElse("")));
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
