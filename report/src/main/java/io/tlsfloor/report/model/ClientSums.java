package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Room;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adds up what is reported of clients and services part by part of the time, in bounded room: at
 * the cap one gives way, if possible one without findings. Confined to one thread.
 */
public final class ClientSums {
  /** Pairs of client and service; about 1 KB each. */
  static final int MAX = Room.entries(ClientTally.MAX_ENTRIES);

  private static final int MAX_LOOKED = 64; // for one to give way: a search over all would be slow

  private final Map<ClientAndService, ClientDay> sums = new LinkedHashMap<>();

  /** Adds parts. */
  public void add(Collection<ClientDay> parts) {
    parts.forEach(this::add);
  }

  /** Adds a part. */
  public void add(ClientDay part) {
    if (sums.size() >= MAX && !sums.containsKey(part.key())) {
      ClientAndService leaves = sums.keySet().iterator().next();
      leaves =
          sums.values().stream()
              .limit(MAX_LOOKED)
              .filter(sum -> sum.flagged() + sum.excepted() == 0)
              .findFirst()
              .map(ClientDay::key)
              .orElse(leaves);
      sums.remove(leaves);
    }
    sums.merge(part.key(), part, ClientDay::and);
  }

  /** Returns what is known of a client and a service of a run. */
  public Optional<ClientDay> of(ClientAndService pair, Run run) {
    return Optional.ofNullable(sums.get(pair)).map(sum -> inWords(sum, run));
  }

  /** All of a run, in the order in which they came first, each with its device among all. */
  public List<ClientDay> all(Run run) {
    Map<IpAddress, IpAddress> first = first(List.of(this));
    return sums.values().stream()
        .map(sum -> inWords(sum, run).ofDevice(first.getOrDefault(sum.client(), sum.client())))
        .toList();
  }

  /**
   * All of a run, those of one device as one.
   *
   * @param known all sums by which addresses are known to be of one device
   */
  public Map<ClientAndService, ClientDay> byDevice(Run run, List<ClientSums> known) {
    Map<IpAddress, IpAddress> first = first(known);
    Map<ClientAndService, ClientDay> devices = new LinkedHashMap<>();
    for (ClientDay sum : sums.values()) {
      IpAddress device = first.getOrDefault(sum.client(), sum.client());
      ClientDay day =
          sum.of(new ClientDay.Who(device, sum.mac(), sum.names(), device), sum.proof());
      devices.merge(day.key(), day, ClientDay::and);
    }
    devices.replaceAll((key, day) -> inWords(day, run));
    return devices;
  }

  /**
   * Maps each address that is not the first of its device to the first one, by all that is known.
   */
  public static Map<IpAddress, IpAddress> first(List<ClientSums> known) {
    Devices devices = new Devices();
    Map<IpAddress, List<ClientName>> names = new LinkedHashMap<>();
    for (ClientSums some : known) {
      for (ClientDay sum : some.sums.values()) {
        devices.add(sum.client(), sum.who().mac());
        names.putIfAbsent(sum.client(), sum.who().names());
      }
    }
    return devices.first(address -> OwnName.of(names.getOrDefault(address, List.of()), address));
  }

  private static ClientDay inWords(ClientDay sum, Run run) {
    return sum.inWords(run.terms().floor(), run.dated());
  }

  /** How many clients there are, whatever the service; one with several addresses counts once. */
  public long clients() {
    return sums.keySet().stream().map(ClientAndService::client).distinct().count()
        - first(List.of(this)).size();
  }
}
