package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.intake.DayTable.Cell;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Rows of {@code finding}: the newest evidence of each rule and stack. */
final class FindingTable {
  private FindingTable() {}

  static void write(Handle handle, Map<Cell, Batch.Facts> facts) {
    Map<List<Object>, FindingFacts> newest = new HashMap<>();
    facts.forEach(
        (cell, row) -> {
          for (FindingFacts finding : row.findings) {
            newest.merge(
                List.of(
                    cell.endpoint(), cell.service(), finding.rule(), Texts.clean(finding.stack())),
                finding,
                (one, other) -> one.seen().isAfter(other.seen()) ? one : other);
          }
        });
    PreparedBatch batch =
        handle.prepareBatch(
            "insert into finding (endpoint, service, rule, stack, severity, summary, remedy, reference,"
                + " enforced, exception, exception_until, file, frame, event_id, seen)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " on conflict (endpoint, service, rule, stack) do update set"
                + " severity = excluded.severity, summary = excluded.summary,"
                + " remedy = excluded.remedy, reference = excluded.reference,"
                + " enforced = excluded.enforced, exception = excluded.exception,"
                + " exception_until = excluded.exception_until,"
                + " file = excluded.file, frame = excluded.frame, event_id = excluded.event_id,"
                + " seen = excluded.seen where excluded.seen > finding.seen");
    newest.forEach(
        (key, finding) ->
            batch.add(
                key.get(0),
                key.get(1),
                key.get(2),
                key.get(3),
                finding.severity().ordinal() + 1,
                Texts.clean(finding.summary()),
                Texts.clean(finding.remedy()),
                Texts.clean(finding.reference()),
                Texts.clean(finding.enforced()),
                Texts.clean(finding.exception()),
                finding.exceptionUntil(),
                Texts.clean(finding.file()),
                finding.frame(),
                Texts.clean(finding.eventId()),
                Times.nanos(finding.seen())));
    if (batch.size() > 0) {
      batch.execute();
    }
  }
}
