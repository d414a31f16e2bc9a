package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.intake.Periods.Period;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Which parts of each day a site's runs watched, and what they lost. */
public final class SiteDays {
  /** A day is covered when so much of it was watched. */
  private static final long COVERED_MILLIS = 8 * 3_600_000L;

  /** A watch writes each hour: where it seems not to have, lines of it are missing. */
  private static final Duration MAX_SILENCE = Duration.ofMinutes(90);

  /** What a line of it speaks of, then. */
  private static final Duration HOUR = Duration.ofHours(1);

  /** A run of more days has a clock that is wrong. */
  private static final int MAX_DAYS = 5_000;

  private final Handle handle;
  private final int site;

  private record Day(String spans, String losses) {}

  /** What is known of a run that has ended, or of a watch until its last sign. */
  private record Known(long first, long last, List<String> losses) {}

  SiteDays(Handle handle, int site) {
    this.handle = handle;
    this.site = site;
  }

  void add(List<RunFacts> runs) {
    for (RunFacts run : runs) {
      Optional<Known> known = run.id().isEmpty() ? Optional.empty() : known(run.id());
      if (isWatch(run, known)) {
        goOn(run, run.clock().orElseThrow(), known.get());
      } else if (run.first().isPresent() && run.last().isPresent()) {
        Instant first = run.first().get();
        Instant last = run.last().get();
        List<String> losses = Texts.list(Texts.union(Texts.union("", run.losses()), run.found()));
        record(run, first, last, losses);
        if (!run.narrowed()) {
          boolean sign = run.clock().map(RunFacts.Clock::sign).orElse(false);
          cover(sign ? heard(first, last) : first, last, losses);
        }
      }
    }
  }

  /** From when on the lines of a watch are there, of those since an earlier one. */
  private static Instant heard(Instant since, Instant last) {
    boolean silent = Duration.between(since, last).compareTo(MAX_SILENCE) > 0;
    return silent ? last.minus(HOUR) : since;
  }

  /** Whether a line that was taken earlier gave the beginning of the same watch. */
  private static boolean isWatch(RunFacts run, Optional<Known> known) {
    return known.isPresent()
        && run.clock().isPresent()
        && Times.nanos(run.clock().get().begun()) == known.get().first();
  }

  /** A watch saw what came since its last sign, and lost what was not known then. */
  private void goOn(RunFacts run, RunFacts.Clock clock, Known known) {
    Instant since = Times.instant(known.last());
    if (!clock.ended().isAfter(since)) {
      return; // taken before
    }
    List<String> fresh = new ArrayList<>(run.losses());
    fresh.removeAll(known.losses());
    record(run, clock.begun(), clock.ended(), run.losses());
    if (!run.narrowed()) {
      cover(heard(since, clock.ended()), clock.ended(), fresh);
      if (!run.found().isEmpty()) {
        cover(clock.begun(), clock.ended(), run.found());
      }
    }
  }

  private Optional<Known> known(String id) {
    return handle
        .createQuery("select first_packet, last_packet, losses from run where id = ?")
        .bind(0, Texts.clean(id))
        .map(
            (r, c) ->
                new Known(
                    r.getLong("first_packet"),
                    r.getLong("last_packet"),
                    Texts.list(r.getString("losses"))))
        .findOne();
  }

  private void record(RunFacts run, Instant first, Instant last, List<String> losses) {
    if (run.id().isEmpty()) {
      return;
    }
    handle.execute(
        "insert into run (id, site, first_packet, last_packet, narrowed, losses, imported)"
            + " values (?, ?, ?, ?, ?, ?, ?) on conflict (id) do update set"
            + " first_packet = excluded.first_packet, last_packet = excluded.last_packet,"
            + " narrowed = excluded.narrowed, losses = excluded.losses",
        Texts.clean(run.id()),
        site,
        Times.nanos(first),
        Times.nanos(last),
        run.narrowed() ? 1 : 0,
        Texts.union("", losses),
        Times.nanos(Instant.now()));
  }

  private void cover(Instant first, Instant last, List<String> losses) {
    int to = Times.day(last);
    for (int day = Math.max(Times.day(first), to - MAX_DAYS); day <= to; day++) {
      Period period = Period.of(Times.millisOfDay(first, day), Times.millisOfDay(last, day));
      Day known =
          handle
              .createQuery("select spans, losses from site_day where site = ? and day = ?")
              .bind(0, site)
              .bind(1, day)
              .map((r, c) -> new Day(r.getString("spans"), r.getString("losses")))
              .findOne()
              .orElse(new Day("", ""));
      Day now = new Day(Periods.with(known.spans(), period), Texts.union(known.losses(), losses));
      if (!now.equals(known)) {
        handle.execute(
            "insert into site_day (site, day, spans, losses) values (?, ?, ?, ?)"
                + " on conflict (site, day) do update set spans = excluded.spans,"
                + " losses = excluded.losses",
            site,
            day,
            now.spans(),
            now.losses());
      }
    }
  }

  /**
   * The days that each site covered: at least eight hours, without a loss that could hide a
   * finding.
   *
   * @param last later days are not looked at
   * @return days by the site's id; none for a site that covered none
   */
  public static Map<Integer, Set<Integer>> covered(Handle handle, int last) {
    Map<Integer, Set<Integer>> covered = new TreeMap<>();
    handle
        .createQuery("select site, day, spans, losses from site_day where day <= ?")
        .bind(0, last)
        .map(
            (r, c) -> {
              Set<Integer> days = covered.computeIfAbsent(r.getInt("site"), k -> new TreeSet<>());
              boolean whole =
                  r.getString("losses").isEmpty()
                      && Periods.total(r.getString("spans")) >= COVERED_MILLIS;
              return whole && days.add(r.getInt("day"));
            })
        .forEach(row -> {});
    return covered;
  }

  /** What each site lost, by day: for those who ask why a day is a gap. */
  public static Map<Integer, String> losses(Handle handle, int last) {
    Map<Integer, String> losses = new HashMap<>();
    handle
        .createQuery("select day, losses from site_day where losses <> '' and day <= ?")
        .bind(0, last)
        .map((r, c) -> losses.merge(r.getInt("day"), r.getString("losses"), (a, b) -> a + "\n" + b))
        .forEach(row -> {});
    return losses;
  }
}
