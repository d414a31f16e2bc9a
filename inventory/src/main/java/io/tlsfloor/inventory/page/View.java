package io.tlsfloor.inventory.page;

import io.tlsfloor.inventory.answer.FixGroups.Fix;
import io.tlsfloor.inventory.answer.Overview;
import io.tlsfloor.inventory.answer.Status;
import io.tlsfloor.inventory.state.Ledger.Question;
import io.tlsfloor.inventory.store.TableNumbers;
import java.util.List;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;

/**
 * All that the pages show, as of one state of the inventory: read once, shown often.
 *
 * @param changes writes that the inventory had seen
 * @param status where we stand
 * @param rows all clients and services
 * @param fixes what to do
 * @param owners whose the clients are that are left
 */
public record View(
    long changes, Status status, RowSearch rows, List<Fix> fixes, List<Owners.Share> owners) {
  static View of(Handle handle, Question question, OptionalInt target) {
    long changes = TableNumbers.changes(handle);
    RowSearch.Builder rows = new RowSearch.Builder();
    Owners owners = new Owners();
    Overview overview =
        Overview.of(
            handle,
            question,
            target,
            row -> {
              rows.add(row);
              owners.add(row);
            });
    return new View(changes, overview.status(), rows.build(), overview.fixes(), owners.shares());
  }
}
