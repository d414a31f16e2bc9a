package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.store.KnownAs;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.model.Ranges;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.report.text.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * How much a client does, and when it last succeeded: connections on the wire and in logs, messages
 * by the report on SMTP AUTH, sign-ins by those of Microsoft Entra. Several sensors of a site see
 * the same connections: the larger count of a day holds. Of reports whose ranges overlap those
 * count that come to the most without it: see {@link Ranges}.
 *
 * @param counts on the last {@link #DAYS} days, without those that are none
 * @param failed how many of them failed
 * @param lastSuccess the last day on which one did not; 0 for none
 * @param days of these since it was seen first; more where a report's range begins before them
 */
public record Volume(Map<Unit, Long> counts, long failed, int lastSuccess, int days) {
  /** Days that are counted. */
  public static final int DAYS = 30;

  /** Of what was never seen. */
  public static final Volume NONE = new Volume(Map.of(), 0, 0, 0);

  private static final int WEEK = 7;

  /**
   * What wanted clients did. SQLite keeps the order of cross joins: it would read all places first.
   */
  private static final String SEEN =
      """
      wanted w cross join place l cross join observation o
        join run r on l.client = w.client and o.site = l.site and o.address = l.address and o.day = l.day
          and r.id = o.run and r.whole > 0
      """;

  /** What is counted. */
  public enum Unit {
    /** On the wire, or in a log. */
    CONNECTION,
    /** By Exchange Online's report on SMTP AUTH. */
    MESSAGE,
    /** By Microsoft Entra's logs. */
    SIGN_IN;

    private String of(long count) {
      return Words.count(count, name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
  }

  /** Makes a query of {@code sql}, which goes on from a list of clients, {@code wanted}. */
  private interface Wanted {
    Query query(String sql);
  }

  /**
   * What the clients that were taken last do with each of their services.
   *
   * @return by identity and name of the service
   */
  static Map<String, Map<String, Volume>> ofTaken(Handle handle, Question question) {
    String wanted = "with wanted as (select distinct client from " + Clients.TAKEN + ")";
    return of(question, sql -> handle.createQuery(wanted + sql));
  }

  /** What a client does with each of its services, by their names. */
  static Map<String, Volume> of(Handle handle, Question question, int client) {
    Wanted wanted =
        sql ->
            handle
                .createQuery("with wanted as (select cast(:one as integer) as client)" + sql)
                .bind("one", client);
    return of(question, wanted).values().stream().findFirst().orElse(Map.of());
  }

  private static Map<String, Map<String, Volume>> of(Question question, Wanted wanted) {
    Map<String, Map<String, Volume>> all = new HashMap<>();
    add(all, wanted, question.asOf());
    addReported(all, wanted, question.asOf());
    return all;
  }

  private static void add(Map<String, Map<String, Volume>> all, Wanted wanted, int asOf) {
    wanted
        .query(
            """
            , lane as (
              select l.client, o.service, o.site, o.address, o.day, r.lane, sum(o.connections) as connections,
                sum(o.failed) as failed
              from %s
              where o.day <= :asOf and not %s
              group by l.client, o.service, o.site, o.address, o.day, r.lane
            ), seen as (
              select client, service, address, day, max(connections) as connections, max(failed) as failed
              from lane group by client, service, site, address, day
            )
            select c.identity, v.name, s.*
            from (
              select client, service, sum(case when day > :since then connections else 0 end) as connections,
                sum(case when day > :since then failed else 0 end) as failed,
                max(case when connections > failed then day else 0 end) as last_success, min(day) as first_day
              from seen group by client, service
            ) s join client c on c.id = s.client join service v on v.id = s.service
            """
                .formatted(SEEN, KnownAs.isReported("l.address")))
        .bind("asOf", asOf)
        .bind("since", asOf - DAYS)
        .map(
            (r, c) -> {
              long count = r.getLong("connections");
              Volume one =
                  new Volume(
                      count == 0 ? Map.of() : Map.of(Unit.CONNECTION, count),
                      r.getLong("failed"),
                      r.getInt("last_success"),
                      Math.min(DAYS, asOf - r.getInt("first_day") + 1));
              return all.computeIfAbsent(r.getString("identity"), id -> new HashMap<>())
                  .merge(r.getString("name"), one, Volume::and);
            })
        .list();
  }

  /** Holds a row of a report, or what it has of a day, of a client and a service. */
  private record ReportedCount(
      String identity,
      String service,
      boolean mail,
      int since,
      int day,
      long firstSeen,
      long lastSeen,
      long connections,
      long failed) {
    private static final Ranges<ReportedCount> RANGES =
        new Ranges<>(
            ReportedCount::begin,
            row -> row.isRange() ? Times.nanos(row.day + 1) - 1 : row.lastSeen,
            ReportedCount::connections);

    private boolean isRange() {
      return since < day;
    }

    private long begin() {
      return isRange() ? Times.nanos(since) : firstSeen;
    }

    private List<String> key() {
      return List.of(identity, service);
    }
  }

  private static void addReported(Map<String, Map<String, Volume>> all, Wanted wanted, int asOf) {
    Map<List<String>, List<ReportedCount>> rows = new HashMap<>();
    wanted
        .query(
            """
            select c.identity, v.name as service, case when %s and v.area = 'Exchange' then 1 else 0 end as mail,
              o.since, o.day, o.first_seen, o.last_seen, o.connections, o.failed
            from %s join client c on c.id = l.client join service v on v.id = o.service
            where o.day <= :asOf and %s
            """
                .formatted(KnownAs.isAccount("o.address"), SEEN, KnownAs.isReported("l.address")))
        .bind("asOf", asOf)
        .mapTo(ReportedCount.class)
        .forEach(row -> rows.computeIfAbsent(row.key(), key -> new ArrayList<>()).add(row));
    for (List<ReportedCount> each : rows.values()) {
      ReportedCount any = each.get(0);
      List<ReportedCount> counted =
          ReportedCount.RANGES.apart(each.stream().filter(row -> row.day > asOf - DAYS).toList());
      long count = counted.stream().mapToLong(ReportedCount::connections).sum();
      int known = Math.min(DAYS, asOf - firstDay(each) + 1);
      Volume one =
          new Volume(
              count == 0 ? Map.of() : Map.of(any.mail ? Unit.MESSAGE : Unit.SIGN_IN, count),
              counted.stream().mapToLong(ReportedCount::failed).sum(),
              each.stream()
                  .filter(row -> row.connections > row.failed)
                  .mapToInt(ReportedCount::day)
                  .max()
                  .orElse(0),
              counted.isEmpty() ? known : Math.max(known, asOf - firstDay(counted) + 1));
      all.computeIfAbsent(any.identity, id -> new HashMap<>()).merge(any.service, one, Volume::and);
    }
  }

  private static int firstDay(List<ReportedCount> rows) {
    return rows.stream().mapToInt(ReportedCount::since).min().orElseThrow();
  }

  /** Both together. */
  public Volume and(Volume other) {
    Map<Unit, Long> sum = new EnumMap<>(Unit.class);
    sum.putAll(counts);
    other.counts.forEach((unit, count) -> sum.merge(unit, count, Long::sum));
    return new Volume(
        sum,
        failed + other.failed,
        Math.max(lastSuccess, other.lastSuccess),
        Math.max(days, other.days));
  }

  /** All of these together. */
  static Volume sum(Collection<Volume> all) {
    return all.stream().reduce(NONE, Volume::and);
  }

  /** {@code 412 messages, 3 sign-ins}; empty for none. */
  public String counted() {
    List<String> parts = new ArrayList<>();
    for (Unit unit : Unit.values()) {
      if (counts.containsKey(unit)) {
        parts.add(unit.of(counts.get(unit)));
      }
    }
    return String.join(", ", parts);
  }

  /** How many a week, once it has been known for one; empty for none. */
  private String weekly() {
    List<String> parts = new ArrayList<>();
    counts.values().stream()
        .filter(count -> days >= WEEK)
        .map(count -> Math.max(1, Math.round((double) count * WEEK / days)))
        .forEach(count -> parts.add(Words.number(count)));
    return parts.size() == 1 ? " (about " + parts.get(0) + " a week)" : "";
  }

  /**
   * Writes the fields: {@code connections}, {@code messages} and {@code sign_ins} of the last
   * {@code days} since it was seen first, those that {@code failed}, and the day on which it {@code
   * last_succeeded}, left out for none.
   */
  void write(JsonLine json) throws IOException {
    for (Unit unit : Unit.values()) {
      if (counts.containsKey(unit)) {
        json.number(Words.constant(unit) + "s", counts.get(unit));
      }
    }
    json.number("failed", failed);
    json.number("days", days);
    if (lastSuccess > 0) {
      json.text("last_succeeded", Times.text(lastSuccess));
    }
  }

  /** {@code 412 messages in 30 days (about 96 a week), 3 failed; last succeeded on 2026-11-27}. */
  public String words() {
    return (counts.isEmpty() ? "nothing" : counted())
        + " in "
        + Math.max(DAYS, days)
        + " days"
        + weekly()
        + (failed > 0 ? ", " + Words.number(failed) + " failed" : "")
        + (lastSuccess > 0
            ? "; last succeeded on " + Times.text(lastSuccess)
            : "; never seen to succeed");
  }
}
