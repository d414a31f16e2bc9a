package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.rules.Severity;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All clients of a run, or of several, with the two answers about each: what every form shows and
 * counts. Accounts that Microsoft's reports name are a list of their own, and no clients.
 *
 * @param all clients, the worst first
 * @param accounts of which no machine is known, the worst first
 * @param atLeast whether there are more with findings than had room, so that counts are too low
 */
public record ClientStates(List<ClientState> all, List<ClientState> accounts, boolean atLeast) {
  /** Covered days without a client that was below, after which it is quiet. */
  public static final int QUIET_DAYS = 14;

  /** None. */
  public static final ClientStates NONE = new ClientStates(List.of(), List.of(), false);

  /**
   * What is asked.
   *
   * @param asOf the day of asking
   * @param days what was watched of each
   * @param known what people know of clients, by address
   */
  public record Asked(LocalDate asOf, List<Run.Day> days, Map<IpAddress, KnownClient> known) {}

  /** Copies the lists. */
  public ClientStates {
    all = List.copyOf(all);
    accounts = List.copyOf(accounts);
  }

  /** What a book comes to. */
  public static ClientStates of(ClientBook book, Asked asked) {
    return of(book, List.of(book), asked);
  }

  /**
   * What a book comes to.
   *
   * @param devices books by which addresses are known to be of one client
   */
  public static ClientStates of(ClientBook book, List<ClientBook> devices, Asked asked) {
    Map<IpAddress, List<ClientHistory>> clients = new LinkedHashMap<>();
    Collection<ClientHistory> seen = book.byDevice(devices);
    WatchedDays watched = new WatchedDays(asked.days(), seen);
    for (ClientHistory pair : seen) {
      clients.computeIfAbsent(pair.sum().client(), key -> new ArrayList<>(1)).add(pair);
    }
    List<ClientState> all = new ArrayList<>(clients.size());
    List<ClientState> accounts = new ArrayList<>();
    clients.forEach(
        (client, pairs) -> {
          KnownClient of = asked.known().getOrDefault(client, KnownClient.NOTHING);
          List<ClientState.OfService> services = new ArrayList<>(pairs.size());
          pairs.forEach(pair -> services.add(pair.state(asked, watched, of.accepted())));
          (Reported.isAccount(client) ? accounts : all).add(new ClientState(client, services, of));
        });
    return new ClientStates(worstFirst(all), worstFirst(accounts), book.findingsLeftOut() > 0);
  }

  /** A client, with what comparing it again and again would take longest to find. */
  private record Ranked(
      ClientState client, Faring faring, Optional<Severity> severity, long times) {
    Ranked(ClientState client) {
      this(client, client.faring(), client.severity(), client.times());
    }

    /** Then what has most connections with findings; then by address, or by the account's name. */
    int inOrder(Ranked other) {
      int order = Faring.WORST_FIRST.compare(faring, other.faring);
      if (order == 0) {
        order = Severity.worstFirst(severity, other.severity);
      }
      if (order == 0) {
        order = Long.compare(other.times, times);
      }
      if (order == 0 && Reported.isAccount(client.client())) {
        order = client.address().compareTo(other.client.address());
      }
      return order != 0 ? order : client.client().compareTo(other.client.client());
    }
  }

  private static List<ClientState> worstFirst(List<ClientState> clients) {
    List<Ranked> ranked = new ArrayList<>(clients.size());
    for (ClientState each : clients) {
      ranked.add(new Ranked(each));
    }
    ranked.sort(Ranked::inOrder);
    List<ClientState> inOrder = new ArrayList<>(ranked.size());
    for (Ranked each : ranked) {
      inOrder.add(each.client);
    }
    return inOrder;
  }

  /** Those with something wrong that is more than of severity low. */
  public List<ClientState> rows() {
    return those(ClientState::isWorthARow);
  }

  /** Those that list old versions beside newer ones, and nothing worse. */
  public List<ClientState> low() {
    return those(each -> each.faring().kind() == Fares.LISTS_OLD);
  }

  /** Accounts that are below the floor, accepted ones too. */
  public List<ClientState> accountsBelow() {
    return accounts.stream().filter(ClientState::isBelow).toList();
  }

  /** Clients and accounts, with all that was found. */
  public List<ClientState> both() {
    List<ClientState> both = new ArrayList<>(all);
    both.addAll(accounts);
    return both;
  }

  private List<ClientState> those(Predicate<ClientState> which) {
    List<ClientState> those = new ArrayList<>();
    for (ClientState each : all) {
      if (which.test(each)) {
        those.add(each);
      }
    }
    return those;
  }

  /** How many are below the floor, accepted ones too. */
  public long below() {
    return those(ClientState::isBelow).size();
  }

  /** How many were never below, and have something else that is more than of severity low. */
  public long others() {
    return those(ClientState::isOther).size();
  }

  /** How many fare how. */
  public Map<Fares, Long> fares() {
    Map<Fares, Long> counts = new EnumMap<>(Fares.class);
    all.forEach(each -> counts.merge(each.faring().kind(), 1L, Long::sum));
    return counts;
  }

  /** How many are in which state. */
  public Map<State, Long> states() {
    Map<State, Long> counts = new EnumMap<>(State.class);
    all.forEach(each -> counts.merge(each.state(), 1L, Long::sum));
    return counts;
  }

  /**
   * How clients below the floor fare: {@code 2 stop on 2026-12-31, 3 are refused}; empty for none.
   */
  public String belowInWords() {
    return inWords(those(ClientState::isBelow));
  }

  /** How the others fare; empty for none. */
  public String othersInWords() {
    return inWords(those(ClientState::isOther));
  }

  /** How these fare, the worst first. */
  static String inWords(List<ClientState> some) {
    List<Faring> farings = new ArrayList<>(some.size());
    some.forEach(each -> farings.add(each.faring()));
    return Faring.inWords(farings);
  }

  /** The clients in the order of their addresses. */
  public List<ClientState> byAddress() {
    return all.stream().sorted(Comparator.comparing(ClientState::client)).toList();
  }
}
