package io.tlsfloor.cli.output;

import io.tlsfloor.inventory.answer.Clients;
import io.tlsfloor.inventory.answer.Question;
import io.tlsfloor.inventory.derive.Derivation;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.model.KnownClient;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What people know of clients, as the inventory that results go to has it by now. */
public final class KnownClients {
  private KnownClients() {}

  /**
   * By address; none without an inventory, and where it is yet to be made.
   *
   * @param now the day as of which is asked
   */
  public static Map<IpAddress, KnownClient> of(Optional<InventoryTarget> target, Instant now)
      throws IOException {
    if (target.isEmpty() || !target.get().location().isThere()) {
      return Map.of();
    }
    int today = Times.day(now);
    Question question = new Question(today);
    return Derivation.ask(
        Store.open(target.get().location()), today, handle -> Clients.known(handle, question));
  }
}
