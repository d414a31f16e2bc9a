package io.tlsfloor.inventory.derive;

import io.tlsfloor.report.model.State.WatchedHours;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** What sites watched of each day, read once somebody asks. Confined to one thread. */
final class SiteHours {
  private final Handle handle;
  private final Standard standard;
  private final Map<Integer, SiteCalendar> sites = new HashMap<>();

  /** Holds what a site watched by day; it is closed after a day, or 0. */
  private record SiteCalendar(int closed, Map<Integer, WatchedHours> days) {}

  SiteHours(Handle handle) {
    this.handle = handle;
    standard = Standard.of(handle);
  }

  /** What all of some sites watched of a day; a site that is closed hides nothing. */
  WatchedHours of(Set<Integer> some, int day) {
    WatchedHours all = WatchedHours.ALL;
    for (int id : some) {
      SiteCalendar site = sites.computeIfAbsent(id, this::read);
      if (site.closed() == 0 || day <= site.closed()) {
        all = all.and(site.days().getOrDefault(day, WatchedHours.NONE));
      }
    }
    return all;
  }

  private SiteCalendar read(int id) {
    Map<Integer, WatchedHours> days = new HashMap<>();
    handle
        .createQuery("select day, watched, lost, hours from site_day where site = ?")
        .bind(0, id)
        .map(
            (r, c) ->
                days.put(
                    r.getInt("day"),
                    new WatchedHours(
                        standard.isCovered(r.getInt("watched"), r.getInt("lost")),
                        r.getInt("hours"))))
        .list();
    int closed =
        handle
            .createQuery("select closed from site where id = ?")
            .bind(0, id)
            .mapTo(Integer.class)
            .one();
    return new SiteCalendar(closed, days);
  }
}
