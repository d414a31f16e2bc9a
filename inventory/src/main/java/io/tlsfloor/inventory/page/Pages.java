package io.tlsfloor.inventory.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.tlsfloor.inventory.answer.ClientStory;
import io.tlsfloor.inventory.answer.Clients;
import io.tlsfloor.inventory.answer.Exceptions;
import io.tlsfloor.inventory.answer.FixGroups;
import io.tlsfloor.inventory.answer.Listing;
import io.tlsfloor.inventory.answer.Listing.Form;
import io.tlsfloor.inventory.answer.OwnersText;
import io.tlsfloor.inventory.answer.Question;
import io.tlsfloor.inventory.answer.Status;
import io.tlsfloor.inventory.derive.Derivation;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.TableNumbers;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.form.html.VisibleOutput;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Makes the pages and lists. */
final class Pages {
  static final String HTML = "text/html";

  /** Templates that were compiled with the program. */
  private static final TemplateEngine ENGINE =
      TemplateEngine.createPrecompiled(
          null,
          ContentType.Html,
          Pages.class.getClassLoader(),
          "io.tlsfloor.inventory.page.template");

  private final Store store;
  private final int window;
  private final OptionalInt target;
  private final Clock clock;
  private final Semaphore past = new Semaphore(1); // earlier days are worked out for each request

  /** Holds what the tables said after so many changes. */
  private record Known(long changes, Question question, Status status) {}

  private volatile @Nullable Known known;

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
  record Download(String name, Form form, Listing<?> listing) implements Answer {
    String type() {
      return form == Form.CSV ? "text/csv" : "application/jsonl";
    }
  }

  Pages(Store store, PageServer.Setup setup, Clock clock) {
    this.store = store;
    this.window = setup.window();
    this.target = setup.target();
    this.clock = clock;
  }

  private int today() {
    return Times.day(clock.instant());
  }

  /** The page that is asked for; empty if there is none. */
  Optional<Answer> page(Request request, String user) throws IOException {
    int asOf =
        day(request.field("as_of"))
            .filter(day -> day <= today() + Times.DAYS_AHEAD)
            .orElse(today());
    boolean earlier = asOf < today();
    try {
      if (earlier) {
        past.acquire();
      }
      return Derivation.look(store, asOf, handle -> page(handle, request, user, asOf));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      if (earlier) {
        past.release();
      }
    }
  }

  private Optional<Answer> page(Handle handle, Request request, String user, int asOf)
      throws IOException {
    Question question = new Question(asOf, window);
    return switch (request.path()) {
      case "/" ->
          Optional.of(overview("overview.jte", user, "What to do", status(handle, question)));
      case "/print" ->
          Optional.of(overview("print.jte", user, "For management", status(handle, question)));
      case "/clients" -> Optional.of(clients(handle, question, request, user));
      case "/clients.csv" ->
          Optional.of(list("clients", Form.CSV, rows(handle, question, request)));
      case "/clients.jsonl" ->
          Optional.of(list("clients", Form.JSONL, rows(handle, question, request)));
      case "/client" -> client(handle, question, request, user);
      case "/owner" ->
          Optional.of(
              html(
                  "owner.jte",
                  user,
                  "Owner",
                  Map.of(
                      "owner",
                      request.field("name"),
                      "text",
                      OwnersText.of(handle, question, Optional.of(request.field("name"))))));
      case "/fixes" ->
          Optional.of(html("fixes.jte", user, "Fixes", Map.of("status", status(handle, question))));
      case "/fixes.csv" -> Optional.of(list("fixes", Form.CSV, fixes(handle, question)));
      case "/fixes.jsonl" -> Optional.of(list("fixes", Form.JSONL, fixes(handle, question)));
      case "/trend.csv" -> Optional.of(list("trend", Form.CSV, status(handle, question).trend()));
      case "/trend.jsonl" ->
          Optional.of(list("trend", Form.JSONL, status(handle, question).trend()));
      case "/exceptions" ->
          Optional.of(
              html(
                  "exceptions.jte",
                  user,
                  "Exceptions",
                  Map.of("exceptions", Exceptions.listing(handle, asOf))));
      case "/exceptions.csv" ->
          Optional.of(list("exceptions", Form.CSV, Exceptions.listing(handle, asOf)));
      case "/exceptions.jsonl" ->
          Optional.of(list("exceptions", Form.JSONL, Exceptions.listing(handle, asOf)));
      case "/live" ->
          Optional.of(live(LiveFindings.of(handle, request.field("after")), request, user));
      case "/remedy" ->
          Guides.of(request.field("name"))
              .map(guide -> html("guide.jte", user, guide.title(), Map.of("guide", guide)));
      default -> Optional.empty();
    };
  }

  /** All clients are looked at for it: once, until something is written. */
  private Status status(Handle handle, Question question) {
    long changes = TableNumbers.changes(handle);
    Known last = known;
    if (last == null || last.changes() != changes || !last.question().equals(question)) {
      last = new Known(changes, question, Status.of(handle, question, target));
      known = last;
    }
    return last.status();
  }

  private Listing<?> fixes(Handle handle, Question question) {
    return FixGroups.listing(status(handle, question).fixes());
  }

  private static Page overview(String template, String user, String title, Status status) {
    Map<String, Object> values =
        Map.of("status", status, "chart", Chart.of(status), "calendar", Calendar.of(status));
    return html(template, user, title, values);
  }

  private static Page live(LiveFindings live, Request request, String user) {
    return request.partial() && !request.field("after").isEmpty()
        ? new Page(text("liverows.jte", Map.of("live", live, "partial", true)))
        : html("live.jte", user, "Live", Map.of("live", live));
  }

  private static Page html(String template, String user, String title, Map<String, Object> more) {
    Map<String, Object> values = new HashMap<>(more);
    values.put("user", user);
    values.put("title", title);
    return new Page(text(template, values));
  }

  private static String text(String template, Map<String, Object> values) {
    StringOutput out = new StringOutput();
    ENGINE.render(template, values, new VisibleOutput(out));
    return out.toString();
  }

  String missing(String user) {
    return html("missing.jte", user, "Not found", Map.of()).content();
  }

  private static Page clients(Handle handle, Question question, Request request, String user) {
    ClientTable table = ClientTable.of(handle, question, request);
    return request.partial()
        ? new Page(text("clienttable.jte", Map.of("table", table)))
        : html("clients.jte", user, "Clients", Map.of("table", table));
  }

  private static Listing<?> rows(Handle handle, Question question, Request request) {
    return Clients.listing(ClientTable.all(handle, question, request));
  }

  private static Download list(String name, Form form, Listing<?> listing) {
    return new Download(name + "." + form.word(), form, listing);
  }

  private static Optional<Answer> client(
      Handle handle, Question question, Request request, String user) throws IOException {
    try {
      int id = ClientStory.find(handle, request.field("id"));
      ClientStory story = ClientStory.of(handle, question, id);
      return Optional.of(html("client.jte", user, "Client", Map.of("story", story)));
    } catch (ReportException e) {
      if (e.side() != ReportException.Side.GIVEN) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static Optional<Integer> day(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Times.day(LocalDate.parse(text)));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }
}
