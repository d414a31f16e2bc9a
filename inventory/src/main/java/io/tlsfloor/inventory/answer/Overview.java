package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.answer.Clients.Filter;
import io.tlsfloor.inventory.answer.FixGroups.Fix;
import io.tlsfloor.inventory.intake.SiteDays;
import io.tlsfloor.inventory.state.Ledger;
import io.tlsfloor.inventory.state.Ledger.Question;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * The answers to all questions about all clients, worked out in one walk.
 *
 * @param status where we stand
 * @param fixes what to do
 */
public record Overview(Status status, List<Fix> fixes) {
  /**
   * Answers a question.
   *
   * @param rows takes all clients and services, in the order of the clients' ids
   */
  public static Overview of(
      Handle handle, Question question, OptionalInt target, Consumer<Clients.Row> rows) {
    Ledger ledger = Ledger.open(handle, question, SiteDays.covered(handle, question.asOf()));
    Burndown burndown = new Burndown(ledger.coverage());
    Clients clients = new Clients(handle, question, ledger, Filter.ALL, rows);
    FixGroups fixes = new FixGroups(handle);
    ledger.each(
        client -> {
          burndown.count(client, ledger.isNew(client));
          clients.add(client);
          fixes.add(client, question.asOf());
        });
    return new Overview(Status.of(handle, question, target, burndown), fixes.all());
  }
}
