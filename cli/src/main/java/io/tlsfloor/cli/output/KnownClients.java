package io.tlsfloor.cli.output;

import io.tlsfloor.inventory.answer.Clients;
import io.tlsfloor.inventory.answer.Question;
import io.tlsfloor.inventory.derive.Derivation;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.model.KnownClient;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What people know of clients, as an inventory has it by now. */
public final class KnownClients {
  private KnownClients() {}

  /**
   * By address; none without an inventory.
   *
   * @param now the day as of which is asked
   * @param notices as of {@link Store#open}
   * @throws ReportException if the inventory is not there, or cannot be read
   */
  public static Map<IpAddress, KnownClient> of(
      Optional<Location> inventory, Instant now, Consumer<String> notices) throws IOException {
    if (inventory.isEmpty()) {
      return Map.of();
    }
    int today = Times.day(now);
    Question question = new Question(today);
    return Derivation.ask(
        Store.openExisting(inventory.get(), notices),
        today,
        handle -> Clients.known(handle, question));
  }
}
