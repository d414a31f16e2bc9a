package io.tlsfloor.inventory.identity;

import io.tlsfloor.inventory.store.RowBatch;
import io.tlsfloor.inventory.store.TableNumbers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Decides which endpoints are one client, from all that is stored of them.
 *
 * <p>A link address that its maker gave is exact, except a router's. Else a name identifies the
 * client within its site, then a link address that a device made up, then the address. What is
 * ambiguous is not joined: an address that is seen without any of these belongs to who held it at
 * that time, where that is one.
 */
public final class Identities {
  private static final int CHUNK = 500;

  private final Handle handle;
  private final Set<Integer> touched = new HashSet<>(); // clients
  private final Moves moves;

  /**
   * Who an endpoint is.
   *
   * @param identity {@code mac:00-00-5E-00-53-23}, {@code name:SITE/NAME}, {@code
   *     address:SITE/ADDRESS}
   * @param basis what it rests on: {@code mac}, {@code name}, {@code address}
   */
  public record Identity(String identity, String basis) {}

  /** What makes a client one. */
  public static String of(Handle handle, int client) {
    return handle
        .createQuery("select identity from client where id = ?")
        .bind(0, client)
        .mapTo(String.class)
        .one();
  }

  /** Works by the rows that {@code handle}'s transaction sees. */
  public Identities(Handle handle) {
    this.handle = handle;
    moves = new Moves(handle);
  }

  /**
   * Finds out again whose endpoints these are, and writes it down.
   *
   * @return those that are another client's than before
   */
  public Set<Integer> assign(Collection<Integer> endpoints) {
    EndpointRows table = new EndpointRows(handle);
    Set<Integer> moved = new HashSet<>();
    List<EndpointRow> rows = table.byId(endpoints);
    Clues clues = new Clues(table, rows);
    Map<EndpointRow, Identity> identities = new LinkedHashMap<>();
    rows.forEach(row -> identities.put(row, clues.of(row)));
    Map<String, Integer> clients = clients(identities);
    writePartners(clues.found());
    try (RowBatch batch = new RowBatch(handle, "update endpoint set client = ? where id = ?")) {
      identities.forEach(
          (row, who) -> {
            int client = Objects.requireNonNull(clients.get(who.identity()));
            touched.add(row.client());
            touched.add(client);
            if (client != row.client()) {
              moves.add(row.client(), client);
              batch.add(client, row.id());
              moved.add(row.id());
            }
          });
      batch.execute();
    }
    return moved;
  }

  private void writePartners(Map<Integer, String> partners) {
    try (RowBatch batch =
        new RowBatch(
            handle,
            "update endpoint set partner = ? where id = ? and (partner is null or partner <> ?)")) {
      new TreeMap<>(partners).forEach((id, partner) -> batch.add(partner, id, partner));
      batch.execute();
    }
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
    moves.takeNotes();
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
                + ", mac = case when basis = 'mac' then substr(identity, length(identity) - 16)"
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

  private static <T> void each(Collection<T> ids, Consumer<List<T>> work) {
    List<T> all = new ArrayList<>(ids);
    for (int at = 0; at < all.size(); at += CHUNK) {
      work.accept(all.subList(at, Math.min(at + CHUNK, all.size())));
    }
  }

  /** Ids of the clients with these identities; those that are new are made. */
  private Map<String, Integer> clients(Map<EndpointRow, Identity> identities) {
    Map<String, Integer> clients = new HashMap<>();
    Set<String> wanted = new HashSet<>();
    identities.values().forEach(who -> wanted.add(who.identity()));
    each(
        wanted,
        some ->
            handle
                .createQuery("select id, identity from client where identity in (<wanted>)")
                .bindList("wanted", some)
                .map((r, c) -> clients.put(r.getString("identity"), r.getInt("id")))
                .list());
    int id = TableNumbers.nextId(handle, "client");
    try (RowBatch batch =
        new RowBatch(
            handle,
            "insert into client (id, identity, basis, address, mac, name, first_seen, last_seen)"
                + " values (?, ?, ?, ?, ?, ?, 0, 0)")) {
      for (Map.Entry<EndpointRow, Identity> each : identities.entrySet()) {
        EndpointRow row = each.getKey();
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
