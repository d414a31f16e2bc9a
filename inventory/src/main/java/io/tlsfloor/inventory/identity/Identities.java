package io.tlsfloor.inventory.identity;

import io.tlsfloor.inventory.store.RowBatch;
import io.tlsfloor.inventory.store.TableNumbers;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.rules.HomeNetworks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Decides which endpoints are one client, from all that is stored of them.
 *
 * <p>A link address that its maker gave is exact, except a router's. Else a name identifies the
 * client within its site, then a link address that a device made up, then the address. What is
 * ambiguous is not joined: an address that is seen without any of these belongs to who held it at
 * that time, where that is one. What people tied comes first.
 */
public final class Identities {
  private static final int CHUNK = 500;
  private static final HomeNetworks HOME = HomeNetworks.standard();

  private final Handle handle;
  private final Set<Integer> touched = new HashSet<>(); // clients

  /**
   * Who an endpoint is.
   *
   * @param identity {@code mac:00-00-5E-00-53-23}, {@code name:SITE/NAME}, {@code
   *     address:SITE/ADDRESS}
   * @param basis what it rests on: {@code mac}, {@code name}, {@code address}, {@code hand}
   */
  public record Identity(String identity, String basis) {}

  /** An address at a site. */
  private record Place(int site, String address) {}

  /** Row of an endpoint, with the days between which it was seen. */
  record Row(
      int id,
      int site,
      String siteName,
      String address,
      String mac,
      String name,
      int first,
      int last) {
    String subject() {
      return Identities.subject(siteName, address, mac, name);
    }
  }

  /** What makes a client one. */
  public static String of(Handle handle, int client) {
    return handle
        .createQuery("select identity from client where id = ?")
        .bind(0, client)
        .mapTo(String.class)
        .one();
  }

  /** What ties call an endpoint. */
  public static String subject(String site, String address, String mac, String name) {
    return "endpoint:" + site + "/" + address + "/" + mac + "/" + name;
  }

  /** Works by the rows that {@code handle}'s transaction sees. */
  public Identities(Handle handle) {
    this.handle = handle;
  }

  /** Finds out again whose endpoints these are, and writes it down. */
  public void assign(Collection<Integer> endpoints) {
    each(endpoints, this::assignSome);
  }

  /** Id of a client that holds endpoints until their own is found; it never has any later. */
  public static int nobody(Handle handle) {
    return handle
        .createQuery("select id from client where identity = ''")
        .mapTo(Integer.class)
        .findOne()
        .orElseGet(
            () -> {
              int id = TableNumbers.nextId(handle, "client");
              handle.execute(
                  "insert into client (id, identity, basis, address, mac, name, first_seen, last_seen)"
                      + " values (?, '', '', '', '', '', 0, 0)",
                  id);
              return id;
            });
  }

  /** Brings up to date when endpoints were seen, which {@link #assign} goes by. */
  public void seen(Collection<Integer> endpoints) {
    each(
        new HashSet<>(endpoints),
        some ->
            handle
                .createUpdate(
                    "update endpoint set first_seen = (select min(s.first_seen) from sighting s"
                        + " where s.endpoint = endpoint.id), last_seen = (select max(s.last_seen)"
                        + " from sighting s where s.endpoint = endpoint.id) where id in (<ids>)")
                .bindList("ids", some)
                .execute());
  }

  /**
   * Brings up to date what is shown of clients: times, and the latest address, link address and
   * name. Clients that have no endpoint any more go.
   *
   * @param endpoints that changed; clients that had or have one that was assigned are looked at too
   */
  public void refresh(Collection<Integer> endpoints) {
    each(
        new HashSet<>(endpoints),
        some ->
            touched.addAll(
                handle
                    .createQuery("select distinct client from endpoint where id in (<ids>)")
                    .bindList("ids", some)
                    .mapTo(Integer.class)
                    .list()));
    each(touched, this::refreshClients);
    touched.clear();
  }

  private void refreshClients(List<Integer> clients) {
    handle
        .createUpdate(
            "delete from client where id in (<ids>) and identity <> '' and not exists"
                + " (select 1 from endpoint e where e.client = client.id)")
        .bindList("ids", clients)
        .execute();
    handle
        .createUpdate(
            "update client set first_seen = (select min(e.first_seen) from endpoint e"
                + " where e.client = client.id), last_seen = (select max(e.last_seen)"
                + " from endpoint e where e.client = client.id), address = "
                + latest("address", "")
                + ", mac = case when basis = 'mac' then "
                + latest("mac", "")
                + " else '' end, name = coalesce("
                + latest("name", " and e.name <> ''")
                + ", '') where id in (<ids>) and identity <> ''")
        .bindList("ids", clients)
        .execute();
  }

  private static String latest(String column, String which) {
    return "(select e."
        + column
        + " from endpoint e where e.client = client.id"
        + which
        + " order by e.last_seen desc, e.id desc limit 1)";
  }

  private static void each(Collection<Integer> ids, Consumer<List<Integer>> work) {
    List<Integer> all = new ArrayList<>(ids);
    for (int at = 0; at < all.size(); at += CHUNK) {
      work.accept(all.subList(at, Math.min(at + CHUNK, all.size())));
    }
  }

  private void assignSome(List<Integer> endpoints) {
    List<Row> rows = rows("e.id in (<wanted>)", endpoints);
    Set<String> nameless = new HashSet<>();
    rows.stream().filter(row -> row.name().isEmpty()).forEach(row -> nameless.add(row.address()));
    List<Row> neighbours =
        nameless.isEmpty() ? List.of() : rows("e.address in (<wanted>)", nameless);
    Set<String> macs = new HashSet<>();
    rows.forEach(row -> macs.add(row.mac()));
    neighbours.forEach(row -> macs.add(row.mac()));
    Set<String> routers = routers(macs);
    Holders<Place, Identity> holders = new Holders<>();
    for (Row row : neighbours) {
      exact(row, routers)
          .ifPresent(
              who ->
                  holders.add(new Place(row.site(), row.address()), who, row.first(), row.last()));
    }
    Map<Row, Identity> identities = new LinkedHashMap<>();
    for (Row row : rows) {
      identities.put(
          row,
          exact(row, routers)
              .or(() -> holders.of(new Place(row.site(), row.address()), row.first(), row.last()))
              .orElseGet(() -> byAddress(row)));
    }
    Map<String, String> ties = ties();
    for (Map.Entry<Row, Identity> each : identities.entrySet()) {
      String own = each.getValue().identity();
      String end = follow(ties.getOrDefault(each.getKey().subject(), own), ties);
      if (!end.equals(own)) {
        each.setValue(new Identity(end, "hand"));
      }
    }
    Map<String, Integer> clients = clients(identities);
    touched.addAll(
        handle
            .createQuery("select distinct client from endpoint where id in (<ids>)")
            .bindList("ids", endpoints)
            .mapTo(Integer.class)
            .list());
    touched.addAll(clients.values());
    try (RowBatch batch = new RowBatch(handle, "update endpoint set client = ? where id = ?")) {
      identities.forEach(
          (row, who) -> batch.add(Objects.requireNonNull(clients.get(who.identity())), row.id()));
      batch.execute();
    }
  }

  private static String follow(String identity, Map<String, String> ties) {
    String at = identity;
    for (int steps = 0; steps < 8 && ties.containsKey(at); steps++) { // joined to what was joined
      at = ties.get(at);
    }
    return at;
  }

  private List<Row> rows(String which, Collection<?> wanted) {
    return handle
        .createQuery(
            "select e.id, e.site, s.name as site_name, e.address, e.mac, e.name, e.first_seen,"
                + " e.last_seen from endpoint e join site s on s.id = e.site where "
                + which
                + " order by e.id")
        .bindList("wanted", List.copyOf(wanted))
        .map(
            (r, c) ->
                new Row(
                    r.getInt("id"),
                    r.getInt("site"),
                    r.getString("site_name"),
                    r.getString("address"),
                    r.getString("mac"),
                    r.getString("name"),
                    Times.day(r.getLong("first_seen")),
                    Times.day(r.getLong("last_seen"))))
        .list();
  }

  /** What identifies an endpoint by itself: its link address, or its name. */
  private static Optional<Identity> exact(Row row, Set<String> routers) {
    boolean direct = Endpoint.isOwn(row.mac()) && !routers.contains(row.site() + "/" + row.mac());
    if (direct && Endpoint.isUniversal(row.mac())) {
      return Optional.of(new Identity("mac:" + row.mac(), "mac"));
    }
    if (!row.name().isEmpty()) {
      String name = row.name().toLowerCase(Locale.ROOT);
      return Optional.of(new Identity("name:" + row.siteName() + "/" + name, "name"));
    }
    return direct
        ? Optional.of(new Identity("mac:" + row.siteName() + "/" + row.mac(), "mac"))
        : Optional.empty();
  }

  private static Identity byAddress(Row row) {
    String place = isHome(row.address()) ? row.siteName() + "/" : "";
    return new Identity("address:" + place + row.address(), "address");
  }

  private static boolean isHome(String address) {
    try {
      return HOME.contains(IpAddress.parse(address));
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  private Set<String> routers(Set<String> macs) {
    return new HashSet<>(
        handle
            .createQuery("select site, mac from router where mac in (<macs>)")
            .bindList("macs", List.copyOf(macs))
            .map((r, c) -> r.getInt("site") + "/" + r.getString("mac"))
            .list());
  }

  private Map<String, String> ties() {
    Map<String, String> ties = new HashMap<>();
    handle // made by hand, so few
        .createQuery("select subject, identity from tie")
        .map((r, c) -> ties.put(r.getString("subject"), r.getString("identity")))
        .list();
    return ties;
  }

  /** Ids of the clients with these identities; those that are new are made. */
  private Map<String, Integer> clients(Map<Row, Identity> identities) {
    Map<String, Integer> clients = new HashMap<>();
    Set<String> wanted = new HashSet<>();
    identities.values().forEach(who -> wanted.add(who.identity()));
    if (wanted.isEmpty()) {
      return clients;
    }
    handle
        .createQuery("select id, identity from client where identity in (<wanted>)")
        .bindList("wanted", wanted)
        .map((r, c) -> clients.put(r.getString("identity"), r.getInt("id")))
        .list();
    int id = TableNumbers.nextId(handle, "client");
    try (RowBatch batch =
        new RowBatch(
            handle,
            "insert into client (id, identity, basis, address, mac, name, first_seen, last_seen)"
                + " values (?, ?, ?, ?, ?, ?, 0, 0)")) {
      for (Map.Entry<Row, Identity> each : identities.entrySet()) {
        Row row = each.getKey();
        Identity who = each.getValue();
        if (clients.putIfAbsent(who.identity(), id) == null) {
          batch.add(id++, who.identity(), who.basis(), row.address(), row.mac(), row.name());
        }
      }
      batch.execute();
    }
    return clients;
  }
}
