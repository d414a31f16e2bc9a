package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.answer.Burndown.Day;
import io.tlsfloor.inventory.state.State;
import java.util.ArrayList;
import java.util.List;

/** The burn-down, one row a day. */
public final class Trend {
  private Trend() {}

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
