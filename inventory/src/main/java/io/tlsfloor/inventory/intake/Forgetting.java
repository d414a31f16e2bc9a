package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.store.RowBatch;
import io.tlsfloor.inventory.store.TableNumbers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Deletes what shall not be kept, and keeps it out of later imports: by the hash of a link address
 * or name up to the day, and of each address and day. Who is seen after that day is there again.
 */
public final class Forgetting {
  private static final String SALT = "forgotten";

  private Forgetting() {}

  /** Holds what was forgotten. */
  static final class Marks {
    private final Map<String, Integer> until = new HashMap<>();
    private final String salt;
    private final int before;

    private Marks(String salt, int before) {
      this.salt = salt;
      this.before = before;
    }

    static Marks load(Handle handle) {
      Marks marks = new Marks(salt(handle), TableNumbers.firstKept(handle));
      handle
          .createQuery("select mark, until_day from forgotten")
          .map((r, c) -> marks.until.put(r.getString("mark"), r.getInt("until_day")))
          .list();
      return marks;
    }

    boolean hold(int site, String address, String mac, String name, int day) {
      return day < before
          || !until.isEmpty()
              && (holds(mac(mac), day)
                  || holds(name(site, name), day)
                  || holds(place(site, address, day), day));
    }

    private boolean holds(String what, int day) {
      return !what.isEmpty() && day <= until.getOrDefault(hash(salt, what), Integer.MIN_VALUE);
    }
  }

  private static String mac(String mac) {
    return mac.isEmpty() ? "" : "mac " + mac;
  }

  private static String name(int site, String name) {
    return name.isEmpty() ? "" : "name " + site + " " + name;
  }

  private static String place(int site, String address, int day) {
    return "place " + site + " " + address + " " + day;
  }

  /** The link addresses of others at the same place are not forgotten: only a client's own. */
  private record Place(int site, String address, int day, String mac, String name) {}

  /**
   * Deletes a client with everything that was seen of it, and what people noted on it.
   *
   * @param today facts up to this day stay out
   */
  public static void client(Handle handle, int client, int today) {
    List<Place> places =
        handle
            .createQuery(
                "select site, address, day, case when mac <> '' then mac else made_up end as mac,"
                    + " name from place where client = ?")
            .bind(0, client)
            .map(
                (r, c) ->
                    new Place(
                        r.getInt("site"),
                        r.getString("address"),
                        r.getInt("day"),
                        r.getString("mac"),
                        r.getString("name")))
            .list();
    Map<String, Integer> marks = new HashMap<>();
    String salt = salt(handle);
    for (Place place : places) {
      marks.put(mac(place.mac()), today);
      marks.put(name(place.site(), place.name()), today);
      marks.put(place(place.site(), place.address(), place.day()), place.day());
    }
    marks.remove("");
    try (RowBatch batch =
            new RowBatch(
                handle,
                "insert into forgotten (mark, until_day) values (?, ?)"
                    + " on conflict (mark) do update set until_day = excluded.until_day");
        RowBatch observations =
            new RowBatch(
                handle, "delete from observation where site = ? and address = ? and day = ?");
        RowBatch findings =
            new RowBatch(handle, "delete from finding where site = ? and address = ? and day = ?");
        RowBatch notes =
            new RowBatch(
                handle,
                "delete from note where scope = 'CLIENT' and at_site = ? and at_address = ?"
                    + " and at_day = ?");
        RowBatch touched =
            new RowBatch(
                handle,
                "insert into touched (site, address, day) values (?, ?, ?)"
                    + " on conflict (site, address, day) do nothing")) {
      marks.forEach((what, until) -> batch.add(hash(salt, what), until));
      batch.execute();
      for (Place each : places) {
        observations.add(each.site(), each.address(), each.day());
        findings.add(each.site(), each.address(), each.day());
        notes.add(each.site(), each.address(), each.day());
        touched.add(each.site(), each.address(), each.day());
      }
      for (RowBatch each : List.of(observations, findings, notes, touched)) {
        each.execute();
      }
    }
  }

  /** How many clients were not seen since a day. */
  public static int count(Handle handle, int day) {
    return handle
        .createQuery("select count(*) from client where last_seen < ?")
        .bind(0, day * 86_400_000_000_000L)
        .mapTo(Integer.class)
        .one();
  }

  /** Deletes all facts of days before {@code day}, for good: nothing of them is taken in again. */
  public static void before(Handle handle, int day) {
    TableNumbers.keepFrom(handle, day);
    handle.execute(
        "insert into touched (site, address, day) select distinct site, address, day"
            + " from observation where day < ? on conflict (site, address, day) do nothing",
        day);
    handle.execute(
        "insert into touched (site, address, day) select site, '', day from site_day"
            + " where true on conflict (site, address, day) do nothing");
    for (String table : List.of("observation", "finding", "run_day")) {
      handle.execute("delete from " + table + " where day < ?", day);
    }
    handle
        .createQuery(
            "select id from run where last_seen < ? and whole > 0"
                + " and not exists (select 1 from observation o where o.run = run.id)"
                + " and not exists (select 1 from run_day d where d.run = run.id)")
        .bind(0, day * 86_400_000_000_000L)
        .mapTo(Integer.class)
        .list()
        .forEach(run -> Intake.forget(handle, run));
  }

  private static String salt(Handle handle) {
    Optional<String> known = TableNumbers.meta(handle, SALT);
    if (known.isEmpty()) {
      TableNumbers.keep(handle, SALT, UUID.randomUUID().toString());
    }
    return TableNumbers.meta(handle, SALT).orElseThrow();
  }

  private static String hash(String salt, String what) {
    try {
      byte[] text = (salt + " " + what).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
