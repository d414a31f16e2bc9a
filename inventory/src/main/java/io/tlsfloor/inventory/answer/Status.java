package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.answer.FixGroups.AffectedClient;
import io.tlsfloor.inventory.answer.FixGroups.Fix;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.model.Fares;
import io.tlsfloor.report.model.Faring;
import io.tlsfloor.report.model.Rhythm;
import io.tlsfloor.report.model.State;
import io.tlsfloor.report.text.Column;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Finding.Waiver;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Where the migration stands.
 *
 * @param question the day and the window
 * @param clients in all, without those that are retired
 * @param floors below which they are below
 * @param states clients by state
 * @param flags clients by what is said beside the state
 * @param ended clients below whose exception holds no more, the one that ended last first
 * @param fares clients by how they fare
 * @param belowInWords how those fare that are below
 * @param rhythms of clients below that did better before
 * @param others clients that were never below, and have something else to be done or to be known
 * @param accounts which are no clients
 * @param weeks the burn-down
 * @param coverage what was watched
 * @param owners whose the clients below are
 * @param fixes what to do
 * @param target the day by which it shall be done: given, or the service's own
 * @param done the day on which none will be left, as things go
 * @param changes of the last week
 */
public record Status(
    Question question,
    int clients,
    Floors floors,
    Map<State, Integer> states,
    Map<Mark, Integer> flags,
    List<Ended> ended,
    Map<Fares, Integer> fares,
    String belowInWords,
    Waits rhythms,
    List<Other> others,
    Accounts accounts,
    List<Week> weeks,
    SiteCoverage coverage,
    List<Share> owners,
    List<Fix> fixes,
    OptionalInt target,
    OptionalInt done,
    WeekChanges changes) {
  private static final List<Column<Week>> TREND =
      List.of(
          new Column<>("start", week -> Times.text(week.start())),
          new Column<>("below", Week::below),
          new Column<>("quiet", Week::unsure),
          new Column<>("seen", Week::seen),
          new Column<>("covered_days", Week::coveredDays),
          new Column<>("sampled_hours", Week::sampledHours));

  /**
   * A week, from Monday on; the last one may not be over.
   *
   * @param start its Monday
   * @param below clients with something to be done, as it was known at its end
   * @param unsure clients that were below, and were not seen for so long that they may not be
   * @param seen clients that were seen in it
   * @param coveredDays days that every site covered
   * @param sampledHours hours of days of which a site watched less than it takes
   * @param covered the same in words: {@code 7 of 7}, {@code sampled, 1 h}, {@code 3 of 4 sites}
   * @param gap whether no site watched anything that something follows from
   */
  public record Week(
      int start,
      int below,
      int unsure,
      int seen,
      int coveredDays,
      int sampledHours,
      String covered,
      boolean gap) {}

  /**
   * Holds what an owner has left.
   *
   * @param owner empty for clients of no one
   * @param below clients with something to be done
   * @param excepted those of them that may stay below for a time
   */
  public record Share(String owner, int below, int excepted) {
    private Share and(Share other) {
      return new Share(owner, below + other.below, excepted + other.excepted);
    }
  }

  /**
   * How long it has to be watched until clients below that did better before are known to be fixed:
   * they ran something else as well, and that has to be silent.
   *
   * @param clients how many
   * @param days covered days of silence that the one takes that takes longest
   */
  public record Waits(int clients, int days) {
    private static Waits of(Handle handle, Question question) {
      return question
          .query(
              handle,
              """
              select count(distinct p.client) as clients, coalesce(max(p.least_absence), 0) as days
              from %s p
              where p.kind > 0 and p.mixed = 1 and p.state = %s
              """
                  .formatted(Question.PAIRS, State.BELOW.ordinal()))
          .map(
              (r, c) ->
                  new Waits(
                      r.getInt("clients"), Math.max(Rhythm.LEAST_SILENT_DAYS, r.getInt("days"))))
          .one();
    }
  }

  /**
   * A client that was never below, and has something else to be done or to be known.
   *
   * @param host who
   * @param faring how it fares
   */
  public record Other(AffectedClient host, Faring faring) {}

  /**
   * A client below whose exception holds no more.
   *
   * @param host who
   * @param waiver the exception
   */
  public record Ended(AffectedClient host, Waiver waiver) {
    /** {@code pc1 10.0.0.1 on 2026-11-30 (J. Doe)}. */
    public String words() {
      return host.both() + " on " + waiver.until() + " (" + waiver.owner() + ")";
    }
  }

  /**
   * Accounts that reports of Microsoft's name, and of which no machine is known.
   *
   * @param all how many
   * @param below how many of them are below, excepted ones too
   * @param newBelow how many are below for the first time in the last days
   * @param back how many are below again after they were fixed
   * @param belowInWords how those below fare
   */
  public record Accounts(int all, int below, int newBelow, int back, String belowInWords) {
    private static Accounts of(Handle handle, Question question) {
      int[] all = {0, 0, 0};
      List<Faring> below = new ArrayList<>();
      question
          .query(handle, "select c.* from " + Question.ACCOUNTS + " c")
          .map(
              (r, c) -> {
                all[0]++;
                all[1] += r.getInt("client_new_below");
                all[2] += r.getInt("client_back");
                boolean isBelow = r.getInt("client_state") == State.BELOW.ordinal();
                return isBelow && below.add(Question.faring(r));
              })
          .list();
      return new Accounts(all[0], below.size(), all[1], all[2], Faring.inWords(below));
    }

    /** {@code 8 of 12 accounts in Microsoft's reports are below: 8 work}; empty without any. */
    public String words(Floors floors) {
      return all == 0
          ? ""
          : below
              + " of "
              + Words.count(all, "account")
              + " in Microsoft's reports"
              + (below == 1 ? " is below " : " are below ")
              + floors.words()
              + (below == 0 ? "" : ": " + belowInWords);
    }
  }

  /**
   * Holds who was brought.
   *
   * @param clients that were seen
   * @param below those of them, and of the accounts, with something to be done
   * @param accounts that reports named
   */
  public record Brought(int clients, int below, int accounts) {
    /**
     * Counts clients of runs.
     *
     * @param since when the first of them was imported, in nanoseconds since 1970
     */
    public static Brought since(Handle handle, Question question, long since) {
      int[] clients = brought(handle, question, since, Question.CLIENTS);
      int[] accounts = brought(handle, question, since, Question.ACCOUNTS);
      return new Brought(clients[0], clients[1] + accounts[1], accounts[0]);
    }

    private static int[] brought(Handle handle, Question question, long since, String these) {
      int[] counts = {0, 0};
      question
          .query(
              handle,
              """
              select c.client_state, count(*) as n
              from %s c
              where c.client in (
                select l.client
                from run r
                join observation o on o.run = r.id
                join place l on l.site = o.site and l.address = o.address and l.day = o.day
                where r.imported >= :since and r.whole > 0
              )
              group by c.client_state
              """
                  .formatted(these))
          .bind("since", since)
          .map(
              (r, c) -> {
                counts[0] += r.getInt("n");
                counts[1] += r.getInt("client_state") == State.BELOW.ordinal() ? r.getInt("n") : 0;
                return true;
              })
          .list();
      return counts;
    }
  }

  /** All clients, looked at once. */
  private static final class Census {
    private final Map<State, Integer> states = new EnumMap<>(State.class);
    private final Map<Mark, Integer> flags = new EnumMap<>(Mark.class);
    private final Map<Fares, Integer> fares = new EnumMap<>(Fares.class);
    private final Map<String, Share> owners = new TreeMap<>();
    private final List<Faring> below = new ArrayList<>();
    private final List<Ended> ended = new ArrayList<>();
    private final List<Other> others = new ArrayList<>();
    private int clients;

    /** Those that are named come one by one, in the order of their addresses. */
    Census(Handle handle, Question question) {
      for (State state : State.values()) {
        states.put(state, 0);
      }
      Mark.FLAGS.forEach(flag -> flags.put(flag, 0));
      question
          .query(
              handle,
              """
              select g.*, k.address, k.name
              from (
                select client_kind, client_state, client_back, client_new_below, client_owner, excepted,
                  address_used_again, changing_address, fares, fares_day, whom, ended_until, ended_by, issuer, named,
                  count(*) as n
                from (
                  select c.*, case when ended_until > 0 and client_state = %1$d
                    or client_kind = 0 and client_state <> %2$d and fares <= %3$s then client else 0 end as named
                  from %4$s c
                ) each_one
                group by client_kind, client_state, client_back, client_new_below, client_owner, excepted,
                  address_used_again, changing_address, fares, fares_day, whom, ended_until, ended_by, issuer, named
              ) g
              left join client k on k.id = g.named
              order by k.sort
              """
                  .formatted(
                      State.BELOW.ordinal(),
                      State.RETIRED.ordinal(),
                      Question.LAST_WORTH_A_ROW,
                      Question.CLIENTS))
          .map((r, c) -> add(r))
          .list();
      ended.sort(Comparator.comparing((Ended each) -> each.waiver().until()).reversed());
      others.sort(
          Comparator.comparing((Other each) -> each.faring().kind())
              .thenComparing(each -> each.faring().date().orElse(LocalDate.MAX)));
    }

    private boolean add(ResultSet row) throws SQLException {
      int count = row.getInt("n");
      State state = State.values()[row.getInt("client_state")];
      Faring faring = Question.faring(row);
      states.merge(state, count, Integer::sum);
      if (state == State.RETIRED) {
        return false;
      }
      clients += count;
      fares.merge(faring.kind(), count, Integer::sum);
      flags.merge(Mark.BACK, count * row.getInt("client_back"), Integer::sum);
      flags.merge(Mark.NEW_BELOW, count * row.getInt("client_new_below"), Integer::sum);
      flags.merge(Mark.ADDRESS_USED_AGAIN, count * row.getInt("address_used_again"), Integer::sum);
      flags.merge(Mark.CHANGING_ADDRESS, count * row.getInt("changing_address"), Integer::sum);
      flags.merge(Mark.EXCEPTED, count * row.getInt("excepted"), Integer::sum);
      if (state == State.BELOW) {
        below.addAll(Collections.nCopies(count, faring));
        Share share =
            new Share(row.getString("client_owner"), count, count * row.getInt("excepted"));
        owners.merge(share.owner(), share, Share::and);
      }
      if (row.getInt("named") > 0) {
        AffectedClient host = AffectedClient.of(row.getString("address"), row.getString("name"));
        if (state == State.BELOW) {
          faring.ended().ifPresent(waiver -> ended.add(new Ended(host, waiver)));
        }
        if (row.getInt("client_kind") == 0) {
          others.add(new Other(host, faring));
        }
      }
      return true;
    }

    /** The one with most clients first. */
    private List<Share> owners() {
      List<Share> all = new ArrayList<>(owners.values());
      all.sort(Comparator.comparingInt(Share::below).reversed());
      return all;
    }
  }

  /** Answers a question. */
  public static Status of(Handle handle, Question question, OptionalInt target) {
    Census census = new Census(handle, question);
    SiteCoverage coverage = SiteCoverage.of(handle, question.asOf());
    List<Week> weeks = weeks(handle, question, coverage);
    return new Status(
        question,
        census.clients,
        Floors.of(handle),
        census.states,
        census.flags,
        census.ended,
        census.fares,
        Faring.inWords(census.below),
        Waits.of(handle, question),
        census.others,
        Accounts.of(handle, question),
        weeks,
        coverage,
        census.owners(),
        FixGroups.of(handle, question),
        target.isPresent() ? target : enforced(handle, question.asOf()),
        Projection.done(weeks, question.asOf()),
        WeekChanges.of(handle, question));
  }

  private static List<Week> weeks(Handle handle, Question question, SiteCoverage coverage) {
    List<Week> weeks =
        new ArrayList<>(
            handle
                .createQuery(
                    """
                    select start,
                      sum(case when covered_since >= 0 and covered_since < :window then clients else 0 end) as below,
                      sum(case when covered_since >= :window then clients else 0 end) as unsure,
                      sum(case when covered_since < 0 then clients else 0 end) as seen
                    from week
                    where start <= :asOf and covered_since >= -1
                    group by start
                    order by start
                    """)
                .bind("window", question.window())
                .bind("asOf", question.asOf())
                .map(
                    (r, c) ->
                        coverage.week(
                            r.getInt("start"),
                            r.getInt("below"),
                            r.getInt("unsure"),
                            r.getInt("seen")))
                .list());
    while (!weeks.isEmpty()
        && weeks.get(weeks.size() - 1).start() + 7 <= question.asOf()) { // nothing came since
      Week last = weeks.get(weeks.size() - 1);
      weeks.add(coverage.week(last.start() + 7, last.below(), last.unsure(), 0));
    }
    return weeks;
  }

  /** The next day on which the service ends what somebody still uses. */
  private static OptionalInt enforced(Handle handle, int asOf) {
    return handle
        .createQuery(
            """
            select distinct enforced from finding where enforced <> '' and enforced > ? order by enforced
            """)
        .bind(0, Times.text(asOf))
        .mapTo(String.class)
        .stream()
        .filter(day -> day.matches("\\d{4}-\\d{2}-\\d{2}"))
        .mapToInt(day -> (int) LocalDate.parse(day).toEpochDay())
        .findFirst();
  }

  /** The day as of which was asked. */
  public int asOf() {
    return question.asOf();
  }

  /** Clients below, excepted ones too. */
  public int below() {
    return states.getOrDefault(State.BELOW, 0);
  }

  /** How the others fare, in words. */
  public String othersInWords() {
    return Faring.inWords(others.stream().map(Other::faring).toList());
  }

  /** The burn-down as a list, one row a week. */
  public Listing<Week> trend() {
    return new Listing<>(TREND, weeks);
  }

  /** Writes it as one JSON object. */
  public void json(OutputStream out) throws IOException {
    JsonLine json = new JsonLine(out);
    json.open();
    json.text("as_of", Times.text(asOf()));
    json.number("window", question.window());
    json.number("clients", clients);
    json.number("below", below());
    json.texts("floors", floors.names());
    counts(json, "states", states, State::word);
    counts(json, "flags", flags, Mark::word);
    json.number("others", others.size());
    json.object("accounts");
    json.number("all", accounts.all());
    json.number("below", accounts.below());
    json.endObject();
    counts(json, "fares", fares, Fares::word);
    json.object("rhythms");
    json.number("clients", rhythms.clients());
    json.number("silent_days", rhythms.days());
    json.endObject();
    json.object("changes");
    json.text("since", Times.text(changes.since()));
    for (WeekChanges.Turn turn : WeekChanges.Turn.values()) {
      json.texts(
          turn.word(),
          changes.clients().getOrDefault(turn, List.of()).stream()
              .map(AffectedClient::both)
              .toList());
    }
    json.endObject();
    day(json, "target", target);
    day(json, "projected", done);
    json.list("uncovered_days");
    for (int day : coverage.uncovered()) {
      json.item(Times.text(day));
    }
    json.endList();
    json.object("sites");
    for (SiteCoverage.Site site : coverage.sites()) {
      json.object(site.name());
      json.text("first", Times.text(site.first()));
      day(json, "last", site.closed() == 0 ? OptionalInt.empty() : OptionalInt.of(site.closed()));
      json.flag("covered", coverage.isCovered(site));
      json.endObject();
    }
    json.endObject();
    ListingWriter.elements(json, "weeks", trend());
    ListingWriter.elements(json, "fixes", FixGroups.listing(fixes));
    json.close();
  }

  private static <K> void counts(
      JsonLine json, String name, Map<K, Integer> counts, Function<K, String> word)
      throws IOException {
    json.object(name);
    for (Map.Entry<K, Integer> each : counts.entrySet()) {
      json.number(word.apply(each.getKey()), each.getValue());
    }
    json.endObject();
  }

  private static void day(JsonLine json, String name, OptionalInt day) throws IOException {
    if (day.isPresent()) {
      json.text(name, Times.text(day.getAsInt()));
    } else {
      json.nothing(name);
    }
  }
}
