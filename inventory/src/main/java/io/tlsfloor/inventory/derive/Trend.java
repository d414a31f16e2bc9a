package io.tlsfloor.inventory.derive;

import io.tlsfloor.inventory.store.KnownAs;
import io.tlsfloor.inventory.store.RowBatch;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.Times;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Handle;

/**
 * How many clients were below at the end of each week, as it was known then.
 *
 * <p>Weeks that are over are replayed, which takes as long as all else together: not in the
 * transaction of a writer, so that others need not wait. Who replays weeks claims them; where facts
 * of a week change meanwhile, the claim is gone, and who brought these replays it again.
 */
final class Trend {
  private static final int DAYS = 7;

  /** In the place of a number of covered days: a row that counts who was seen in the week. */
  private static final int SEEN = -1;

  /** A week that somebody replays, under a number of their own. */
  private static final int CLAIMED = -2;

  private Trend() {}

  /** Weeks to be replayed, and the number that they are claimed by. */
  record Claim(List<Integer> weeks, int number) {}

  private record WeekRow(int start, int coveredSince, int clients) {}

  /** Weeks without a count, but for the last. */
  private static List<Integer> open(Handle handle) {
    int first = Derivation.firstDay(handle);
    TreeSet<Integer> open = new TreeSet<>();
    int current = Times.monday(Derivation.lastDay(handle));
    for (int start = Times.monday(first); first > 0 && start < current; start += DAYS) {
      open.add(start);
    }
    handle
        .createQuery("select start from week where covered_since = ?")
        .bind(0, SEEN)
        .mapTo(Integer.class)
        .forEach(open::remove);
    return List.copyOf(open);
  }

  /** Returns whether there are weeks that nobody counted, or is not done with. */
  static boolean isOpen(Handle handle) {
    return !open(handle).isEmpty();
  }

  /** Forgets the weeks from a day on, and counts the last one. */
  static void cut(Handle handle, int touched) {
    int last = Derivation.lastDay(handle);
    int first = Derivation.firstDay(handle);
    handle.execute(
        "delete from week where start >= ? or start < ?",
        first == 0 ? 0 : Times.monday(Math.min(touched, last)),
        Times.monday(first));
    if (first > 0) {
      count(handle, Times.monday(last));
    }
  }

  /** Claims the weeks without a count. */
  static Claim claim(Handle handle) {
    Claim claim = new Claim(open(handle), ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
    for (int start : claim.weeks()) {
      handle.execute(
          "insert into week (start, covered_since, clients) values (?, ?, ?)"
              + " on conflict (start, covered_since) do update set clients = excluded.clients",
          start,
          CLAIMED,
          claim.number());
    }
    return claim;
  }

  /** Counts weeks that are claimed. */
  static void replay(Store store, Claim claim) throws IOException {
    if (claim.weeks().isEmpty()) {
      return;
    }
    List<WeekRow> rows = store.read(handle -> replay(handle, claim.weeks()));
    store.write(
        handle -> {
          keep(handle, claim, rows);
          return true;
        });
  }

  private static List<WeekRow> replay(Handle handle, List<Integer> weeks) {
    List<WeekRow> rows = new ArrayList<>();
    Derivation.Then then = new Derivation.Then(handle);
    for (int start : weeks) {
      then.moveTo(start + DAYS - 1);
      count(handle, start);
    }
    handle
        .createQuery("select start, covered_since, clients from week")
        .map((r, c) -> rows.add(new WeekRow(r.getInt(1), r.getInt(2), r.getInt(3))))
        .list();
    return rows;
  }

  private static void keep(Handle handle, Claim claim, List<WeekRow> rows) {
    List<Integer> kept =
        handle
            .createQuery(
                "select start from week where covered_since = ? and clients = ? and start + ? <"
                    + " (select coalesce(min(day), 1000000) from touched)")
            .bind(0, CLAIMED)
            .bind(1, claim.number())
            .bind(2, DAYS - 1)
            .mapTo(Integer.class)
            .list();
    handle.execute(
        "delete from week where covered_since = ? and clients = ?", CLAIMED, claim.number());
    try (RowBatch batch =
        new RowBatch(handle, "insert into week (start, covered_since, clients) values (?, ?, ?)")) {
      for (WeekRow row : rows) {
        if (kept.contains(row.start())) {
          batch.add(row.start(), row.coveredSince(), row.clients());
        }
      }
      batch.execute();
    }
  }

  /** Counts a week, as of what the tables say. */
  static void count(Handle handle, int start) {
    handle.execute(
        "insert into week (start, covered_since, clients) select "
            + start
            + ", since, count(*) from (select client, min(covered_since_last) as since from pair"
            + " where kind in (1, 2) and client not in "
            + Pairs.ACCOUNTS
            + " group by client) below group by since");
    handle.execute(
        "insert into week (start, covered_since, clients) select "
            + start
            + ", "
            + SEEN
            + ", count(distinct client) from place where client > 0 and not "
            + KnownAs.isAccount("address")
            + " and day between "
            + start
            + " and "
            + (start + DAYS - 1));
  }
}
