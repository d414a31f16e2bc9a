package io.tlsfloor.cli.diff;

import io.tlsfloor.cli.option.ClientChoice;
import io.tlsfloor.inventory.answer.Clients;
import io.tlsfloor.inventory.answer.Clients.ClientRow;
import io.tlsfloor.inventory.answer.Clients.Filter;
import io.tlsfloor.inventory.answer.Listing;
import io.tlsfloor.inventory.answer.ListingWriter;
import io.tlsfloor.inventory.answer.Question;
import io.tlsfloor.inventory.derive.Derivation;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.report.model.State;
import io.tlsfloor.report.text.Column;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.report.text.Words;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What became of each client between two days of an inventory, by its state on either. Who was
 * below on none of them is left out.
 */
final class InventoryComparison {
  private static final List<Column<StateChange>> COLUMNS =
      List.of(
          new Column<>("change", each -> Words.constant(each.turn())),
          new Column<>("client", each -> each.row().shown()),
          Column.words("service", each -> each.row().service()),
          Column.words("before", StateChange::before),
          Column.words("after", StateChange::after),
          new Column<>("fares", each -> each.row().faring().wholeText()),
          Column.<StateChange>words("owner", each -> each.row().owner()).leaves(1));

  private final LocalDate before;
  private final LocalDate after;
  private final List<ClientRow> old;
  private final List<ClientRow> now;
  private final List<StateChange> changes = new ArrayList<>();

  /** A client and a service whose state is another one, or that is below on both days. */
  private record StateChange(StateTurn turn, ClientRow row, String before, String after) {}

  /** What became of it, the most pressing first. */
  enum StateTurn {
    /** Below, where it was not below on the first day, and never before. */
    NEW,
    /** Below again. */
    AGAIN,
    /** Below on both days. */
    SAME,
    /** Not seen for as long as it takes. */
    QUIET,
    /** Somebody said that it is gone. */
    RETIRED,
    /** Not below any more. */
    FIXED
  }

  private InventoryComparison(
      LocalDate before, LocalDate after, List<ClientRow> old, List<ClientRow> now) {
    this.before = before;
    this.after = after;
    this.old = old;
    this.now = now;
  }

  /** Asks an inventory as of both days. */
  static InventoryComparison of(Store store, LocalDate before, LocalDate after, Asked asked)
      throws IOException {
    InventoryComparison comparison =
        new InventoryComparison(
            before, after, rows(store, before, asked), rows(store, after, asked));
    comparison.compare();
    return comparison;
  }

  private static List<ClientRow> rows(Store store, LocalDate day, Asked asked) throws IOException {
    Question question = new Question(Times.day(day));
    Filter filter =
        new Filter(
            Set.of(),
            asked.services(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return Derivation.ask(store, question.asOf(), handle -> Clients.rows(handle, question, filter))
        .stream()
        .filter(row -> asked.clients().isEmpty() || isAsked(row, asked.clients()))
        .toList();
  }

  private static boolean isAsked(ClientRow row, List<ClientChoice> clients) {
    Optional<IpAddress> address = IpAddress.find(row.client());
    Optional<MacAddress> mac = ClientChoice.of(row.mac()).flatMap(ClientChoice::mac);
    return clients.stream()
        .anyMatch(
            each ->
                each.isCalled(row.name())
                    || address.isPresent() && each.admits(address.get(), mac));
  }

  private void compare() {
    Map<String, ClientRow> known = new HashMap<>();
    for (ClientRow row : old) { // more may be known of it by now: another identity, at its address
      known.put(row.service() + " " + row.client(), row);
    }
    for (ClientRow row : old) {
      known.put(row.service() + " " + row.id(), row);
    }
    for (ClientRow row : now) {
      ClientRow was =
          known.getOrDefault(
              row.service() + " " + row.id(), known.get(row.service() + " " + row.client()));
      State state = was == null ? State.NEW : was.state();
      turn(state, row.state())
          .ifPresent(
              turn ->
                  changes.add(
                      new StateChange(
                          turn, row, was == null ? "" : state.word(), row.state().word())));
    }
    changes.sort(
        (one, other) ->
            one.turn() == other.turn()
                ? one.row().shown().compareTo(other.row().shown())
                : one.turn().compareTo(other.turn()));
  }

  private static Optional<StateTurn> turn(State was, State is) {
    boolean never = was == State.NEW || was == State.GOOD;
    return switch (is) {
      case BELOW ->
          Optional.of(
              was == State.BELOW ? StateTurn.SAME : never ? StateTurn.NEW : StateTurn.AGAIN);
      case QUIET -> was == State.QUIET ? Optional.empty() : Optional.of(StateTurn.QUIET);
      case RETIRED -> was == State.RETIRED ? Optional.empty() : Optional.of(StateTurn.RETIRED);
      case FIXED -> was == State.FIXED ? Optional.empty() : Optional.of(StateTurn.FIXED);
      case NEW, GOOD -> Optional.empty();
    };
  }

  /** Returns whether a change of a kind is there. */
  boolean has(StateTurn turn) {
    return changes.stream().anyMatch(each -> each.turn() == turn);
  }

  private Listing<StateChange> listing(boolean all) {
    return new Listing<>(
        COLUMNS, changes.stream().filter(each -> all || each.turn() != StateTurn.SAME).toList());
  }

  /** For people: both days, what changed, and how many stayed as they were. */
  void text(OutputStream out, int width) throws IOException {
    line(out, "BEFORE " + before + ": " + below(old));
    line(out, "AFTER  " + after + ": " + below(now) + "\n");
    Listing<StateChange> changed = listing(false);
    if (!changed.rows().isEmpty()) {
      ListingWriter.write(changed, Listing.Form.TABLE, out, width);
      line(out, "");
    }
    Map<StateTurn, Integer> counts = new EnumMap<>(StateTurn.class);
    changes.forEach(each -> counts.merge(each.turn(), 1, Integer::sum));
    List<String> parts = new ArrayList<>();
    counts.forEach((turn, count) -> parts.add(count + " " + Words.constant(turn)));
    line(out, parts.isEmpty() ? "Nothing is below on either day." : String.join(", ", parts) + ".");
  }

  private static String below(List<ClientRow> rows) {
    long all = rows.stream().map(ClientRow::id).distinct().count();
    long below =
        rows.stream()
            .filter(row -> row.state() == State.BELOW)
            .map(ClientRow::id)
            .distinct()
            .count();
    return below + " of " + Words.count(all, "client") + (below == 1 ? " is below" : " are below");
  }

  private static void line(OutputStream out, String text) throws IOException {
    out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** As one JSON object. */
  void json(OutputStream out) throws IOException {
    JsonLine json = new JsonLine(out);
    json.open();
    json.text("before", before.toString());
    json.text("after", after.toString());
    ListingWriter.elements(json, "changes", listing(true));
    json.close();
  }
}
