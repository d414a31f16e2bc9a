package io.tlsfloor.inventory.page;

import io.tlsfloor.inventory.answer.ClientStory;
import io.tlsfloor.inventory.answer.Clients;
import io.tlsfloor.inventory.answer.Days;
import io.tlsfloor.inventory.answer.FixGroups;
import io.tlsfloor.inventory.answer.Listing;
import io.tlsfloor.inventory.answer.Listing.Form;
import io.tlsfloor.inventory.answer.Trend;
import io.tlsfloor.inventory.people.Note.Field;
import io.tlsfloor.inventory.people.NoteBook;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.ReportException;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the pages and lists. */
final class Pages {
  static final String HTML = "text/html";

  private final LatestViews views;
  private final Clock clock;

  /** An answer. */
  sealed interface Answer {}

  /** A page, or a part of one. */
  record Page(String content) implements Answer {}

  /**
   * A list, to be saved as a file: written row by row, since it may be long.
   *
   * @param name of the file
   * @param form of it
   * @param listing what it holds
   */
  record Download(String name, Form form, Listing listing) implements Answer {
    String type() {
      return form == Form.CSV ? "text/csv" : "application/jsonl";
    }
  }

  Pages(LatestViews views, Clock clock) {
    this.views = views;
    this.clock = clock;
  }

  private int today() {
    return Days.of(clock.instant());
  }

  /** The page that is asked for; empty if there is none. */
  Optional<Answer> page(Request request, String user) throws IOException {
    int asOf =
        day(request.field("as_of"))
            .filter(day -> day <= today() + Times.DAYS_AHEAD)
            .orElse(today());
    return switch (request.path()) {
      case "/" -> Optional.of(overview(user, views.of(asOf)));
      case "/clients" -> Optional.of(clients(request, user, views.of(asOf)));
      case "/clients.csv" -> Optional.of(list("clients", Form.CSV, rows(request, asOf)));
      case "/clients.jsonl" -> Optional.of(list("clients", Form.JSONL, rows(request, asOf)));
      case "/client" -> client(request, user, asOf);
      case "/fixes" ->
          Optional.of(html("fixes.jte", user, "Fixes", Map.of("view", views.of(asOf))));
      case "/fixes.csv" ->
          Optional.of(list("fixes", Form.CSV, FixGroups.listing(views.of(asOf).fixes())));
      case "/fixes.jsonl" ->
          Optional.of(list("fixes", Form.JSONL, FixGroups.listing(views.of(asOf).fixes())));
      case "/trend.csv" -> Optional.of(list("trend", Form.CSV, trend(asOf)));
      case "/trend.jsonl" -> Optional.of(list("trend", Form.JSONL, trend(asOf)));
      case "/exceptions" ->
          Optional.of(
              html("exceptions.jte", user, "Exceptions", Map.of("exceptions", exceptions(asOf))));
      case "/exceptions.csv" ->
          Optional.of(list("exceptions", Form.CSV, ExceptionRow.listing(exceptions(asOf))));
      case "/exceptions.jsonl" ->
          Optional.of(list("exceptions", Form.JSONL, ExceptionRow.listing(exceptions(asOf))));
      case "/live" ->
          Optional.of(
              html(
                  "live.jte",
                  user,
                  "Live",
                  Map.of("rows", views.store().read(LiveFindings::latest))));
      case "/remedy" ->
          Guides.of(request.field("name"))
              .map(guide -> html("guide.jte", user, guide.title(), Map.of("guide", guide)));
      case "/print" -> Optional.of(print(user, views.of(asOf)));
      default -> Optional.empty();
    };
  }

  private static Page overview(String user, View view) {
    Chart chart = Chart.of(view.status());
    Calendar calendar = Calendar.of(view.status());
    Map<String, Object> values = Map.of("view", view, "chart", chart, "calendar", calendar);
    return html("overview.jte", user, "Overview", values);
  }

  private static Page print(String user, View view) {
    Map<String, Object> values = Map.of("view", view, "chart", Chart.of(view.status()));
    return html("print.jte", user, "For management", values);
  }

  private static Page html(String template, String user, String title, Map<String, Object> more) {
    Map<String, Object> values = new HashMap<>(more);
    values.put("user", user);
    values.put("title", title);
    return new Page(Templates.text(template, values));
  }

  String missing(String user) {
    return html("missing.jte", user, "Not found", Map.of()).content();
  }

  private Page clients(Request request, String user, View view) {
    ClientTable table = ClientTable.of(request, view.rows());
    Map<String, Object> values = Map.of("table", table, "status", view.status());
    return request.partial()
        ? new Page(Templates.text("clienttable.jte", Map.of("table", table)))
        : html("clients.jte", user, "Clients", values);
  }

  private Listing rows(Request request, int asOf) throws IOException {
    return Clients.listing(ClientTable.all(request, views.of(asOf).rows()));
  }

  private Listing trend(int asOf) throws IOException {
    return Trend.of(views.of(asOf).status().burndown());
  }

  private static Download list(String name, Form form, Listing listing) {
    return new Download(name + "." + form.word(), form, listing);
  }

  private Optional<Answer> client(Request request, String user, int asOf) throws IOException {
    try {
      ClientStory story =
          views
              .store()
              .read(
                  handle ->
                      ClientStory.of(
                          handle,
                          views.question(asOf),
                          ClientStory.find(handle, request.field("id"))));
      return Optional.of(html("client.jte", user, "Client", Map.of("story", story)));
    } catch (ReportException e) {
      if (e.side() != ReportException.Side.GIVEN) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private List<ExceptionRow> exceptions(int asOf) throws IOException {
    return views.store().read(handle -> NoteBook.load(handle, asOf)).latest(Field.ACCEPT).stream()
        .map(note -> ExceptionRow.of(note, asOf))
        .toList();
  }

  private static Optional<Integer> day(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Days.of(LocalDate.parse(text)));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }
}
