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

  /** Rows of {@code pair} with both answers and the flags beside them; {@code %s} says which. */
  private static final String ROWS =
      """
      (select q.*,
        case when q.state = %1$d and q.kind = %2$d then 1 else 0 end as back,
        case when q.fares = %3$d then 1 else 0 end as excepted,
        case when q.state = %1$d and q.first_low > :asOf - %4$d then 1 else 0 end as new_below
      from (
        select p.*, %5$s as state, coalesce(f.kind, %6$d) as fares, coalesce(f.day, %7$d) as fares_day,
          coalesce(f.whom, '') as whom, coalesce(f.ended_until, 0) as ended_until,
          coalesce(f.ended_by, '') as ended_by, coalesce(f.issuer, '') as issuer
        from pair p left join faring f
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
              Integer.MAX_VALUE);

  /** Those of clients: accounts are none. */
  static final String PAIRS = ROWS.formatted("p.client not in " + Pairs.ACCOUNTS);

  /** Those of accounts. */
  static final String ACCOUNT_PAIRS = ROWS.formatted("p.client in " + Pairs.ACCOUNTS);

  /** Those of one client or account, {@code :id}. */
  static final String PAIRS_OF_ONE = ROWS.formatted("p.client = :id");

  /** A row a client: that of the service that it fares worst with, and what holds for all. */
  static final String CLIENTS = each(PAIRS);

  /** The same of accounts. */
  static final String ACCOUNTS = each(ACCOUNT_PAIRS);

  private static String each(String pairs) {
    return """
        (select * from (
          select r.*, min(r.state) over w as client_state, max(r.kind) over w as client_kind,
            max(r.back) over w as client_back, max(r.new_below) over w as client_new_below,
            max(r.owner) over w as client_owner,
            row_number() over (partition by r.client order by r.fares, r.fares_day, r.whom, r.service) as number
          from %s r window w as (partition by r.client)
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
    StringBuilder cases = new StringBuilder("case");
    for (Phase phase : Phase.values()) {
      for (boolean quiet : new boolean[] {true, false}) {
        for (boolean recent : new boolean[] {true, false}) {
          cases
              .append(" when p.kind = ")
              .append(phase.ordinal())
              .append(" and p.covered_since_last ")
              .append(quiet ? ">=" : "<")
              .append(" :window and p.first_day ")
              .append(recent ? ">" : "<=")
              .append(" :asOf - " + State.NEW_DAYS + " then ")
              .append(State.of(phase, quiet, recent, false).ordinal());
        }
      }
    }
    return cases.append(" end").toString();
  }

  /** A query of {@link #PAIRS} or {@link #CLIENTS}. */
  Query query(Handle handle, String sql) {
    return handle.createQuery(sql).bind("asOf", asOf).bind("window", window);
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
