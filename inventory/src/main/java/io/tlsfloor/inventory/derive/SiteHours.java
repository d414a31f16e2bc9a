package io.tlsfloor.inventory.derive;

import io.tlsfloor.inventory.store.KnownAs;
import io.tlsfloor.report.model.Sampling;
import io.tlsfloor.report.model.State.WatchedHours;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * What sites watched of each day, read once somebody asks. A report shows what everybody did in its
 * time: a day on which it has anybody is watched for all accounts and devices in it. Confined to
 * one thread.
 */
final class SiteHours {
  private final Handle handle;
  private final Standard standard;
  private final Map<Integer, SiteCalendar> sites = new HashMap<>();

  private final Map<Integer, Set<Integer>> reported = new HashMap<>(); // days by site

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
      SiteCalendar site = calendar(id);
      if (site.closed() == 0 || day <= site.closed()) {
        all = all.and(site.days().getOrDefault(day, WatchedHours.NONE));
      }
    }
    return all;
  }

  /** Returns whether the last day of a site is before another one. */
  boolean isClosed(int id, int day) {
    int closed = calendar(id).closed();
    return closed > 0 && closed < day;
  }

  private SiteCalendar calendar(int id) {
    return sites.computeIfAbsent(id, this::read);
  }

  /** What reports that were taken in at any of some sites show of a day. */
  WatchedHours ofReports(Set<Integer> some, int day) {
    for (int id : some) {
      if (reported.computeIfAbsent(id, this::readReported).contains(day)) {
        return WatchedHours.ALL;
      }
    }
    return WatchedHours.NONE;
  }

  private Set<Integer> readReported(int id) {
    return handle
        .createQuery(
            """
            select distinct o.day
            from observation o
            join run r on r.id = o.run and r.whole > 0
            where o.site = ? and %s
            """
                .formatted(KnownAs.isReported("o.address")))
        .bind(0, id)
        .mapTo(Integer.class)
        .set();
  }

  private SiteCalendar read(int id) {
    Map<Integer, WatchedHours> days = new HashMap<>();
    Sampling sampling = new Sampling();
    handle
        .createQuery("select day, watched, lost, hours from site_day where site = ? order by day")
        .bind(0, id)
        .map(
            (r, c) -> {
              int day = r.getInt("day");
              boolean covered = standard.isCovered(r.getInt("watched"), r.getInt("lost"));
              boolean around = sampling.add(day, covered);
              return days.put(day, new WatchedHours(covered, r.getInt("hours"), around));
            })
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
