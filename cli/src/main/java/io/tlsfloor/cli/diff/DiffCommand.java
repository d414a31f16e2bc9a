package io.tlsfloor.cli.diff;

import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Settings.ComparisonForm;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.cli.output.RememberedInventory;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.report.model.ClientAndService;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.saved.SavedLines;
import io.tlsfloor.report.saved.SavedReader;
import io.tlsfloor.report.sink.LineOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.CommandLine;

/** {@code tlsfloor diff}: what became of each client between two runs. */
public final class DiffCommand implements Command {
  @Override
  public String name() {
    return "diff";
  }

  @Override
  public String summary() {
    return "Compares two runs: clients new, worse, again, fixed, gone, or not seen.";
  }

  @Override
  public String arguments() {
    return "BEFORE AFTER | --inventory FILE|URL DATE DATE";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example(
            "tlsfloor diff last-week.jsonl this-week.jsonl",
            "results of scan --format jsonl: are we nearly done"),
        new Example(
            "tlsfloor scan --format jsonl today/ | tlsfloor diff yesterday.jsonl -",
            "the second run from a pipe"),
        new Example(
            "tlsfloor diff --fail-on new,worse,again last-week.jsonl this-week.jsonl",
            "ends with 1 if a client got worse: for a pipeline"),
        new Example(
            "tlsfloor diff --inventory i.db 2026-11-01 2026-11-08",
            "what changed in an inventory between two days"),
        new Example(
            "tlsfloor diff --client 10.20.0.0/16 last-week.jsonl this-week.jsonl",
            "only the clients of one network"));
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandException, IOException {
    Values values = new Values(name(), line);
    List<String> files = values.arguments();
    if (files.size() == 2 && files.stream().allMatch(DiffCommand::isDay)) {
      return days(values, files, console);
    }
    if (files.size() != 2 || files.get(0).equals("-") && files.get(1).equals("-")) {
      throw CommandException.usage(
          "diff needs two results, or two days of an inventory",
          "Give what scan --format jsonl wrote: tlsfloor diff before.jsonl after.jsonl");
    }
    boolean json = values.last(Settings.COMPARISON_FORMAT).equals(Optional.of(ComparisonForm.JSON));
    Asked asked = Asked.of(values);
    ComparedRun before = read(files.get(0), console);
    ComparedRun after = read(files.get(1), console);
    if (!before.run().terms().pseudonymKey().equals(after.run().terms().pseudonymKey())) {
      throw CommandException.usage(
          "the clients of BEFORE and AFTER cannot be compared: "
              + pseudonyms("BEFORE", before)
              + ", "
              + pseudonyms("AFTER", after),
          "Scan both with the same --pseudonymize KEYFILE, or both without.");
    }
    Set<ClientAndService> all = new HashSet<>(before.clients(after).keySet());
    all.addAll(after.clients(before).keySet());
    asked.check(all);
    List<ClientDay> clients = new ArrayList<>(before.clients(after).values());
    clients.addAll(after.clients(before).values());
    Comparison comparison = new Comparison(before, after, asked.named(clients));
    try (LineOutput out = new LineOutput(console.out())) {
      if (json) {
        DiffJson.write(before, after, comparison, out);
      } else {
        String text =
            new DiffText(console.columns(), console.width()).of(before, after, comparison);
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
    }
    Set<Change.ChangeKind> failOn = EnumSet.noneOf(Change.ChangeKind.class);
    values.all(Settings.COMPARISON_FAIL_ON).forEach(each -> failOn.add(kind(each)));
    return comparison.changes().stream().map(Change::kind).anyMatch(failOn::contains)
        ? ExitCode.FLAGGED
        : ExitCode.CLEAN;
  }

  /** A file of that name is given as {@code ./2026-11-01}. */
  private static boolean isDay(String text) {
    return text.matches("\\d{4}-\\d{2}-\\d{2}");
  }

  private static ExitCode days(Values values, List<String> days, Console console)
      throws CommandException, IOException {
    Location location = RememberedInventory.needed("diff of two days", values);
    InventoryComparison comparison;
    try {
      comparison =
          InventoryComparison.of(
              Store.openExisting(location, console::warn),
              LocalDate.parse(days.get(0)),
              LocalDate.parse(days.get(1)),
              Asked.of(values));
    } catch (DateTimeException e) {
      throw CommandException.usage(
          "diff cannot compare " + String.join(" with ", days), "Give days such as 2026-12-31.");
    }
    try (LineOutput out = new LineOutput(console.out())) {
      if (values.last(Settings.COMPARISON_FORMAT).equals(Optional.of(ComparisonForm.JSON))) {
        comparison.json(out);
      } else {
        comparison.text(out, console.width());
      }
    }
    for (Settings.Setback each : values.all(Settings.COMPARISON_FAIL_ON)) {
      if (each == Settings.Setback.NEW && comparison.has(InventoryComparison.StateTurn.NEW)
          || each == Settings.Setback.AGAIN
              && comparison.has(InventoryComparison.StateTurn.AGAIN)) {
        return ExitCode.FLAGGED;
      }
    }
    return ExitCode.CLEAN;
  }

  private static Change.ChangeKind kind(Settings.Setback setback) {
    return switch (setback) {
      case NEW -> Change.ChangeKind.NEW;
      case WORSE -> Change.ChangeKind.WORSE;
      case AGAIN -> Change.ChangeKind.AGAIN;
    };
  }

  private static String pseudonyms(String which, ComparedRun run) {
    return run.run()
        .terms()
        .pseudonymKey()
        .map(key -> which + " has pseudonyms by the key " + key)
        .orElse(which + " has none");
  }

  private static ComparedRun read(String file, Console console)
      throws CommandException, IOException {
    ComparedRun run = new ComparedRun(SavedReader.name(file), console.today());
    SavedLines lines = new SavedLines(run, console.today(), Map.of());
    new SavedReader(lines).readInput(file, console.in());
    if (lines.isEmpty()) {
      throw CommandException.usage(
          run.name() + " holds no results: it is empty",
          "Give what scan --format jsonl wrote; a scan that finds nothing writes a run line.");
    }
    lines.finish();
    return run;
  }
}
