package io.tlsfloor.inventory.derive;

import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds what a client did with a service, day by day, and what follows from it: the one place in
 * which it is decided who is below, fixed and back.
 *
 * <p>What several sensors saw of one address on a day are views of the same connections: the larger
 * count holds. Counts of several addresses, and of runs that follow each other, add up.
 */
final class PairFold {
  /** Established connections at or above the floor that show that a client is fixed. */
  static final int GOOD_CONNECTIONS = 5;

  /** Days on which they must have been seen. */
  static final int GOOD_DAYS = 2;

  /** Never below. */
  static final int NEVER = 0;

  /** Below, and nothing has shown since that it is fixed. */
  static final int BELOW = 1;

  /** Below again after it was fixed. */
  static final int BACK = 2;

  /** Was below, and is fixed. */
  static final int FIXED = 3;

  /** In the order of these numbers. */
  private static final List<String> KINDS = List.of("good", "below", "back", "fixed");

  /** Changes that are told; a client with more goes to and fro each day. */
  private static final int MAX_CHANGES = 60;

  private final int client;
  private final int service;
  private final Map<String, Map<Integer, Long>> good = new HashMap<>(); // by place, by lane
  private final Map<String, Map<Integer, Long>> all = new HashMap<>();
  private final TreeSet<Integer> sites = new TreeSet<>();
  private final List<String> history = new ArrayList<>();
  private int day = Integer.MIN_VALUE;
  private boolean belowToday;
  private boolean exceptedToday;
  private int kind = NEVER;
  private long goodConnections;
  private int goodDays;
  private boolean byPolicy;
  private int firstDay = Integer.MAX_VALUE;
  private long firstSeen = Long.MAX_VALUE;
  private long lastSeen = Long.MIN_VALUE;
  private long connections;
  private String stacks = "";
  private String used = "";
  private int lastDay = Integer.MIN_VALUE;

  PairFold(int client, int service) {
    this.client = client;
    this.service = service;
  }

  /** Goes on where a row of {@code pair} ended. */
  static PairFold of(ResultSet row) throws SQLException {
    PairFold fold = new PairFold(row.getInt("client"), row.getInt("service"));
    fold.kind = row.getInt("kind");
    fold.firstDay = row.getInt("first_day");
    fold.lastDay = row.getInt("last_day");
    fold.firstSeen = row.getLong("first_seen");
    fold.lastSeen = row.getLong("last_seen");
    fold.connections = row.getLong("connections");
    fold.goodConnections = row.getLong("good_connections");
    fold.goodDays = row.getInt("good_days");
    fold.stacks = row.getString("stacks");
    fold.used = row.getString("used");
    Texts.list(row.getString("sites")).forEach(site -> fold.sites.add(Integer.valueOf(site)));
    fold.history.addAll(Texts.list(row.getString("history")));
    fold.byPolicy = row.getInt("policy_until") != 0;
    return fold;
  }

  int client() {
    return client;
  }

  int service() {
    return service;
  }

  /** A fact, in the order of days. */
  record Fact(
      int day,
      int site,
      String address,
      int lane,
      long connections,
      long below,
      long excepted,
      long good,
      String stacks,
      String used,
      long firstSeen,
      long lastSeen) {}

  void add(Fact fact) {
    if (fact.day() != day) {
      endDay();
      day = fact.day();
      firstDay = Math.min(firstDay, day);
    }
    String place = fact.site() + " " + fact.address();
    good.computeIfAbsent(place, key -> new HashMap<>(2)).merge(fact.lane(), fact.good(), Long::sum);
    all.computeIfAbsent(place, key -> new HashMap<>(2))
        .merge(fact.lane(), fact.connections(), Long::sum);
    belowToday |= fact.below() > 0;
    exceptedToday |= fact.excepted() > 0;
    sites.add(fact.site());
    stacks =
        stacks.contains(fact.stacks()) ? stacks : Texts.union(stacks, Texts.list(fact.stacks()));
    used = used.contains(fact.used()) ? used : Texts.union(used, Texts.list(fact.used()));
    firstSeen = Math.min(firstSeen, fact.firstSeen());
    lastSeen = Math.max(lastSeen, fact.lastSeen());
  }

  private static long larger(Map<String, Map<Integer, Long>> counts) {
    long sum = 0;
    for (Map<Integer, Long> lanes : counts.values()) {
      sum += lanes.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }
    return sum;
  }

  private void endDay() {
    if (day == Integer.MIN_VALUE) {
      return;
    }
    long goodToday = larger(good);
    connections += larger(all);
    if (belowToday || exceptedToday) {
      become(kind == FIXED || kind == BACK ? BACK : BELOW);
      byPolicy = !belowToday;
      goodConnections = 0;
      goodDays = 0;
    } else if (kind != NEVER && kind != FIXED && goodToday > 0) {
      goodConnections += goodToday;
      goodDays++;
      if (goodConnections >= GOOD_CONNECTIONS && goodDays >= GOOD_DAYS) {
        become(FIXED);
      }
    }
    good.clear();
    all.clear();
    belowToday = false;
    exceptedToday = false;
  }

  private void become(int next) {
    if (next != kind && history.size() < MAX_CHANGES) {
      history.add(KINDS.get(next) + " from " + Times.text(day));
    }
    kind = next;
  }

  /** The values of the row, from {@code kind} to {@code history}. */
  List<Object> row() {
    endDay();
    return List.of(
        kind,
        firstDay,
        Math.max(lastDay, day),
        firstSeen,
        lastSeen,
        connections,
        goodConnections,
        goodDays,
        String.join("\n", Texts.list(stacks).stream().sorted().toList()), // whichever came first
        String.join("\n", Texts.list(used).stream().sorted().toList()),
        String.join("\n", sites.stream().map(String::valueOf).toList()),
        String.join("\n", history));
  }

  Set<Integer> sites() {
    return sites;
  }

  boolean isByPolicy() {
    return byPolicy && (kind == BELOW || kind == BACK);
  }
}
