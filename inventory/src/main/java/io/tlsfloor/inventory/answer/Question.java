package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.derive.Pairs;
import io.tlsfloor.inventory.derive.Standard;
import io.tlsfloor.report.model.Fares;
import io.tlsfloor.report.model.Faring;
import io.tlsfloor.report.model.State;
import io.tlsfloor.report.model.State.Phase;
import io.tlsfloor.rules.Finding.Waiver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Holds what is asked.
 *
 * @param asOf the day; what came later is not known
 * @param window covered days without a client that make it quiet
 */
public record Question(int asOf, int window) {
  /** The number of the best way to fare that has a row of its own. */
  static final int LAST_WORTH_A_ROW =
      Stream.of(Fares.values())
          .filter(Fares::isWorthARow)
          .mapToInt(Fares::ordinal)
          .max()
          .orElseThrow();

  /**
   * The statements of a question begin with it. By site, a day: whoever was seen last before it has
   * been away for a window of covered days.
   */
  private static final String QUIET_SITES =
      """
      with quiet_site as (
        select s.id as site, case when s.closed > 0 and s.closed < :asOf then %d
          else coalesce((select c.day from site_day c where c.site = s.id and c.watched >= :watched
            and c.lost <= :lost order by c.day desc limit 1 offset :window - 1), 0) end as before
        from site s
      )
      """
          .formatted(Integer.MAX_VALUE);

  /** Whether a client has been away from all of its sites for as long as it takes. */
  private static final String IS_QUIET =
      """
      case when p.covered_around >= :window and p.covered_around >= p.least_absence then 1
        when p.last_day >= case when p.site > 0 then s.before else (select max(before) from quiet_site) end then 0
        when exists (select 1 from pair_site x join quiet_site y on y.site = x.site
          where x.client = p.client and x.service = p.service and (y.before <= p.last_day
            or p.least_absence > :window and y.before < %1$d
              and p.least_absence > (select count(*) from site_day c where c.site = x.site
                and c.day > p.last_day and c.watched >= :watched and c.lost <= :lost))) then 0
        else 1 end = 1"""
          .formatted(Integer.MAX_VALUE);

  /** Rows of {@code pair} with both answers and the flags beside them; {@code %s} says which. */
  private static final String ROWS =
      """
      (select q.*,
        case when q.state = %1$d and q.kind = %2$d then 1 else 0 end as back,
        case when q.fares = %3$d then 1 else 0 end as excepted,
        case when q.state = %1$d and q.first_low > :asOf - %4$d then 1 else 0 end as new_below,
        case when q.made_up = 1 and q.first_day + %8$d <= (select coalesce(max(c.day), 0) from site_day c
          where c.day <= :asOf) then 1 else 0 end as changing_address
      from (
        select p.*, %5$s as state, coalesce(f.kind, %6$d) as fares, coalesce(f.day, %7$d) as fares_day,
          coalesce(f.whom, '') as whom, coalesce(f.ended_until, 0) as ended_until,
          coalesce(f.ended_by, '') as ended_by, coalesce(f.issuer, '') as issuer
        from pair p
          left join quiet_site s on s.site = p.site
          left join faring f
            on f.client = p.client and f.service = p.service and f.since <= :asOf and f.until > :asOf
        where %%s
      ) q)
      """
          .formatted(
              State.BELOW.ordinal(),
              Phase.BACK.ordinal(),
              Fares.EXCEPTED.ordinal(),
              State.NEW_DAYS,
              state(),
              Fares.GOOD.ordinal(),
              Integer.MAX_VALUE,
              Pairs.KEPT_DAYS);

  /** Those of clients: accounts are none. */
  static final String PAIRS = ROWS.formatted("p.client not in " + Pairs.ACCOUNTS);

  /** Those of accounts. */
  static final String ACCOUNT_PAIRS = ROWS.formatted("p.client in " + Pairs.ACCOUNTS);

  /** The same rows as {@link #PAIRS}, for what takes no answer of them. */
  static final String UNANSWERED =
      "(select p.* from pair p where p.client not in %s)".formatted(Pairs.ACCOUNTS);

  /** Those of one client or account, {@code :id}. */
  static final String PAIRS_OF_ONE = ROWS.formatted("p.client = :id");

  /** A row a client: that of the service that it fares worst with, and what holds for all. */
  static final String CLIENTS = each(PAIRS);

  /** The same of accounts. */
  static final String ACCOUNTS = each(ACCOUNT_PAIRS);

  private static String each(String pairs) {
    return """
        (select * from (
          select r.client, r.fares, r.fares_day, r.whom, r.ended_until, r.ended_by, r.issuer, r.excepted,
            r.address_used_again, r.changing_address, min(r.state) over w as client_state, max(r.kind) over w as client_kind,
            max(r.back) over w as client_back, max(r.new_below) over w as client_new_below,
            max(r.owner) over w as client_owner,
            row_number() over w as number
          from %s r window w as (partition by r.client order by r.fares, r.fares_day, r.whom, r.service
            rows between unbounded preceding and unbounded following)
        ) ranked where number = 1)
        """
        .formatted(pairs);
  }

  /** Asks with the usual window. */
  public Question(int asOf) {
    this(asOf, Standard.WINDOW);
  }

  /** Says for each of its answers when {@link State#of} gives it: that alone decides. */
  private static String state() {
    StringBuilder cases = new StringBuilder("case when p.last_day <= p.retired_on then ");
    cases.append(State.of(Phase.NEVER, false, false, true).ordinal());
    for (Phase phase : Phase.values()) {
      cases.append(" when p.kind = ").append(phase.ordinal()).append(" then ");
      cases.append(
          either(
              "p.first_day > :asOf - " + State.NEW_DAYS,
              either(IS_QUIET, state(phase, true, true), state(phase, false, true)),
              either(IS_QUIET, state(phase, true, false), state(phase, false, false))));
    }
    return cases.append(" end").toString();
  }

  private static String state(Phase phase, boolean isQuiet, boolean isRecent) {
    return String.valueOf(State.of(phase, isQuiet, isRecent, false).ordinal());
  }

  /** Asks nothing where both come to the same. */
  private static String either(String condition, String then, String otherwise) {
    return then.equals(otherwise)
        ? then
        : "case when " + condition + " then " + then + " else " + otherwise + " end";
  }

  /** A query of {@link #PAIRS} or {@link #CLIENTS}. */
  Query query(Handle handle, String sql) {
    Standard standard = Standard.of(handle);
    return handle
        .createQuery(QUIET_SITES + sql)
        .bind("asOf", asOf)
        .bind("window", window)
        .bind("watched", standard.watched())
        .bind("lost", standard.lost());
  }

  /** How a row of them fares. */
  static Faring faring(ResultSet row) throws SQLException {
    int day = row.getInt("fares_day");
    int ended = row.getInt("ended_until");
    String issuer = row.getString("issuer");
    return new Faring(
        Fares.values()[row.getInt("fares")],
        day == Integer.MAX_VALUE ? Optional.empty() : Optional.of(LocalDate.ofEpochDay(day)),
        row.getString("whom"),
        ended == 0
            ? Optional.empty()
            : Optional.of(new Waiver("", row.getString("ended_by"), LocalDate.ofEpochDay(ended))),
        issuer.isEmpty() ? Optional.empty() : Optional.of(issuer));
  }
}
