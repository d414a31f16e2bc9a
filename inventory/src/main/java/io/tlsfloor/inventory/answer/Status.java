package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.answer.Burndown.Week;
import io.tlsfloor.inventory.state.Ledger.Question;
import io.tlsfloor.inventory.state.State;
import io.tlsfloor.report.text.JsonLine;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;

/**
 * Where the migration stands.
 *
 * @param asOf the day
 * @param window covered days of the window
 * @param burndown day by day
 * @param weeks week by week
 * @param uncovered days that are gaps
 * @param target the day by which it shall be done: given, or the service's own
 * @param done the day on which none will be left, as things go
 */
public record Status(
    int asOf,
    int window,
    Burndown burndown,
    List<Week> weeks,
    List<Integer> uncovered,
    OptionalInt target,
    OptionalInt done) {
  static Status of(Handle handle, Question question, OptionalInt target, Burndown burndown) {
    List<Week> weeks = burndown.weeks();
    return new Status(
        question.asOf(),
        question.window(),
        burndown,
        weeks,
        burndown.uncovered(),
        target.isPresent() ? target : enforced(handle, question.asOf()),
        Projection.done(weeks, question.asOf()));
  }

  /** The next day on which the service ends what somebody still uses. */
  private static OptionalInt enforced(Handle handle, int asOf) {
    return handle
        .createQuery("select distinct enforced from finding where enforced > ? order by enforced")
        .bind(0, Days.text(asOf))
        .mapTo(String.class)
        .stream()
        .filter(day -> day.matches("\\d{4}-\\d{2}-\\d{2}"))
        .mapToInt(day -> (int) LocalDate.parse(day).toEpochDay())
        .findFirst();
  }

  /** Clients with something to be done. */
  public int below() {
    return burndown.last().below();
  }

  /** Clients by state. */
  public Map<State, Integer> states() {
    return burndown.last().states();
  }

  /** Writes it as one JSON object, with what to do. */
  public void json(OutputStream out, List<FixGroups.Fix> fixes) throws IOException {
    JsonLine json = new JsonLine(out);
    json.open();
    json.text("as_of", Days.text(asOf));
    json.number("window", window);
    json.number("clients", burndown.clients());
    json.number("below", below());
    json.object("states");
    for (Map.Entry<State, Integer> state : states().entrySet()) {
      json.number(state.getKey().word(), state.getValue());
    }
    json.endObject();
    json.number("new", burndown.fresh());
    day(json, "target", target);
    day(json, "projected", done);
    json.list("uncovered_days");
    for (int day : uncovered) {
      json.item(Days.text(day));
    }
    json.endList();
    json.list("weeks");
    for (Week week : weeks) {
      json.element();
      json.text("start", Days.text(week.start()));
      json.number("below", week.below());
      json.number("seen", week.seen());
      json.number("covered_days", week.coveredDays());
      json.endObject();
    }
    json.endList();
    json.list("fixes");
    for (FixGroups.Fix fix : fixes) {
      json.element();
      json.number("clears", fix.clears());
      json.number("needed_by", fix.clients().size());
      json.number("cleared_so_far", fix.cleared());
      json.text("fix", fix.remedy());
      json.list("stacks");
      for (String stack : fix.stacks()) {
        json.item(stack);
      }
      json.endList();
      json.list("clients");
      for (FixGroups.Host client : fix.clients()) {
        json.item(client.address());
      }
      json.endList();
      json.list("names");
      for (FixGroups.Host client : fix.clients()) {
        json.item(client.name());
      }
      json.endList();
      json.text("reference", fix.reference());
      json.endObject();
    }
    json.endList();
    json.close();
  }

  private static void day(JsonLine json, String name, OptionalInt day) throws IOException {
    if (day.isPresent()) {
      json.text(name, Days.text(day.getAsInt()));
    } else {
      json.nothing(name);
    }
  }
}
