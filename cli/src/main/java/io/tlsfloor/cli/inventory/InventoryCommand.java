package io.tlsfloor.cli.inventory;

import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.option.Setting;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.cli.output.RememberedInventory;
import io.tlsfloor.inventory.answer.Question;
import io.tlsfloor.inventory.derive.Standard;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.rules.resource.Spelling;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;

/** {@code tlsfloor inventory}: who is left, over months. */
public final class InventoryCommand implements Command {
  /** Holds what it can do, in the order of the help. */
  private static final List<String> ACTIONS =
      List.of("import", "status", "clients", "client", "note", "notes", "owners", "site", "forget");

  /** Options of each of them. */
  private static final Set<Setting<?>> ALWAYS =
      Set.of(Settings.INVENTORY, Settings.MIN_COVERAGE, Settings.DEBUG);

  private static Set<Setting<?>> options(String action) {
    return switch (action) {
      case "import" -> Set.of(Settings.SITE);
      case "owners" -> Set.of(Settings.SITE, Settings.OWNER, Settings.AS_OF, Settings.WINDOW);
      case "status" ->
          Set.of(
              Settings.AS_OF,
              Settings.WINDOW,
              Settings.TARGET,
              Settings.INVENTORY_FAIL_ON,
              Settings.INVENTORY_FORMAT);
      case "clients" ->
          Set.of(
              Settings.AS_OF,
              Settings.WINDOW,
              Settings.INVENTORY_FORMAT,
              Settings.STATE,
              Settings.SERVICE,
              Settings.STACK,
              Settings.OWNER,
              Settings.SITE);
      case "client" -> Set.of(Settings.AS_OF, Settings.WINDOW, Settings.INVENTORY_FORMAT);
      case "note" ->
          Set.of(
              Settings.AS_OF,
              Settings.STACK,
              Settings.OWNER,
              Settings.TICKET,
              Settings.COMMENT,
              Settings.RETIRED,
              Settings.ACCEPT,
              Settings.UNTIL);
      case "notes" -> Set.of();
      case "site" -> Set.of(Settings.ON);
      default -> Set.of(Settings.BEFORE, Settings.APPLY);
    };
  }

  @Override
  public String name() {
    return "inventory";
  }

  @Override
  public String summary() {
    return "Keeps results over months: who is left, what is fixed, what to do first.";
  }

  @Override
  public String arguments() {
    return String.join("|", ACTIONS) + " [FILE… | CLIENT…] --inventory FILE|URL";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example(
            "tlsfloor inventory import results.jsonl --inventory i.db",
            "import results of scan or watch; importing twice changes nothing"),
        new Example(
            "tlsfloor inventory status --inventory i.db", "where you stand, and what to fix first"),
        new Example(
            "tlsfloor inventory status --fail-on new,back --inventory i.db",
            "for CI: exit 1 if a client is new below or back"),
        new Example(
            "tlsfloor inventory clients --state below --format csv --inventory i.db",
            "who is left, for a spreadsheet"),
        new Example("tlsfloor inventory client 10.20.3.41 --inventory i.db", "its history"),
        new Example(
            "tlsfloor inventory note 10.20.3.41 --owner print-team --inventory i.db",
            "whose it is"),
        new Example(
            "tlsfloor inventory owners https://tls.example.org/ --inventory i.db",
            "what each owner has to do, for a mail, with a link to their page"),
        new Example(
            "tlsfloor inventory owners import hosts.csv --inventory i.db",
            "names and owners from a directory or a DHCP server"),
        new Example(
            "tlsfloor inventory notes export notes.jsonl --inventory i.db",
            "what people entered, for another inventory"),
        new Example(
            "tlsfloor inventory site close berlin --on 2026-12-31 --inventory i.db",
            "a closed site has no gaps"));
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandException, IOException {
    Values values = new Values(name(), line);
    List<String> words = values.arguments();
    if (words.isEmpty()) {
      throw CommandException.usage(
          "inventory needs to know what to do", Spelling.hint("", ACTIONS));
    }
    String action = words.get(0);
    if (!ACTIONS.contains(action)) {
      throw CommandException.usage(
          "inventory cannot \"" + action + "\"", Spelling.hint(action, ACTIONS));
    }
    refuseOthers(action, values);
    Location location = RememberedInventory.needed(name(), values);
    List<String> arguments = words.subList(1, words.size());
    boolean makes =
        List.of("import", "site").contains(action)
            || action.equals("notes") && arguments.contains("import");
    Store store =
        (makes ? Store.open(location, console::warn) : Store.openExisting(location, console::warn))
            .patient();
    Optional<Standard> standard = values.last(Settings.MIN_COVERAGE);
    if (standard.isPresent()) {
      standard.get().keep(store);
    }
    return switch (action) {
      case "import" -> new ImportAction(store, values, console).run(arguments);
      case "note", "site", "forget" ->
          new EditAction(store, values, console).run(action, arguments);
      case "notes" -> new NotesAction(store, console).run(arguments);
      case "owners" -> new OwnersAction(store, values, console).run(arguments);
      default -> new AskAction(store, values, console).run(action, arguments);
    };
  }

  /** An option that changes nothing is a slip: what was meant would not be done. */
  private static void refuseOthers(String action, Values values) throws CommandException {
    for (Setting<?> option : values.given()) {
      if (!ALWAYS.contains(option) && !options(action).contains(option)) {
        String of =
            ACTIONS.stream()
                .filter(each -> options(each).contains(option))
                .collect(Collectors.joining(", "));
        throw CommandException.usage(
            "inventory " + action + " has no option " + option,
            "Leave it out: it is an option of inventory " + of + ".");
      }
    }
  }

  /** The question that the options ask. */
  static Question question(Values values, Console console) throws CommandException {
    return new Question(
        day(values, console),
        values.last(Settings.WINDOW).map(Long::intValue).orElse(Standard.WINDOW));
  }

  /** The day as of which something is asked or noted: today, if none is given. */
  static int day(Values values, Console console) throws CommandException {
    int today = Times.day(console.now());
    Optional<LocalDate> given = values.last(Settings.AS_OF);
    LocalDate last = LocalDate.ofEpochDay((long) today + Times.DAYS_AHEAD);
    if (given.isPresent() && given.get().isAfter(last)) {
      throw CommandException.usage(
          "--as-of " + given.get() + " is more than a year ahead",
          "Give a day up to " + last + ".");
    }
    return given.map(Times::day).orElse(today);
  }
}
