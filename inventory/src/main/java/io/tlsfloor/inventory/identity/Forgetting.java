package io.tlsfloor.inventory.identity;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** Deletes what shall not be kept. */
public final class Forgetting {
  private Forgetting() {}

  /** Deletes a client with everything that was seen of it, and what people noted on it. */
  public static void client(Handle handle, int id) {
    handle.execute(
        "delete from note where scope = 'CLIENT' and target = (select identity from client where id = ?)",
        id);
    endpoints(handle, "client = " + id);
  }

  /** What a client consists of, in words. */
  public static List<String> parts(Handle handle, int client) {
    return handle
        .createQuery(
            "select s.name as site, e.address, e.mac, e.name from endpoint e"
                + " join site s on s.id = e.site where e.client = ? order by e.id")
        .bind(0, client)
        .map(
            (r, c) -> {
              String mac = r.getString("mac");
              String name = r.getString("name");
              return r.getString("address")
                  + (mac.isEmpty() ? "" : " " + mac)
                  + (name.isEmpty() ? "" : " " + name)
                  + " at "
                  + r.getString("site");
            })
        .list();
  }

  /** How many clients were not seen since a day. */
  public static int count(Handle handle, int day) {
    return handle
        .createQuery("select count(*) from client where identity <> '' and last_seen < ?")
        .bind(0, nanos(day))
        .mapTo(Integer.class)
        .one();
  }

  private static long nanos(int day) {
    return day * 86_400_000_000_000L;
  }

  /**
   * Deletes clients that were not seen since a day, and from the others the details of days before
   * it. In which state a client was on such a day stays known: one letter a day.
   */
  public static void before(Handle handle, int day) {
    long nanos = nanos(day);
    handle.execute(
        "delete from note where scope = 'CLIENT' and target in"
            + " (select identity from client where last_seen < ?)",
        nanos);
    endpoints(handle, "client in (select id from client where last_seen < " + nanos + ")");
    details(handle, day);
  }

  /** Deletes the details of days before {@code day}; clients and their states stay. */
  public static void details(Handle handle, int day) {
    handle.execute("delete from client_day where day < ?", day);
  }

  private static void endpoints(Handle handle, String which) {
    for (String table : new String[] {"client_day", "sighting", "finding"}) {
      handle.execute(
          "delete from "
              + table
              + " where endpoint in (select id from endpoint where "
              + which
              + ")");
    }
    handle.execute(
        "update endpoint set partner = null where partner <> '' and address in"
            + " (select address from endpoint where "
            + which
            + ")");
    handle.execute("delete from endpoint where " + which);
    handle.execute(
        "delete from client where identity <> '' and not exists"
            + " (select 1 from endpoint e where e.client = client.id)");
    handle.execute("delete from input"); // what is read again is read from its start
  }
}
