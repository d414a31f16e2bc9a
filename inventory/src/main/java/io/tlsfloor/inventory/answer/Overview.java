package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.answer.Clients.Filter;
import io.tlsfloor.inventory.answer.FixGroups.Fix;
import io.tlsfloor.inventory.intake.SiteDays;
import io.tlsfloor.inventory.state.Ledger;
import io.tlsfloor.inventory.state.Ledger.Question;
import java.util.List;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;

/**
 * The answers to all questions about all clients, worked out in one walk.
 *
 * @param status where we stand
 * @param rows all clients and services, the worst state first
 * @param fixes what to do
 */
public record Overview(Status status, List<Clients.Row> rows, List<Fix> fixes) {
  /** Answers a question. */
  public static Overview of(Handle handle, Question question, OptionalInt target) {
    Ledger ledger = Ledger.open(handle, question, SiteDays.covered(handle, question.asOf()));
    Burndown burndown = new Burndown(ledger.coverage());
    Clients clients = new Clients(handle, question, ledger, Filter.ALL);
    FixGroups fixes = new FixGroups(handle);
    ledger.each(
        client -> {
          burndown.count(client, ledger.isNew(client));
          clients.add(client);
          fixes.add(client, question.asOf());
        });
    return new Overview(
        Status.of(handle, question, target, burndown), clients.sorted(), fixes.all());
  }
}
