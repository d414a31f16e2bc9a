package io.tlsfloor.cli.scan;

import io.tlsfloor.capture.chain.ChainReader;
import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.option.ClientChoice;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.logs.LogSet;
import io.tlsfloor.logs.ReportDates;
import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.rules.IpPrefix;
import io.tlsfloor.rules.resource.Spelling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the addresses of clients that are asked for by name. A name may come after the connections
 * of its client, so captures are read once for that alone.
 */
public final class NamedClients {
  private NamedClients() {}

  /**
   * The same choices, by address.
   *
   * @param chosen by address, range, MAC address or name
   * @param captures whose clients are meant
   * @throws CommandException if no client has one of the names: exit 2
   */
  public static List<ClientChoice> byAddress(
      List<ClientChoice> chosen, List<Path> captures, AnalyzerOptions analysis, Console console)
      throws CommandException {
    return byAddress(chosen, captures, LogSet.of(List.of()), analysis, console);
  }

  static List<ClientChoice> byAddress(
      List<ClientChoice> chosen,
      List<Path> captures,
      LogSet logs,
      AnalyzerOptions analysis,
      Console console)
      throws CommandException {
    if (chosen.stream().allMatch(each -> each.name().isEmpty())) {
      return chosen;
    }
    List<ClientName> names = new ArrayList<>();
    for (Path capture : captures) {
      if (!console.interrupted()) {
        names.addAll(names(capture, analysis, console));
      }
    }
    LogInputs inLogs =
        new LogInputs(connection -> {}, InputLog.silent(console), console, ReportDates.NONE);
    inLogs.read(logs, bytes -> {});
    names.addAll(inLogs.clientNames());
    Map<String, Set<IpAddress>> addresses = new LinkedHashMap<>();
    for (ClientName name : names) {
      addresses.computeIfAbsent(name.name(), n -> new LinkedHashSet<>()).add(name.address());
    }
    return byAddress(chosen, addresses);
  }

  /**
   * The same choices, by address.
   *
   * @param addresses of clients, by their names
   * @throws CommandException if no client has one of the names: exit 2
   */
  public static List<ClientChoice> byAddress(
      List<ClientChoice> chosen, Map<String, Set<IpAddress>> addresses) throws CommandException {
    List<ClientChoice> found = new ArrayList<>();
    for (ClientChoice each : chosen) {
      found.addAll(each.name().isEmpty() ? List.of(each) : byAddress(each, addresses));
    }
    return found;
  }

  /** Addresses by the names that lines of clients tell. */
  public static Map<String, Set<IpAddress>> addresses(Iterable<ClientDay> clients) {
    Map<String, Set<IpAddress>> addresses = new LinkedHashMap<>();
    for (ClientDay client : clients) {
      for (ClientName name : client.names()) {
        addresses.computeIfAbsent(name.name(), n -> new LinkedHashSet<>()).add(client.client());
      }
    }
    return addresses;
  }

  private static List<ClientChoice> byAddress(
      ClientChoice asked, Map<String, Set<IpAddress>> addresses) throws CommandException {
    Set<IpAddress> of = new LinkedHashSet<>();
    addresses.forEach(
        (name, some) -> {
          if (asked.isCalled(name)) {
            of.addAll(some);
          }
        });
    if (of.isEmpty()) {
      throw CommandException.usage(
          Settings.CLIENT + ": no client calls itself " + asked,
          addresses.isEmpty()
              ? "No client gives a name here: use its address."
              : Spelling.nearest(asked.toString(), new TreeSet<>(addresses.keySet()))
                  .map(name -> "Did you mean " + name + "?")
                  .orElse("A scan without --client shows names and addresses."));
    }
    return of.stream()
        .map(
            address ->
                new ClientChoice(
                    Optional.of(IpPrefix.parse(address.toString())),
                    Optional.empty(),
                    Optional.empty()))
        .toList();
  }

  private static List<ClientName> names(Path capture, AnalyzerOptions analysis, Console console) {
    ChainReader reader =
        new ChainReader(analysis, null, connection -> {}, null, console::interrupted, bytes -> {});
    reader.read(capture); // what cannot be read is told when connections are read
    return reader.end().clientNames();
  }
}
