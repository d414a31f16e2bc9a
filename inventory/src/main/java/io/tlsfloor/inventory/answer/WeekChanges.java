package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.answer.FixGroups.AffectedClient;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.model.Fares;
import io.tlsfloor.report.model.State;
import io.tlsfloor.report.text.Printable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * What changed within a week, and what is about to: by name.
 *
 * @param since the day of the week before; what came after it is new
 * @param clients by what became of them, in the order of their addresses
 */
public record WeekChanges(int since, Map<Turn, List<AffectedClient>> clients) {
  private static final int DAYS = 7;
  private static final int SOON_DAYS = 30;
  private static final int MOST_CLIENTS = 12;

  /** What became of a client. */
  public enum Turn {
    /** Below for the first time. */
    NEW("new below"),
    /** Below again after it was fixed. */
    BACK("back"),
    /** Not below any more. */
    FIXED("fixed"),
    /** Somebody said that it is gone. */
    RETIRED("retired"),
    /** Below, and the service stops it soon. */
    STOPS("stop within " + SOON_DAYS + " days");

    private final String words;

    Turn(String words) {
      this.words = words;
    }

    /** In words, behind a number. */
    public String words() {
      return words;
    }

    /** The word for programs. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The week up to the day of a question. */
  static WeekChanges of(Handle handle, Question question) {
    int since = question.asOf() - DAYS;
    Map<Turn, List<AffectedClient>> clients = new EnumMap<>(Turn.class);
    Map<Turn, Set<Integer>> known = new EnumMap<>(Turn.class);
    question
        .query(
            handle,
            """
            select p.client, p.state, p.new_below, p.back, p.history, p.retired_on, p.fares, p.fares_day,
              c.address, c.name
            from %s p
            join client c on c.id = p.client
            where (p.kind > 0 or p.retired_on > :since)
              and (p.new_below = 1 or p.history <> '' or p.retired_on > :since or p.fares = %s)
            order by c.sort, c.name, p.client
            """
                .formatted(Question.PAIRS, Fares.STOPS.ordinal()))
        .bind("since", since)
        .map(
            (r, c) -> {
              for (Turn turn : turns(r, question.asOf(), since)) {
                if (known.computeIfAbsent(turn, t -> new TreeSet<>()).add(r.getInt("client"))) {
                  clients
                      .computeIfAbsent(turn, t -> new ArrayList<>())
                      .add(AffectedClient.of(r.getString("address"), r.getString("name")));
                }
              }
              return true;
            })
        .list();
    return new WeekChanges(since, clients);
  }

  private static List<Turn> turns(ResultSet row, int asOf, int since) throws SQLException {
    List<Turn> turns = new ArrayList<>();
    State state = State.values()[row.getInt("state")];
    List<String> history = Texts.list(row.getString("history"));
    String last = history.isEmpty() ? "" : history.get(history.size() - 1);
    boolean recent =
        !last.isEmpty() && last.substring(last.length() - 10).compareTo(Times.text(since)) > 0;
    if (row.getInt("new_below") == 1) {
      turns.add(Turn.NEW);
    } else if (row.getInt("back") == 1 && recent) {
      turns.add(Turn.BACK);
    }
    if (state == State.FIXED && recent) {
      turns.add(Turn.FIXED);
    }
    if (state == State.RETIRED && row.getInt("retired_on") > since) {
      turns.add(Turn.RETIRED);
    }
    boolean stops = row.getInt("fares") == Fares.STOPS.ordinal();
    if (state == State.BELOW && stops && row.getInt("fares_day") <= asOf + SOON_DAYS) {
      turns.add(Turn.STOPS);
    }
    return turns;
  }

  /** {@code Since 2026-11-24: 1 new below, 2 fixed}. */
  public String words() {
    List<String> parts = new ArrayList<>();
    clients.forEach((turn, all) -> parts.add(all.size() + " " + turn.words()));
    return "Since "
        + Times.text(since)
        + ": "
        + (parts.isEmpty() ? "nothing new, back or fixed" : String.join(", ", parts));
  }

  /** Names of those of a turn, as many as can be read. */
  public static List<AffectedClient> first(List<AffectedClient> all) {
    return all.subList(0, Math.min(MOST_CLIENTS, all.size()));
  }

  /** For a terminal: the sentence, then a line each with names. */
  String text() {
    StringBuilder text = new StringBuilder(words()).append(".\n");
    clients.forEach(
        (turn, all) -> {
          List<String> names = new ArrayList<>();
          first(all).forEach(each -> names.add(each.both()));
          text.append("   ").append(turn.words()).append(": ");
          text.append(Printable.text(String.join(", ", names)));
          int more = all.size() - names.size();
          text.append(more > 0 ? " and " + more + " more" : "").append('\n');
        });
    return text.toString();
  }
}
