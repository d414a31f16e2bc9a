package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.store.KnownAs;
import io.tlsfloor.inventory.store.Times;
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

/**
 * How much a client does, and when it last succeeded: connections on the wire and in logs, messages
 * by the report on SMTP AUTH, sign-ins by those of Microsoft Entra. Several sensors of a site see
 * the same connections: the larger count of a day holds.
 *
 * @param counts on the last {@link #DAYS} days, without those that are none
 * @param failed how many of them failed
 * @param lastSuccess the last day on which one did not; 0 for none
 * @param days of these since it was seen first
 */
public record Volume(Map<Unit, Long> counts, long failed, int lastSuccess, int days) {
  /** Days that are counted. */
  public static final int DAYS = 30;

  /** Of what was never seen. */
  public static final Volume NONE = new Volume(Map.of(), 0, 0, 0);

  private static final int WEEK = 7;
  private static final int MOST_IDS = 500; // of one query

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

  /**
   * What clients do with each of their services.
   *
   * @param identities of the clients
   * @return by identity and name of the service
   */
  static Map<String, Map<String, Volume>> of(
      Handle handle, Question question, Collection<String> identities) {
    Map<String, Map<String, Volume>> all = new HashMap<>();
    List<String> ids = identities.stream().distinct().toList();
    for (int i = 0; i < ids.size(); i += MOST_IDS) {
      add(all, handle, question.asOf(), ids.subList(i, Math.min(ids.size(), i + MOST_IDS)));
    }
    return all;
  }

  private static void add(
      Map<String, Map<String, Volume>> all, Handle handle, int asOf, List<String> identities) {
    handle
        .createQuery(
            """
            with lane as (
              select p.client, o.service, o.site, o.address, o.day, r.lane, sum(o.connections) as connections,
                sum(o.failed) as failed
              from client c join place p on p.client = c.id
                join observation o on o.site = p.site and o.address = p.address and o.day = p.day
                join run r on r.id = o.run and r.whole > 0
              where c.identity in (<ids>) and o.day <= :asOf
              group by p.client, o.service, o.site, o.address, o.day, r.lane
            ), seen as (
              select client, service, address, day, max(connections) as connections, max(failed) as failed
              from lane group by client, service, site, address, day
            )
            select c.identity, v.name, case when %s and v.area = 'Exchange' then %d when %s then %d else %d end as unit,
              sum(case when s.day > :since then s.connections else 0 end) as connections,
              sum(case when s.day > :since then s.failed else 0 end) as failed,
              max(case when s.connections > s.failed then s.day else 0 end) as last_success, min(s.day) as first_day
            from seen s join client c on c.id = s.client join service v on v.id = s.service
            group by c.identity, v.name, 3
            """
                .formatted(
                    KnownAs.isAccount("s.address"),
                    Unit.MESSAGE.ordinal(),
                    KnownAs.isReported("s.address"),
                    Unit.SIGN_IN.ordinal(),
                    Unit.CONNECTION.ordinal()))
        .bindList("ids", identities)
        .bind("asOf", asOf)
        .bind("since", asOf - DAYS)
        .map(
            (r, c) -> {
              long count = r.getLong("connections");
              Unit unit = Unit.values()[r.getInt("unit")];
              Volume one =
                  new Volume(
                      count == 0 ? Map.of() : Map.of(unit, count),
                      r.getLong("failed"),
                      r.getInt("last_success"),
                      Math.min(DAYS, asOf - r.getInt("first_day") + 1));
              return all.computeIfAbsent(r.getString("identity"), id -> new HashMap<>())
                  .merge(r.getString("name"), one, Volume::and);
            })
        .list();
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
        + DAYS
        + " days"
        + weekly()
        + (failed > 0 ? ", " + Words.number(failed) + " failed" : "")
        + (lastSuccess > 0
            ? "; last succeeded on " + Times.text(lastSuccess)
            : "; never seen to succeed");
  }
}
