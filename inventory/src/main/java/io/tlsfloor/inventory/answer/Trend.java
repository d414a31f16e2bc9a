package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.answer.Burndown.Day;
import io.tlsfloor.inventory.intake.SiteDays;
import io.tlsfloor.inventory.state.Ledger;
import io.tlsfloor.inventory.state.Ledger.Question;
import io.tlsfloor.inventory.state.State;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The burn-down, one row a day. */
public final class Trend {
  private Trend() {}

  /** The rows up to the day as of which is asked. */
  public static Listing of(Handle handle, Question question) {
    return of(
        Burndown.of(Ledger.open(handle, question, SiteDays.covered(handle, question.asOf()))));
  }

  /** The rows of a burn-down. */
  public static Listing of(Burndown burndown) {
    List<String> columns = new ArrayList<>(List.of("day", "covered", "seen", "below_in_all"));
    for (State state : State.values()) {
      columns.add(state.word());
    }
    Listing listing = Listing.of(columns.toArray(new String[0]));
    for (Day day : burndown.days()) {
      List<Object> row = new ArrayList<>();
      row.add(Days.text(day.day()));
      row.add(day.covered());
      row.add(day.seen());
      row.add(day.below());
      row.addAll(day.states().values());
      listing.add(row.toArray());
    }
    return listing;
  }
}
