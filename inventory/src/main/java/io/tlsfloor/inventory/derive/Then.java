package io.tlsfloor.inventory.derive;

import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Schema;
import io.tlsfloor.inventory.store.Store;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The tables as they were on an earlier day, in place of those of the same names. They end with the
 * connection, or what it does there is undone.
 */
final class Then {
  private static final List<String> BY_DAY = List.of("observation", "finding", "site_day", "note");

  private final Handle handle;
  private final String here;
  private final boolean part;
  private int day;

  /**
   * Of all facts, or of those of a part.
   *
   * @param part whether there is nothing but the places of {@code t_scope}
   */
  Then(Handle handle, boolean part) {
    this.handle = handle;
    this.part = part;
    here = here(handle);
    if (Location.isPostgres(handle)) {
      Store.forSingleRows(handle);
    }
    handle.execute("create temporary table until_day (day integer)");
    handle.execute("insert into until_day values (0)");
    for (String table : BY_DAY) {
      boolean ofPlaces = part && (table.equals("observation") || table.equals("finding"));
      handle.execute(
          "create temporary view %1$s as select t.* from %2$s.%1$s t%3$s where t.day <= (select day from until_day)"
              .formatted(
                  table,
                  here,
                  ofPlaces
                      ? " join t_scope f on f.site = t.site and f.address = t.address and f.day = t.day"
                      : ""));
    }
    Schema.derivedOnceMore().forEach(handle::execute);
    SiteDays.clearChanged(handle);
    handle.execute(
        """
        create temporary table touched (site integer, address text, day integer,
          primary key (site, address, day))
        """);
  }

  /** The schema of the inventory's own tables. */
  static String here(Handle handle) {
    return Location.isPostgres(handle)
        ? handle.createQuery("select current_schema()").mapTo(String.class).one()
        : "main";
  }

  /** Goes on to a later day. */
  void moveTo(int next) {
    handle.execute("update until_day set day = ?", next);
    handle.execute(
        """
        insert into touched (site, address, day)
        select distinct site, address, day
        from %s
        where day > ? and day <= ?
        """
            .formatted(part ? "t_scope" : here + ".observation"),
        day,
        next);
    new Identities(handle).refresh(here, day, next);
    new Pairs(handle).refresh();
    Store.clearOwn(handle, "touched");
    day = next;
  }

  /** Goes there, and works out what people decided and the weeks up to it. */
  void answer(int asOf) {
    moveTo(asOf);
    People.refresh(handle, false);
    Absences.refresh(handle, asOf);
    Trend.then(handle, here, asOf);
    if (Location.isPostgres(handle)) {
      Store.forManyRows(handle, Schema.derived());
    }
  }
}
