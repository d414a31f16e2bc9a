package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.intake.DayTable.Cell;
import io.tlsfloor.inventory.store.RowBatch;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Rows of {@code finding}: the newest evidence of each rule and stack. */
final class FindingTable {
  private record Key(int endpoint, int service, String rule, String stack) {}

  /** That of the table's key, in which rows are written fast. */
  private static final Comparator<Key> IN_ORDER =
      Comparator.comparingInt(Key::endpoint)
          .thenComparingInt(Key::service)
          .thenComparing(Key::rule)
          .thenComparing(Key::stack);

  private FindingTable() {}

  static void write(Handle handle, Map<Cell, Batch.Facts> facts) {
    Map<Key, FindingFacts> newest = new TreeMap<>(IN_ORDER);
    facts.forEach(
        (cell, row) -> {
          for (FindingFacts finding : row.findings) {
            newest.merge(
                new Key(
                    cell.endpoint(), cell.service(), finding.rule(), Texts.clean(finding.stack())),
                finding,
                (one, other) -> one.seen().isAfter(other.seen()) ? one : other);
          }
        });
    try (RowBatch batch =
        new RowBatch(
            handle,
            "insert into finding (endpoint, service, rule, stack, severity, summary, remedy, reference,"
                + " enforced, exception, exception_until, file, frame, event_id, seen)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " on conflict (endpoint, service, rule, stack) do update set"
                + " severity = excluded.severity, summary = excluded.summary,"
                + " remedy = excluded.remedy, reference = excluded.reference,"
                + " enforced = excluded.enforced, exception = excluded.exception,"
                + " exception_until = excluded.exception_until,"
                + " file = excluded.file, frame = excluded.frame, event_id = excluded.event_id,"
                + " seen = excluded.seen where excluded.seen > finding.seen")) {
      newest.forEach(
          (key, finding) ->
              batch.add(
                  key.endpoint(),
                  key.service(),
                  key.rule(),
                  key.stack(),
                  finding.severity().ordinal() + 1,
                  Texts.clean(finding.summary()),
                  Texts.clean(finding.advice().remedy()),
                  Texts.clean(finding.advice().reference()),
                  Texts.clean(finding.advice().enforced()),
                  Texts.clean(finding.waiver().reason()),
                  finding.waiver().until(),
                  Texts.clean(finding.place().file()),
                  finding.place().frame(),
                  Texts.clean(finding.place().eventId()),
                  Times.nanos(finding.seen())));
      batch.execute();
    }
  }
}
