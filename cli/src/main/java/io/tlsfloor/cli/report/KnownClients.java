package io.tlsfloor.cli.report;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.cli.output.InventoryTarget;
import io.tlsfloor.inventory.answer.Clients;
import io.tlsfloor.inventory.answer.Question;
import io.tlsfloor.inventory.derive.Derivation;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.form.html.KnownClient;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Names and owners of clients, as the inventory that results go to has them by now. */
final class KnownClients {
  private KnownClients() {}

  /**
   * By address; none without an inventory, where it is yet to be made, and for pages whose clients
   * have pseudonyms.
   *
   * @param now the day as of which is asked
   */
  static Map<String, KnownClient> of(Values values, Instant now)
      throws CommandException, IOException {
    Optional<Location> location = InventoryTarget.of(values).map(InventoryTarget::location);
    if (location.isEmpty() || values.has(Settings.PSEUDONYMIZE) || !location.get().isThere()) {
      return Map.of();
    }
    int today = Times.day(now);
    Map<String, KnownClient> known = new HashMap<>();
    Store store = Store.open(location.get());
    Question question = new Question(today);
    for (Clients.Row row :
        Derivation.ask(
            store,
            today,
            handle -> Clients.rows(handle, question, Clients.Filter.ALL, Clients.Part.ALL))) {
      if (!row.name().isEmpty() || !row.owner().isEmpty() || !row.ticket().isEmpty()) {
        known.putIfAbsent(row.client(), new KnownClient(row.name(), row.owner(), row.ticket()));
      }
    }
    return known;
  }
}
