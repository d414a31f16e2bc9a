package io.tlsfloor.cli.inventory;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.inventory.answer.ClientStory;
import io.tlsfloor.inventory.derive.Derivation;
import io.tlsfloor.inventory.derive.People;
import io.tlsfloor.inventory.intake.Forgetting;
import io.tlsfloor.inventory.people.Note;
import io.tlsfloor.inventory.people.Note.Field;
import io.tlsfloor.inventory.people.Note.Scope;
import io.tlsfloor.inventory.people.NoteBook;
import io.tlsfloor.inventory.people.Sites;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.form.table.Lines;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.IpPrefix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;

/** Holds what people decide: notes, and what is to be forgotten. */
final class EditAction {
  private static final String REWRITES =
      "This deletes their facts, evidence and notes, also of earlier days, so earlier numbers change."
          + " Importing old lines again does not bring them back; a client that is seen after today"
          + " is there again.\n";
  private static final String FORGOTTEN =
      "Forgotten. Importing old lines again does not bring them back.\n";
  private static final String DRY = "Nothing was changed. Add --apply to do it.\n";

  private final Store store;
  private final Values values;
  private final Console console;

  EditAction(Store store, Values values, Console console) {
    this.store = store;
    this.values = values;
    this.console = console;
  }

  ExitCode run(String action, List<String> arguments) throws CommandException, IOException {
    String text =
        switch (action) {
          case "note" -> note(arguments);
          case "site" -> site(arguments);
          default -> forget(arguments);
        };
    console.out().write(Lines.fold(text, console.width()).getBytes(StandardCharsets.UTF_8));
    return ExitCode.CLEAN;
  }

  private boolean apply() {
    return values.has(Settings.APPLY);
  }

  private static String author() {
    return System.getProperty("user.name", "unknown");
  }

  private String note(List<String> arguments) throws CommandException, IOException {
    Optional<String> stack = values.last(Settings.STACK);
    if (arguments.size() + (stack.isPresent() ? 1 : 0) != 1) {
      throw CommandException.usage(
          "inventory note needs one thing to speak of",
          "Give a client, a range such as 10.20.9.0/24, or --stack \"Java 7\".");
    }
    Optional<String> range = arguments.stream().findFirst().flatMap(EditAction::range);
    List<Note> notes = notes();
    if (notes.isEmpty()) {
      throw CommandException.usage(
          "inventory note has nothing to note",
          "Add --owner, --ticket, --comment, --retired, or --accept with --until.");
    }
    Derivation.refresh(store);
    store.write(
        handle -> {
          Scope scope =
              range.isPresent() ? Scope.RANGE : stack.isPresent() ? Scope.STACK : Scope.CLIENT;
          String target = target(handle, scope, range.or(() -> stack).orElse(""), arguments);
          for (Note note : notes) {
            NoteBook.add(handle, note.about(scope, target));
          }
          People.refresh(handle, false);
          return true;
        });
    Derivation.refresh(store);
    return Words.count(notes.size(), "note") + " kept.\n";
  }

  /** A prefix of more than one address; empty for a client. */
  private static Optional<String> range(String text) {
    if (!text.contains("/")) {
      return Optional.empty();
    }
    try {
      return Optional.of(IpPrefix.parse(text).toString());
    } catch (IllegalArgumentException noPrefix) {
      return Optional.empty();
    }
  }

  private static String target(Handle handle, Scope scope, String given, List<String> arguments)
      throws IOException {
    return scope != Scope.CLIENT
        ? given
        : ClientStory.identity(handle, ClientStory.find(handle, arguments.get(0)));
  }

  private List<Note> notes() throws CommandException, IOException {
    List<Note> notes = new ArrayList<>();
    Optional<String> reason = values.last(Settings.ACCEPT);
    Optional<String> owner = values.last(Settings.OWNER);
    Optional<LocalDate> until = values.last(Settings.UNTIL);
    int day = InventoryCommand.day(values, console);
    boolean accepts = reason.isPresent() && !reason.get().isBlank();
    if (accepts && (owner.isEmpty() || until.isEmpty())) {
      throw CommandException.usage(
          "--accept needs --owner and --until", "Every exception has an owner and an end.");
    }
    if (until.isPresent() && !accepts) {
      throw CommandException.usage(
          "--until is the last day of --accept", "Add --accept REASON, or leave --until out.");
    }
    if (accepts && Times.day(until.get()) < day) {
      throw CommandException.usage(
          "--until " + until.get() + " has passed on " + Times.text(day),
          "Give the last day on which it may stay below, or another --as-of.");
    }
    if (reason.isPresent()) {
      notes.add(
          note(Field.ACCEPT, reason.get(), owner.orElse(""), until.map(Times::day).orElse(0), day));
    } else {
      owner.ifPresent(text -> notes.add(note(Field.OWNER, text, "", 0, day)));
    }
    if (values.has(Settings.RETIRED)) {
      notes.add(note(Field.RETIRED, "retired", "", 0, day));
    }
    Optional<String> ticket = values.last(Settings.TICKET);
    ticket.ifPresent(text -> notes.add(note(Field.TICKET, text, "", 0, day)));
    Optional<String> comment = values.last(Settings.COMMENT);
    comment.ifPresent(text -> notes.add(note(Field.COMMENT, text, "", 0, day)));
    return notes;
  }

  private Note note(Field field, String content, String owner, int until, int day) {
    long now = Times.nanos(console.now());
    return new Note(Scope.CLIENT, "", field, content.strip(), owner, until, author(), now, day);
  }

  private static String lines(List<String> parts) {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append("  ").append(Printable.name(part)).append('\n'));
    return text.toString();
  }

  private String forget(List<String> clients) throws CommandException, IOException {
    Optional<Integer> before = values.last(Settings.BEFORE).map(Times::day);
    if (clients.isEmpty() == before.isEmpty()) {
      throw CommandException.usage(
          "inventory forget needs clients, or --before DATE", "Give one of the two.");
    }
    int cut = before.orElse(0);
    Derivation.refresh(store);
    String text =
        store.write(
            handle -> {
              StringBuilder gone = new StringBuilder();
              for (String client : clients) {
                int id = ClientStory.find(handle, client);
                gone.append(lines(ClientStory.parts(handle, id)));
                if (apply()) {
                  Forgetting.client(handle, id, Times.day(console.now()));
                }
              }
              if (before.isPresent()) {
                gone.append(Words.count(Forgetting.count(handle, cut), "client"));
                gone.append(" not seen since ").append(Times.text(cut));
                gone.append(", and everything before that day\n");
                if (apply()) {
                  Forgetting.before(handle, cut);
                }
              }
              return gone.toString();
            });
    Derivation.refresh(store);
    return text + (apply() ? FORGOTTEN : REWRITES + DRY);
  }

  private String site(List<String> arguments) throws CommandException, IOException {
    Optional<LocalDate> on = values.last(Settings.ON);
    boolean opens = !arguments.isEmpty() && arguments.get(0).equals("open");
    boolean closes = !arguments.isEmpty() && arguments.get(0).equals("close");
    if (arguments.size() != 2 || !opens && !closes || closes && on.isEmpty()) {
      throw CommandException.usage(
          "inventory site needs open or close, a name, and to close it --on",
          "Write: tlsfloor inventory site open NAME, or site close NAME --on DATE.");
    }
    String name = arguments.get(1);
    store.write(
        handle -> {
          if (opens) {
            Sites.open(
                handle,
                name,
                on.map(day -> OptionalInt.of(Times.day(day))).orElse(OptionalInt.empty()));
          } else {
            Sites.close(handle, store.shown(), name, Times.day(on.orElseThrow()));
          }
          return true;
        });
    Derivation.refresh(store);
    return Printable.name(name)
        + (opens ? " is open" : " is open until " + on.orElseThrow())
        + (opens ? on.map(day -> " from " + day).orElse("") : "")
        + ".\n";
  }
}
