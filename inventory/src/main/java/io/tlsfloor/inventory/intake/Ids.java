package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.intake.ClientFacts.ServiceKey;
import io.tlsfloor.inventory.store.TableNumbers;
import io.tlsfloor.inventory.store.Texts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Ids of what is named in few rows: sites and services. */
final class Ids {
  private Ids() {}

  /** Id of a site; made where there is none. */
  static int site(Handle handle, String name) {
    String clean = Texts.clean(name);
    return handle
        .createQuery("select id from site where name = ?")
        .bind(0, clean)
        .mapTo(Integer.class)
        .findOne()
        .orElseGet(
            () -> {
              int id = TableNumbers.nextId(handle, "site");
              handle.execute("insert into site (id, name, linked) values (?, ?, 0)", id, clean);
              return id;
            });
  }

  /** Ids of all services that are stored. */
  static List<Integer> services(Handle handle) {
    return handle.createQuery("select id from service").mapTo(Integer.class).list();
  }

  /** Ids of all services; those of {@code wanted} that are new are made. */
  static Map<ServiceKey, Integer> services(Handle handle, Iterable<Batch.Key> wanted) {
    Map<ServiceKey, Integer> ids = new HashMap<>();
    handle
        .createQuery("select id, instance, area, name from service")
        .map(
            (r, c) ->
                ids.put(
                    new ServiceKey(
                        r.getString("instance"), r.getString("area"), r.getString("name")),
                    r.getInt("id")))
        .forEach(row -> {});
    for (Batch.Key key : wanted) {
      ServiceKey service = key.service();
      if (!ids.containsKey(service)) {
        int id = TableNumbers.nextId(handle, "service");
        handle.execute(
            "insert into service (id, instance, area, name) values (?, ?, ?, ?)",
            id,
            service.instance(),
            service.area(),
            service.name());
        ids.put(service, id);
      }
    }
    return ids;
  }
}
