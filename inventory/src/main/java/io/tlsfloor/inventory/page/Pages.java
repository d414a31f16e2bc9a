package io.tlsfloor.inventory.page;

import io.tlsfloor.inventory.answer.ClientStory;
import io.tlsfloor.inventory.answer.Clients;
import io.tlsfloor.inventory.answer.Days;
import io.tlsfloor.inventory.answer.FixGroups;
import io.tlsfloor.inventory.answer.Listing;
import io.tlsfloor.inventory.answer.Listing.Form;
import io.tlsfloor.inventory.answer.Trend;
import io.tlsfloor.inventory.identity.Identities;
import io.tlsfloor.inventory.people.Acceptance.Scope;
import io.tlsfloor.inventory.people.Note;
import io.tlsfloor.inventory.people.Note.Field;
import io.tlsfloor.inventory.people.NoteBook;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.ReportException;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the pages and lists, and takes the notes. */
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
  Optional<Answer> page(Request request, User user) throws IOException {
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

  private static Page overview(User user, View view) {
    Chart chart = Chart.of(view.status());
    Calendar calendar = Calendar.of(view.status());
    Map<String, Object> values = Map.of("view", view, "chart", chart, "calendar", calendar);
    return html("overview.jte", user, "Overview", values);
  }

  private static Page print(User user, View view) {
    Map<String, Object> values = Map.of("view", view, "chart", Chart.of(view.status()));
    return html("print.jte", user, "For management", values);
  }

  private static Page html(String template, User user, String title, Map<String, Object> more) {
    Map<String, Object> values = new HashMap<>(more);
    values.put("user", user);
    values.put("title", title);
    return new Page(Templates.text(template, values));
  }

  String missing(User user) {
    return html("missing.jte", user, "Not found", Map.of()).content();
  }

  private Page clients(Request request, User user, View view) {
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

  private Optional<Answer> client(Request request, User user, int asOf) throws IOException {
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

  /** Read each time: who has written one looks here next. */
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

  /**
   * Writes down what a form says.
   *
   * @return where to go on
   * @throws ReportException if it says nothing that can be noted
   */
  String note(Request request, User user) throws IOException {
    String id = request.field("id");
    if (request.fields().containsKey("take_back")) {
      return takeBack(request, user);
    }
    List<Note> notes = new ArrayList<>();
    String reason = request.field("accept");
    Optional<Integer> until = day(request.field("until"));
    if (!reason.isEmpty()) {
      if (until.isEmpty() || request.field("accept_owner").isEmpty()) {
        throw ReportException.given(
            "an exception needs an owner and a last day", "Go back, and fill in both.");
      }
      notes.add(note(id, Field.ACCEPT, reason, request.field("accept_owner"), until.get(), user));
    }
    for (Field field : List.of(Field.OWNER, Field.TICKET, Field.DUE, Field.COMMENT)) {
      String content = request.field(field.word());
      if (!content.isEmpty()) {
        if (field == Field.DUE && day(content).isEmpty()) {
          throw ReportException.given(
              "\"" + content + "\" is no day", "Give a day such as 2026-12-31.");
        }
        notes.add(note(id, field, content, "", 0, user));
      }
    }
    if (notes.isEmpty()) {
      throw ReportException.given("nothing to note", "Go back, and fill in a field.");
    }
    views
        .store()
        .write(
            handle -> {
              int client = ClientStory.find(handle, id);
              String identity = Identities.of(handle, client);
              for (Note note : notes) {
                NoteBook.add(handle, note.about(Scope.CLIENT, identity));
              }
              return true;
            });
    views.hurry();
    return "/client?" + Request.query(Map.of("id", id));
  }

  /** Takes back an exception that is there. */
  private String takeBack(Request request, User user) throws IOException {
    String scope = request.fields().getOrDefault("scope", Scope.CLIENT.name());
    String target = request.fields().getOrDefault("id", ""); // as it is kept
    views
        .store()
        .write(
            handle -> {
              Note kept =
                  NoteBook.load(handle, today()).latest(Field.ACCEPT).stream()
                      .filter(each -> each.scope().name().equalsIgnoreCase(scope))
                      .filter(each -> each.target().equals(target))
                      .findFirst()
                      .orElseThrow(
                          () ->
                              ReportException.given(
                                  "this exception was taken back before", "Load the page again."));
              Note end = note(target, Field.ACCEPT, "", "", 0, user);
              NoteBook.add(handle, end.about(kept.scope(), kept.target()));
              return true;
            });
    views.hurry();
    return "/exceptions";
  }

  private Note note(String id, Field field, String content, String owner, int until, User user) {
    return new Note(
        Scope.CLIENT,
        id,
        field,
        content,
        owner,
        until,
        user.name(),
        Times.nanos(clock.instant()),
        today());
  }
}
