package io.tlsfloor.cli.diff;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.option.ClientChoice;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.cli.scan.NamedClients;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.report.model.ClientAndService;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.rules.catalogue.OtherNames;
import io.tlsfloor.rules.resource.Spelling;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which clients and services a comparison is about.
 *
 * @param clients one of which the client must be; empty for any
 * @param services names of services, areas or cloud instances, as typed; empty for any
 */
record Asked(List<ClientChoice> clients, List<String> services) {
  private static final String NO_SERVICE = "none";

  /**
   * Reads the options.
   *
   * @throws CommandException if one is wrong
   */
  static Asked of(Values values) throws CommandException {
    return new Asked(values.all(Settings.CLIENT), values.all(Settings.SERVICE));
  }

  /**
   * The same with the addresses of clients that are asked for by name.
   *
   * @param all clients of both runs
   * @throws CommandException if none of them has one of the names
   */
  Asked named(List<ClientDay> all) throws CommandException {
    return new Asked(NamedClients.byAddress(clients, NamedClients.addresses(all)), services);
  }

  /**
   * Returns whether the comparison is about a client and a service.
   *
   * @param mac the address that the client's frames came from
   */
  boolean admits(ClientAndService pair, Optional<MacAddress> mac) {
    return (clients.isEmpty() || clients.stream().anyMatch(each -> each.admits(pair.client(), mac)))
        && (services.isEmpty() || services.stream().anyMatch(each -> isService(each, pair)));
  }

  private static boolean isService(String asked, ClientAndService pair) {
    return pair.service()
        .map(service -> OtherNames.means(asked, service.name(), service.area(), service.instance()))
        .orElseGet(() -> asked.equalsIgnoreCase(NO_SERVICE));
  }

  /**
   * Refuses a service that neither run has and that goes by no usual name: nothing would be left,
   * because of a spelling mistake.
   *
   * @throws CommandException if there is one
   */
  void check(Set<ClientAndService> all) throws CommandException {
    Set<String> names = new TreeSet<>();
    names.addAll(OtherNames.USUAL);
    all.forEach(pair -> pair.service().ifPresent(service -> names.add(service.name())));
    for (String each : services) {
      boolean known =
          OtherNames.isKnown(each)
              || each.equalsIgnoreCase(NO_SERVICE)
              || all.stream().anyMatch(pair -> isService(each, pair));
      if (!known) {
        throw CommandException.usage(
            Settings.SERVICE + " cannot be \"" + each + "\"", Spelling.hint(each, names));
      }
    }
  }

  /** Returns what it is narrowed to, as a sentence; empty for nothing. */
  String sentence() {
    StringBuilder text = new StringBuilder();
    if (!clients.isEmpty()) {
      text.append("clients ")
          .append(String.join(", ", clients.stream().map(ClientChoice::toString).toList()));
    }
    if (!services.isEmpty()) {
      text.append(text.isEmpty() ? "" : ", ")
          .append("services ")
          .append(String.join(", ", services));
    }
    return text.isEmpty() ? "" : "Only " + text + " are compared.";
  }
}
