package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.Room;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Days of clients, added up part by part, in bounded room: at the cap one gives way, if possible
 * one without findings, and is counted. Confined to one thread.
 */
public final class ClientBook {
  /** Pairs of client and service; about 1 KB each. */
  static final int MAX = Room.entries(ClientTally.MAX_ENTRIES);

  private static final int MAX_LOOKED = 64; // for one to give way: a search over all would be slow

  private final Map<ClientAndService, ClientHistory> pairs = new LinkedHashMap<>();
  private long belowLeftOut;
  private long findingsLeftOut;

  /** Adds parts of days. */
  public void add(Collection<ClientDay> parts) {
    parts.forEach(this::add);
  }

  /** Adds a part of a day. */
  public void add(ClientDay part) {
    ClientAndService key = part.key();
    ClientHistory known = pairs.get(key);
    if (known != null) {
      known.add(part);
      return;
    }
    if (pairs.size() >= MAX) {
      leaveOut();
    }
    pairs.put(key, new ClientHistory(part));
  }

  private void leaveOut() {
    ClientAndService goes = pairs.keySet().iterator().next();
    int looked = 0;
    for (Map.Entry<ClientAndService, ClientHistory> each : pairs.entrySet()) {
      if (!each.getValue().sum().hasFindings()) {
        goes = each.getKey();
        break;
      }
      if (++looked == MAX_LOOKED) {
        break;
      }
    }
    ClientHistory gone = pairs.remove(goes);
    if (gone != null && gone.sum().hasFindings()) {
      findingsLeftOut++;
      belowLeftOut += gone.sum().counts().below() > 0 ? 1 : 0;
    }
  }

  /** Pairs of client and service with findings for which there was no room. */
  long findingsLeftOut() {
    return findingsLeftOut;
  }

  /** How many of them were below. */
  long belowLeftOut() {
    return belowLeftOut;
  }

  /** Returns whether there is none. */
  public boolean isEmpty() {
    return pairs.isEmpty();
  }

  /** How many clients there are, whatever the service; one with several addresses counts once. */
  public long clients() {
    return addresses() - accounts() - first(List.of(this)).size();
  }

  private long addresses() {
    return pairs.keySet().stream().map(ClientAndService::client).distinct().count();
  }

  /** How many accounts there are, of which no machine is known. */
  public long accounts() {
    return pairs.keySet().stream()
        .map(ClientAndService::client)
        .filter(Reported::isAccount)
        .distinct()
        .count();
  }

  /**
   * What is known of each client and service, those of one device as one, in the order in which
   * they came first.
   *
   * @param known books by which addresses are known to be of one device
   */
  Collection<ClientHistory> byDevice(List<ClientBook> known) {
    Map<IpAddress, IpAddress> first = first(known);
    Set<IpAddress> several = new HashSet<>(first.values()); // of those that stand for others, too
    Map<ClientAndService, ClientHistory> devices = new LinkedHashMap<>();
    pairs.forEach(
        (key, pair) -> {
          IpAddress device = first.getOrDefault(key.client(), key.client());
          if (device.equals(pair.sum().who().device()) && !several.contains(device)) {
            devices.put(key, pair); // as of most
            return;
          }
          ClientHistory own = pair.ofDevice(device);
          ClientHistory before = devices.putIfAbsent(own.sum().key(), own);
          if (before != null) {
            before.add(own);
          }
        });
    return devices.values();
  }

  /**
   * Maps each address that is not the first of its device to the first one, by all that is known.
   */
  public static Map<IpAddress, IpAddress> first(List<ClientBook> known) {
    Devices devices = new Devices();
    Map<IpAddress, List<ClientName>> names = new LinkedHashMap<>();
    for (ClientBook book : known) {
      for (ClientHistory pair : book.pairs.values()) {
        ClientDay sum = pair.sum();
        if (sum.isAccount()) {
          continue; // a person's name joins no machines
        }
        devices.add(sum.client(), sum.mac());
        if (!sum.names().isEmpty()) {
          names.merge(sum.client(), sum.names(), ClientBook::both);
        }
      }
    }
    Map<IpAddress, String> own = new HashMap<>();
    names.forEach(
        (address, all) -> OwnName.of(all, address).ifPresent(name -> own.put(address, name)));
    return devices.first(own);
  }

  private static List<ClientName> both(List<ClientName> one, List<ClientName> other) {
    if (one.containsAll(other)) {
      return one;
    }
    List<ClientName> both = new ArrayList<>(one);
    both.addAll(other);
    return both;
  }
}
