package io.tlsfloor.inventory.derive;

import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.Times;
import java.io.IOException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Brings what follows from facts up to date: who is who, in which state, what was covered, and how
 * many were below at the end of each week. A derivation touches what changed, and no more.
 *
 * <p>The answers of an earlier day follow from the facts up to that day alone: they are worked out
 * in tables of the connection that hide those of the same names, by the same statements.
 */
public final class Derivation {
  /** So many of them are looked up one by one. */
  private static final int FEW_PLACES = 2_000;

  private Derivation() {}

  /**
   * Answers a question as of a day.
   *
   * @param work is given the tables as they are on that day
   */
  public static <T> T ask(Store store, int asOf, Store.Work<T> work) throws IOException {
    complete(store);
    return look(store, asOf, work);
  }

  /** Brings an inventory up to date, where something came in. */
  public static void refresh(Store store) throws IOException {
    if (store.<Boolean>read(Derivation::isStale)) {
      store.letOthersWrite(); // what they bring is worked out together
      store.write(
          handle -> {
            if (isStale(handle)) {
              refresh(handle);
            }
            return true;
          });
    }
  }

  /** The same, before somebody asks: absences and weeks are counted, too. */
  public static void complete(Store store) throws IOException {
    refresh(store);
    if (store.<Boolean>read(Trend::isOpen)) {
      store.write(
          handle -> {
            Absences.refresh(handle, lastDay(handle));
            Trend.count(handle);
            return true;
          });
    }
  }

  /** The same as {@link #ask} from what is worked out, without what came in since. */
  public static <T> T look(Store store, int asOf, Store.Work<T> work) throws IOException {
    return store.read(
        handle -> {
          if (lastDay(handle) <= asOf) {
            return work.with(handle);
          }
          new Then(handle, false).answer(asOf);
          return work.with(handle);
        });
  }

  private static boolean isStale(Handle handle) {
    return handle
        .createQuery("select 1 from touched limit 1")
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  /**
   * The last day of which there is any fact; 0 without one. A site that has had its last day is
   * known to be closed on the next.
   */
  public static int lastDay(Handle handle) {
    int other =
        number(
            handle,
            """
            select coalesce(max(d), 0)
            from (
              select max(day) as d from site_day
              union all select max(day) as d from note
              union all select max(closed) + 1 as d from site where closed <= (select max(day) from site_day)
            ) days
            """);
    long seen =
        handle
            .createQuery("select coalesce(max(last_seen), 0) from client")
            .mapTo(Long.class)
            .one();
    return Math.max(other, Times.day(seen));
  }

  private static int number(Handle handle, String query) {
    return handle.createQuery(query).mapTo(Integer.class).one();
  }

  /** In the transaction of a writer. */
  private static void refresh(Handle handle) {
    int places = number(handle, "select count(*) from touched");
    Store.analyzeGrown(handle, places, List.of("observation", "finding"));
    if (places <= FEW_PLACES && Location.isPostgres(handle)) {
      Store.forFewRows(handle);
    }
    Lanes.assign(handle);
    SiteDays.clearChanged(handle);
    SiteDays.refresh(handle);
    new Identities(handle).refresh();
    new Pairs(handle).refresh();
    Store.analyzeGrown(handle, places, List.of("client", "pair", "pair_site"));
    People.refresh(handle, true);
    Trend.recount(handle, number(handle, "select min(day) from touched"));
    Trend.follow(handle);
    handle.execute("delete from " + Then.here(handle) + ".touched");
  }
}
