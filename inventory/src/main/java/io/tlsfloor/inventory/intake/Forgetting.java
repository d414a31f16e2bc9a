package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.people.Note;
import io.tlsfloor.inventory.store.TableNumbers;
import io.tlsfloor.inventory.store.TableWriter;
import io.tlsfloor.report.text.Column;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Deletes what shall not be kept, and keeps it out of later imports: by the hash of a link address
 * or name up to the day, and of each address and day. Who is seen after that day is there again.
 */
public final class Forgetting {
  private static final String SALT = "forgotten";
  private static final int ROWS_AT_A_TIME = 1_000;

  private static final List<Column<Place>> KEY =
      List.of(
          new Column<>("site", Place::site),
          new Column<>("address", Place::address),
          new Column<>("day", Place::day));

  private Forgetting() {}

  /**
   * A hash of what is kept out.
   *
   * @param salt of the inventory where it was forgotten
   * @param until facts up to this day stay out
   */
  public record ForgottenMark(String hash, String salt, int until) {}

  /** Holds what was forgotten. */
  static final class Marks {
    private final Map<String, Integer> until = new HashMap<>();
    private final Map<Integer, String> sites = new HashMap<>();
    private final Set<String> salts = new HashSet<>();
    private final int before;

    private Marks(int before) {
      this.before = before;
    }

    static Marks load(Handle handle) {
      Marks marks = new Marks(TableNumbers.firstKept(handle));
      for (ForgottenMark mark : marks(handle)) {
        marks.until.put(mark.hash(), mark.until());
        marks.salts.add(mark.salt());
      }
      handle
          .createQuery("select id, name from site")
          .map((r, c) -> marks.sites.put(r.getInt("id"), r.getString("name")))
          .list();
      return marks;
    }

    boolean hold(int site, String address, String mac, String name, int day) {
      if (day < before || until.isEmpty()) {
        return day < before;
      }
      String at = sites.getOrDefault(site, "");
      return holds(mac(mac), day)
          || holds(name(at, name), day)
          || holds(place(at, address, day), day)
          || holds("place " + site + " " + address + " " + day, day) // until version 9
          || !name.isEmpty() && holds("name " + site + " " + name, day);
    }

    private boolean holds(String what, int day) {
      return !what.isEmpty()
          && salts.stream()
              .anyMatch(salt -> day <= until.getOrDefault(hash(salt, what), Integer.MIN_VALUE));
    }
  }

  private static String mac(String mac) {
    return mac.isEmpty() ? "" : "mac " + mac;
  }

  private static String name(String site, String name) {
    return name.isEmpty() ? "" : "name at " + site + " " + name;
  }

  private static String place(String site, String address, int day) {
    return "place at " + site + " " + address + " " + day;
  }

  /** The link addresses of others at the same place are not forgotten: only a client's own. */
  private record Place(
      int site, String siteName, String address, int day, String mac, String name) {}

  /**
   * Deletes a client with everything that was seen of it, and what people noted on it.
   *
   * @param today facts up to this day stay out
   */
  public static void client(Handle handle, int client, int today) {
    List<Place> places =
        handle
            .createQuery(
                """
                select p.site, s.name as site_name, p.address, p.day, p.name,
                  case when p.mac <> '' then p.mac else p.made_up end as mac
                from place p
                join site s on s.id = p.site
                where p.client = ?
                """)
            .bind(0, client)
            .mapTo(Place.class)
            .list();
    Map<String, Integer> marks = new HashMap<>();
    for (Place place : places) {
      marks.put(mac(place.mac()), today);
      marks.put(name(place.siteName(), place.name()), today);
      marks.put(place(place.siteName(), place.address(), place.day()), place.day());
    }
    marks.remove("");
    String salt = ownSalt(handle);
    try (TableWriter<ForgottenMark> kept = kept(handle);
        TableWriter<Place> observations = TableWriter.delete(handle, "observation", KEY);
        TableWriter<Place> findings = TableWriter.delete(handle, "finding", KEY);
        TableWriter<Place> notes =
            TableWriter.delete(
                handle,
                "note",
                List.of(
                    new Column<>("scope", place -> Note.Scope.CLIENT.name()),
                    new Column<>("at_site", Place::site),
                    new Column<>("at_address", Place::address),
                    new Column<>("at_day", Place::day)));
        TableWriter<Place> touched = touched(handle)) {
      marks.forEach((what, until) -> kept.add(new ForgottenMark(hash(salt, what), salt, until)));
      kept.execute();
      for (TableWriter<Place> each : List.of(observations, findings, notes, touched)) {
        places.forEach(each::add);
        each.execute();
      }
    }
  }

  private static TableWriter<Place> touched(Handle handle) {
    return TableWriter.upsert(handle, "touched", KEY, List.of());
  }

  private static TableWriter<ForgottenMark> kept(Handle handle) {
    return TableWriter.upsert(
        handle,
        "forgotten",
        List.of(new Column<>("mark", ForgottenMark::hash)),
        List.of(
            new Column<>("salt", ForgottenMark::salt),
            new Column<>("until_day", ForgottenMark::until)));
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
        """
        insert into touched (site, address, day)
        select distinct site, address, day
        from observation
        where day < ?
        on conflict (site, address, day) do nothing
        """,
        day);
    handle.execute(
        """
        insert into touched (site, address, day)
        select site, '', day
        from site_day
        where true
        on conflict (site, address, day) do nothing
        """);
    for (String table : List.of("observation", "finding", "run_day")) {
      handle.execute("delete from " + table + " where day < ?", day);
    }
    handle
        .createQuery(
            """
            select id
            from run
            where last_seen < ? and whole > 0 and not exists (select 1 from observation o where o.run = run.id)
              and not exists (select 1 from run_day d where d.run = run.id)
            """)
        .bind(0, day * 86_400_000_000_000L)
        .mapTo(Integer.class)
        .list()
        .forEach(run -> Intake.forget(handle, run));
  }

  /** All that is kept out, by hash. */
  public static List<ForgottenMark> marks(Handle handle) {
    return handle
        .createQuery("select mark as hash, salt, until_day as until from forgotten order by mark")
        .mapTo(ForgottenMark.class)
        .list();
  }

  /**
   * Keeps out what another inventory does, and deletes what is here of it.
   *
   * @return how many marks were new, or hold longer now
   */
  public static int keepOut(Handle handle, List<ForgottenMark> given) {
    Map<String, Integer> known = new HashMap<>();
    marks(handle).forEach(mark -> known.put(mark.hash(), mark.until()));
    int changed = 0;
    try (TableWriter<ForgottenMark> kept = kept(handle)) {
      for (ForgottenMark mark : given) {
        if (mark.until() > known.getOrDefault(mark.hash(), Integer.MIN_VALUE)) {
          kept.add(mark);
          changed++;
        }
      }
      kept.execute();
    }
    if (changed > 0) {
      deleteMarked(handle);
    }
    return changed;
  }

  private static void deleteMarked(Handle handle) {
    Marks marks = Marks.load(handle);
    List<Column<Place>> own = new ArrayList<>(KEY);
    own.add(new Column<>("mac", Place::mac));
    own.add(new Column<>("name", Place::name));
    try (TableWriter<Place> observations = TableWriter.delete(handle, "observation", own);
        TableWriter<Place> findings =
            TableWriter.delete(
                handle,
                "finding",
                KEY,
                """
                not exists (select 1 from observation o where o.run = finding.run and o.part = finding.part
                  and o.address = finding.address and o.day = finding.day and o.service = finding.service)
                """);
        TableWriter<Place> touched = touched(handle)) {
      List<Place> places =
          handle
              .createQuery(
                  """
                  select distinct o.site, s.name as site_name, o.address, o.day, o.mac, o.name
                  from observation o
                  join site s on s.id = o.site
                  """)
              .setFetchSize(ROWS_AT_A_TIME)
              .mapTo(Place.class)
              .filter(
                  each ->
                      marks.hold(each.site(), each.address(), each.mac(), each.name(), each.day()))
              .list();
      for (TableWriter<Place> each : List.of(observations, findings, touched)) {
        places.forEach(each::add);
        each.execute();
      }
    }
  }

  private static String ownSalt(Handle handle) {
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
