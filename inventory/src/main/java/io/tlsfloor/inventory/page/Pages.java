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
import io.tlsfloor.inventory.answer.SystemToChange;
import io.tlsfloor.inventory.derive.Derivation;
import io.tlsfloor.inventory.people.Note;
import io.tlsfloor.inventory.store.KnownAs;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.TableNumbers;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.form.html.VisibleOutput;
import io.tlsfloor.report.text.Printable;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
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

  private final Remembered<Status> statuses;
  private final Remembered<FirstScreen> screens = new Remembered<>(FirstScreen::of);

  /** Remembers what all clients were looked at for: once, until something is written. */
  private static final class Remembered<T> {
    private final BiFunction<Handle, Question, T> work;
    private @Nullable Known<T> last;

    /** Holds what the tables said after so many changes. */
    private record Known<T>(long changes, Question question, T answer) {
      boolean holds(long now, Question asked) {
        return changes == now && question.equals(asked);
      }
    }

    Remembered(BiFunction<Handle, Question, T> work) {
      this.work = work;
    }

    /** Whether nobody has to work it out. */
    synchronized boolean holds(Handle handle, Question question) {
      return last != null && last.holds(TableNumbers.changes(handle), question);
    }

    /** One works it out, and others who ask meanwhile wait for it. */
    synchronized T of(Handle handle, Question question) {
      long changes = TableNumbers.changes(handle);
      if (last == null || !last.holds(changes, question)) {
        last = new Known<>(changes, question, work.apply(handle, question));
      }
      return last.answer();
    }
  }

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
    this.statuses = new Remembered<>((handle, question) -> Status.of(handle, question, target));
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
    boolean earlier = isEarlier(new Question(asOf, window));
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
      case "/" -> Optional.of(overview(handle, question, user));
      case "/clients" -> Optional.of(clients(handle, question, request, user));
      case "/clients.csv" ->
          Optional.of(list("clients", Form.CSV, rows(handle, question, request)));
      case "/clients.jsonl" ->
          Optional.of(list("clients", Form.JSONL, rows(handle, question, request)));
      case "/client" -> client(handle, question, request, user);
      case "/owners" ->
          Optional.of(
              html("ownerlist.jte", user, "Owners", Map.of("status", status(handle, question))));
      case "/owner" -> Optional.of(owner(handle, question, request.field("name"), user));
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
      case "/remedy" ->
          Guides.of(request.field("name"))
              .map(guide -> html("guide.jte", user, guide.title(), Map.of("guide", guide)));
      default -> Optional.empty();
    };
  }

  private Status status(Handle handle, Question question) {
    return isEarlier(question)
        ? Status.of(handle, question, target)
        : statuses.of(handle, question);
  }

  private FirstScreen firstScreen(Handle handle, Question question) {
    return isEarlier(question) ? FirstScreen.of(handle, question) : screens.of(handle, question);
  }

  private boolean isEarlier(Question question) {
    return question.asOf() < today();
  }

  private Page overview(Handle handle, Question question, String user) {
    if (!isEarlier(question) && !screens.holds(handle, question)) {
      lookMeanwhile(question);
    }
    Status status = status(handle, question);
    Map<String, Object> values =
        Map.of("status", status, "first", firstScreen(handle, question), "chart", Chart.of(status));
    return html("overview.jte", user, "What to do", values);
  }

  /** A second thread begins with the first screen: both look at all clients. */
  private void lookMeanwhile(Question question) {
    Runnable look =
        () -> {
          try {
            Derivation.look(store, question.asOf(), handle -> screens.of(handle, question));
          } catch (IOException | RuntimeException e) {
            // who asked meets it as well, and says it
          }
        };
    Thread thread = new Thread(look, "first screen");
    thread.setDaemon(true);
    thread.start();
  }

  /** Works out what the first page shows today, so that nobody waits for it. */
  void prepare() throws IOException {
    Question question = new Question(today(), window);
    Derivation.look(store, question.asOf(), handle -> overview(handle, question, ""));
  }

  private Listing<?> fixes(Handle handle, Question question) {
    return FixGroups.listing(status(handle, question).fixes());
  }

  private static Page owner(Handle handle, Question question, String owner, String user) {
    List<SystemToChange> systems = SystemToChange.ofOwner(handle, question, owner);
    Map<String, Object> values =
        Map.of(
            "owner",
            owner,
            "systems",
            systems,
            "text",
            OwnersText.of(owner, systems, Optional.empty()));
    return html("owner.jte", user, "Owner", values);
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

  private Optional<Answer> client(Handle handle, Question question, Request request, String user)
      throws IOException {
    try {
      int id = ClientStory.find(handle, request.field("id"));
      ClientStory story = ClientStory.of(handle, question, id);
      NoteCommand.Blank known =
          new NoteCommand.Blank(
              typed(handle, story.client()), owner(story), ticket(story), store.location().typed());
      NoteCommand note = NoteCommand.of(known, request, today());
      return Optional.of(html("client.jte", user, "Client", Map.of("story", story, "note", note)));
    } catch (ReportException e) {
      if (e.side() != ReportException.Side.GIVEN) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Who answers for a client, and not who uses it. */
  private static String owner(ClientStory story) {
    return story.services().rows().stream()
        .filter(service -> service.usedBy().isEmpty() && !service.owner().isEmpty())
        .map(ClientStory.UsedService::owner)
        .findFirst()
        .orElse("");
  }

  /** The ticket that was noted last. */
  private static String ticket(ClientStory story) {
    return story.notes().rows().stream()
        .map(ClientStory.CoveringNote::note)
        .filter(note -> note.field() == Note.Field.TICKET)
        .max(Comparator.comparingLong(Note::noted))
        .map(Note::content)
        .orElse("");
  }

  /** A word to type that means one client alone: its name, its address, or else its id. */
  private static String typed(Handle handle, ClientStory.Client client) throws IOException {
    for (String word : List.of(client.name(), KnownAs.shown(client.address()))) {
      try {
        if (!word.isEmpty()
            && Printable.name(word).equals(word)
            && ClientStory.find(handle, word) == client.id()) {
          return word;
        }
      } catch (ReportException e) {
        if (e.side() != ReportException.Side.GIVEN) {
          throw e;
        }
        // others have it, too
      }
    }
    return client.identity();
  }

  private static Optional<Integer> day(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Times.day(LocalDate.parse(text)));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }
}
