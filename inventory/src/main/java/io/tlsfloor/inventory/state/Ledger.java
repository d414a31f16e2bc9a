package io.tlsfloor.inventory.state;

import io.tlsfloor.inventory.people.Acceptance;
import io.tlsfloor.inventory.people.NoteBook;
import io.tlsfloor.inventory.state.Tenancy.Other;
import io.tlsfloor.inventory.store.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Goes through all clients as of a day, one after the other, each with its states day by day. */
public final class Ledger {
  private final Handle handle;
  private final Question question;
  private final CoveredDays coverage;
  private final NoteBook notes;
  private final Map<Integer, List<Other>> others = new HashMap<>(); // by client

  /**
   * What is asked.
   *
   * @param asOf the day; what came later is not known
   * @param window how many covered days make the window
   * @param site only what was seen there; empty for all sites
   */
  public record Question(int asOf, int window, Optional<String> site) {}

  /**
   * A client and service.
   *
   * @param service id
   * @param history its states
   * @param sightings by endpoint
   */
  public record Pair(int service, PairHistory history, List<Sighting> sightings) {
    /** What it looked like, over all time. */
    public Set<String> stacks() {
      return Ledger.stacks(sightings);
    }

    /** When it was first seen, in nanoseconds. */
    public long firstSeen() {
      return sightings.stream().mapToLong(Sighting::firstSeen).min().orElse(0);
    }

    /** When it was last seen, in nanoseconds, whatever the day as of which is asked. */
    public long lastSeen() {
      return sightings.stream().mapToLong(Sighting::lastSeen).max().orElse(0);
    }
  }

  /**
   * A client.
   *
   * @param id its id
   * @param identity what makes it one
   * @param basis what that rests on
   * @param address its latest
   * @param mac its link address; empty where it is not known
   * @param name its latest; empty for none
   * @param tenancy since when its address is its own
   * @param pairs by service
   */
  public record Client(
      int id,
      String identity,
      String basis,
      String address,
      String mac,
      String name,
      Tenancy tenancy,
      List<Pair> pairs) {
    /** The first day on which it, or an earlier client of its address, was seen. */
    public int firstDay() {
      return pairs.stream().mapToInt(pair -> pair.history().first()).min().orElseThrow();
    }

    /** The worst state of its services on a day not before {@link #firstDay}. */
    public State at(int day) {
      State worst = State.GOOD;
      for (Pair pair : pairs) {
        if (day >= pair.history().first() && pair.history().at(day).compareTo(worst) < 0) {
          worst = pair.history().at(day);
        }
      }
      return worst;
    }

    /** Whether it was seen on a day. */
    public boolean seen(int day) {
      for (Pair pair : pairs) {
        for (Sighting sighting : pair.sightings()) {
          if (sighting.mark(day) != DayMark.ABSENT) {
            return true;
          }
        }
      }
      return false;
    }

    /** Its addresses. */
    public Set<String> addresses() {
      Set<String> addresses = new LinkedHashSet<>();
      pairs.forEach(pair -> pair.sightings().forEach(each -> addresses.add(each.address())));
      return addresses;
    }

    /** What it looked like. */
    public Set<String> stacks() {
      Set<String> stacks = new LinkedHashSet<>();
      pairs.forEach(pair -> stacks.addAll(pair.stacks()));
      return stacks;
    }

    /** Ids of the sites where it was seen. */
    public Set<Integer> sites() {
      Set<Integer> sites = new TreeSet<>();
      pairs.forEach(pair -> pair.sightings().forEach(each -> sites.add(each.site())));
      return sites;
    }
  }

  /** A client's row and one of its sightings, as the query gives them. */
  private record Row(Client client, Sighting sighting) {}

  private Ledger(Handle handle, Question question, CoveredDays coverage, NoteBook notes) {
    this.handle = handle;
    this.question = question;
    this.coverage = coverage;
    this.notes = notes;
  }

  /**
   * Opens the ledger.
   *
   * @param coveredDays of each site, up to the day as of which is asked
   */
  public static Ledger open(
      Handle handle, Question question, Map<Integer, Set<Integer>> coveredDays) {
    Map<Integer, Set<Integer>> sites = new TreeMap<>(coveredDays);
    Optional<Integer> site = question.site().map(name -> siteId(handle, name));
    site.ifPresent(id -> sites.keySet().retainAll(Set.of(id)));
    int first = firstDay(handle, site, question.asOf());
    CoveredDays coverage = new CoveredDays(first, question.asOf(), question.window(), sites);
    return new Ledger(handle, question, coverage, NoteBook.load(handle, question.asOf()));
  }

  private static int siteId(Handle handle, String name) {
    return handle
        .createQuery("select id from site where name = ?")
        .bind(0, name)
        .mapTo(Integer.class)
        .findOne()
        .orElse(-1);
  }

  private static int firstDay(Handle handle, Optional<Integer> site, int otherwise) {
    String where = site.map(id -> " where site = " + id).orElse("");
    String join =
        site.map(id -> " join endpoint e on e.id = endpoint where e.site = " + id).orElse("");
    return Math.min(
        handle
            .createQuery("select coalesce(min(day), :none) from site_day" + where)
            .bind("none", otherwise)
            .mapTo(Integer.class)
            .one(),
        handle
            .createQuery("select coalesce(min(first_day), :none) from sighting" + join)
            .bind("none", otherwise)
            .mapTo(Integer.class)
            .one());
  }

  /** Which days were covered. */
  public CoveredDays coverage() {
    return coverage;
  }

  /** What people decided. */
  public NoteBook notes() {
    return notes;
  }

  /** Names of the services by id. */
  public Map<Integer, String> services() {
    Map<Integer, String> names = new TreeMap<>();
    handle
        .createQuery("select id, name from service")
        .map((r, c) -> names.put(r.getInt("id"), r.getString("name")))
        .forEach(row -> {});
    return names;
  }

  /** Names of the sites by id. */
  public Map<Integer, String> sites() {
    Map<Integer, String> names = new TreeMap<>();
    handle
        .createQuery("select id, name from site")
        .map((r, c) -> names.put(r.getInt("id"), r.getString("name")))
        .forEach(row -> {});
    return names;
  }

  /** Whether a client is new, as of the day asked. */
  public boolean isNew(Client client) {
    int since = client.tenancy().since(client.firstDay());
    for (int site : client.sites()) {
      if (coverage.windowStart(site, question.asOf()) <= since) {
        return true;
      }
    }
    return false;
  }

  /** Gives every client seen up to the day as of which is asked, in the order of their ids. */
  public void each(Consumer<Client> visitor) {
    walk("", -1, visitor);
  }

  /** One client; empty where it was not seen up to that day. */
  public Optional<Client> one(int id) {
    List<Client> found = new ArrayList<>(1);
    walk(" and e.client = :client", id, found::add);
    return found.stream().findFirst();
  }

  /** Who else had the addresses of clients that nothing but their address is known of. */
  private void readOthers(String which, int client) {
    others.clear();
    try (Query query =
        handle.createQuery(
            "select e.client, o.first_seen, o.last_seen from client c join endpoint e on e.client = c.id"
                + " join endpoint o on o.site = e.site and o.address = e.address"
                + " and o.client <> e.client where c.basis = 'address'"
                + which)) {
      if (client >= 0) {
        query.bind("client", client);
      }
      query
          .map(
              (r, c) ->
                  others
                      .computeIfAbsent(r.getInt("client"), key -> new ArrayList<>(1))
                      .add(
                          new Other(
                              Times.day(r.getLong("first_seen")),
                              Times.day(r.getLong("last_seen")))))
          .forEach(row -> {});
    }
  }

  private void walk(String which, int client, Consumer<Client> visitor) {
    readOthers(which, client);
    String where = question.site().isPresent() ? " and e.site = :site" : "";
    try (Query query =
        handle.createQuery(
            "select c.id, c.identity, c.basis, c.address, c.mac, c.name, s.service, e.site,"
                + " e.address as at, s.first_day, s.days, s.first_seen, s.last_seen, s.connections,"
                + " s.stacks, coalesce((select max(f.exception_until) from finding f where f.endpoint = s.endpoint"
                + " and f.service = s.service), 0) as accepted_until from sighting s join endpoint e on e.id = s.endpoint"
                + " join client c on c.id = e.client where s.first_day <= :asOf"
                + where
                + which
                + " order by e.client, s.service")) {
      query.bind("asOf", question.asOf());
      question.site().ifPresent(name -> query.bind("site", siteId(handle, name)));
      if (client >= 0) {
        query.bind("client", client);
      }
      Iterator<Row> rows = query.setFetchSize(1_000).map((r, c) -> row(r)).iterator();
      List<Row> group = new ArrayList<>();
      while (rows.hasNext()) {
        Row row = rows.next();
        if (!group.isEmpty() && group.get(0).client().id() != row.client().id()) {
          visitor.accept(client(group));
          group.clear();
        }
        group.add(row);
      }
      if (!group.isEmpty()) {
        visitor.accept(client(group));
      }
    }
  }

  private static Row row(ResultSet r) throws SQLException {
    int id = r.getInt("id");
    return new Row(
        new Client(
            id,
            r.getString("identity"),
            r.getString("basis"),
            r.getString("address"),
            r.getString("mac"),
            r.getString("name"),
            Tenancy.WHOLE,
            List.of()),
        new Sighting(
            id,
            r.getInt("service"),
            r.getInt("site"),
            r.getString("at"),
            r.getInt("first_day"),
            r.getString("days"),
            r.getLong("first_seen"),
            r.getLong("last_seen"),
            r.getLong("connections"),
            r.getString("stacks"),
            r.getInt("accepted_until")));
  }

  private Client client(List<Row> rows) {
    Client bare = rows.get(0).client();
    Map<Integer, List<Sighting>> services = new TreeMap<>();
    for (Row row : rows) {
      services
          .computeIfAbsent(row.sighting().service(), id -> new ArrayList<>(1))
          .add(row.sighting());
    }
    Tenancy tenancy =
        bare.basis().equals("address")
            ? Tenancy.of(
                rows.stream().map(Row::sighting).toList(),
                coverage,
                others.getOrDefault(bare.id(), List.of()))
            : Tenancy.WHOLE;
    List<Pair> pairs = new ArrayList<>(services.size());
    services.forEach(
        (service, sightings) -> {
          List<Acceptance> accepted =
              notes.isEmpty()
                  ? List.of()
                  : notes.accepted(bare.identity(), addresses(sightings), stacks(sightings));
          pairs.add(
              new Pair(
                  service,
                  new PairHistory(sightings, coverage, accepted, tenancy),
                  List.copyOf(sightings)));
        });
    return new Client(
        bare.id(),
        bare.identity(),
        bare.basis(),
        bare.address(),
        bare.mac(),
        bare.name(),
        tenancy,
        pairs);
  }

  private static Set<String> stacks(List<Sighting> sightings) {
    Set<String> stacks = new LinkedHashSet<>();
    for (Sighting sighting : sightings) {
      if (!sighting.stacks().isEmpty()) {
        stacks.addAll(List.of(sighting.stacks().split("\n")));
      }
    }
    return stacks;
  }

  private static List<String> addresses(List<Sighting> sightings) {
    return sightings.stream().map(Sighting::address).toList();
  }
}
