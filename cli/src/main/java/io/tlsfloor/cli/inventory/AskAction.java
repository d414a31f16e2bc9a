package io.tlsfloor.cli.inventory;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Settings.FailOn;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.inventory.answer.ClientStory;
import io.tlsfloor.inventory.answer.Clients;
import io.tlsfloor.inventory.answer.Clients.Filter;
import io.tlsfloor.inventory.answer.Listing;
import io.tlsfloor.inventory.answer.Listing.Form;
import io.tlsfloor.inventory.answer.ListingWriter;
import io.tlsfloor.inventory.answer.Mark;
import io.tlsfloor.inventory.answer.Question;
import io.tlsfloor.inventory.answer.Status;
import io.tlsfloor.inventory.answer.StatusText;
import io.tlsfloor.inventory.answer.StoryText;
import io.tlsfloor.inventory.derive.Derivation;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.form.table.Lines;
import io.tlsfloor.report.sink.LineOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The questions of {@code tlsfloor inventory}. */
final class AskAction {
  private final Store store;
  private final Values values;
  private final Console console;

  AskAction(Store store, Values values, Console console) {
    this.store = store;
    this.values = values;
    this.console = console;
  }

  ExitCode run(String action, List<String> arguments) throws CommandException, IOException {
    boolean one = action.equals("client");
    int most = action.equals("status") ? 0 : 1;
    if (arguments.size() > most || one && arguments.isEmpty()) {
      throw CommandException.usage(
          one
              ? "inventory client needs one client"
              : "inventory " + action + " cannot use \"" + arguments.get(most) + "\"",
          one ? "Give its address, name or id." : "Leave it out.");
    }
    Question question = InventoryCommand.question(values, console);
    try (LineOutput out = new LineOutput(console.out())) {
      return switch (action) {
        case "status" -> status(question, out);
        case "clients" -> clients(question, arguments.stream().findFirst(), out);
        default -> client(question, arguments.get(0), out);
      };
    }
  }

  private int columns() {
    return console.width();
  }

  private Form form() throws CommandException {
    return values.last(Settings.INVENTORY_FORMAT).orElse(Form.TABLE);
  }

  private ExitCode status(Question question, OutputStream out)
      throws CommandException, IOException {
    Form form = form();
    List<FailOn> failOn = values.all(Settings.INVENTORY_FAIL_ON);
    Optional<LocalDate> given = values.last(Settings.TARGET);
    OptionalInt target =
        given.isPresent() ? OptionalInt.of(Times.day(given.get())) : OptionalInt.empty();
    Status status =
        Derivation.ask(store, question.asOf(), handle -> Status.of(handle, question, target));
    switch (form) {
      case JSONL -> status.json(out);
      case CSV -> ListingWriter.write(status.trend(), form, out, columns());
      default ->
          out.write(
              Lines.fold(new StatusText(status, console.columns()).text(), columns())
                  .getBytes(StandardCharsets.UTF_8));
    }
    boolean failed =
        failOn.contains(FailOn.BELOW) && status.below() + status.accounts().below() > 0
            || failOn.contains(FailOn.NEW)
                && status.flags().getOrDefault(Mark.NEW_BELOW, 0) + status.accounts().newBelow() > 0
            || failOn.contains(FailOn.BACK)
                && status.flags().getOrDefault(Mark.BACK, 0) + status.accounts().back() > 0;
    return failed ? ExitCode.FLAGGED : ExitCode.CLEAN;
  }

  private ExitCode clients(Question question, Optional<String> text, OutputStream out)
      throws CommandException, IOException {
    Filter filter =
        new Filter(
            Set.copyOf(values.all(Settings.STATE)),
            values.all(Settings.SERVICE),
            values.whole(Settings.STACK),
            values.last(Settings.OWNER),
            text,
            values.last(Settings.SITE));
    Form form = form();
    List<Clients.ClientRow> rows =
        Derivation.ask(store, question.asOf(), handle -> Clients.rows(handle, question, filter));
    Listing<Clients.ClientRow> listing =
        form == Form.TABLE ? Clients.brief(rows) : Clients.listing(rows);
    ListingWriter.write(listing, form, out, columns());
    return ExitCode.CLEAN;
  }

  private ExitCode client(Question question, String given, OutputStream out)
      throws CommandException, IOException {
    Form form = form();
    if (form == Form.CSV) {
      throw CommandException.usage("inventory client has no form csv", "Use table or json.");
    }
    ClientStory story =
        Derivation.ask(
            store,
            question.asOf(),
            handle -> ClientStory.of(handle, question, ClientStory.find(handle, given)));
    if (form == Form.JSONL) {
      StoryText.json(story, out);
    } else {
      StoryText.text(story, out, columns());
    }
    return ExitCode.CLEAN;
  }
}
