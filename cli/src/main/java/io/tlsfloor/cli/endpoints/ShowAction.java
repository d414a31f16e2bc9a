package io.tlsfloor.cli.endpoints;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.Tables;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.cli.policy.ListStore;
import io.tlsfloor.cli.policy.ListStore.StoredList;
import io.tlsfloor.report.form.table.Lines;
import io.tlsfloor.report.text.Column;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.catalogue.EndpointSet;
import io.tlsfloor.rules.catalogue.ListVersion;
import io.tlsfloor.rules.catalogue.OtherNames;
import io.tlsfloor.rules.catalogue.Row;
import io.tlsfloor.rules.resource.Spelling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Shows which lists are in use, how old they are, and their sets or values. */
final class ShowAction {
  private static final List<Column<CountedSet>> SETS =
      List.of(
          Column.sentences("set", each -> SetText.number(each.set)),
          Column.sentences("area", each -> each.set.area()),
          Column.sentences("category", each -> SetText.category(each.set)),
          Column.sentences("required", each -> each.set.required() ? "yes" : "no"),
          Column.sentences("names", CountedSet::names),
          Column.sentences("prefixes", CountedSet::prefixes),
          Column.sentences("ports", each -> SetText.ports(each.set)));

  private static final List<Column<Row>> VALUES =
      List.of(
          Column.sentences("set", row -> SetText.number(row.set())),
          Column.sentences("value", Row::value),
          Column.sentences("ports", row -> SetText.ports(row.set())));

  /** A set, and how many names and prefixes of it are shown. */
  private record CountedSet(EndpointSet set, int names, int prefixes) {
    private static CountedSet of(Row row) {
      return new CountedSet(row.set(), row.isPrefix() ? 0 : 1, row.isPrefix() ? 1 : 0);
    }

    private CountedSet and(CountedSet other) {
      return new CountedSet(set, names + other.names, prefixes + other.prefixes);
    }
  }

  private final List<String> words;
  private final Values values;
  private final Catalogue catalogue;
  private final ListStore store;
  private final Console console;

  /** Shows the sets that {@code words} name, or all. */
  ShowAction(
      List<String> words, Values values, Catalogue catalogue, ListStore store, Console console) {
    this.words = words;
    this.values = values;
    this.catalogue = catalogue;
    this.store = store;
    this.console = console;
  }

  void run() throws CommandException, IOException {
    List<Row> rows = chosen();
    StringBuilder text = new StringBuilder();
    for (String list : lists()) {
      text.append(Lines.fold(list, console.width())).append('\n');
    }
    text.append('\n');
    text.append(values.has(Settings.VERBOSE) ? valueLines(rows) : setLines(rows));
    console.out().write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** A line for each list: source, version, date, age. */
  private List<String> lists() throws CommandException {
    List<String> lines = new ArrayList<>();
    if (values.last(Settings.ENDPOINTS).isPresent()) {
      lines.add(describe(String.join(", ", catalogue.instances()), catalogue.version()));
      return lines;
    }
    ListVersion bundled = Catalogue.bundled().version();
    List<String> inBundle = new ArrayList<>();
    for (String instance : catalogue.instances()) {
      Optional<StoredList> stored = store.find(instance);
      if (stored.isPresent()) {
        lines.add(describe(instance, stored.get().version()) + newerBundled(stored.get(), bundled));
      } else if (Catalogue.bundled().instances().contains(instance)) {
        inBundle.add(instance);
      } else {
        lines.add(instance + ": your own, from the policy file");
      }
    }
    if (!inBundle.isEmpty()) {
      lines.add(describe(String.join(", ", inBundle), bundled));
    }
    return lines;
  }

  private String describe(String name, ListVersion list) {
    StringBuilder text = new StringBuilder(name).append(": ");
    text.append(list.version().map(number -> "version " + number).orElse("version not known"));
    Optional<Duration> age = list.age(console.now());
    if (age.isPresent()) {
      text.append(", of ").append(list.date().orElseThrow());
      text.append(", ").append(Math.max(0, age.get().toDays())).append(" days old");
    } else {
      text.append(", age not known");
    }
    text.append(", ").append(list.source());
    if (list.isOld(console.now())) {
      text.append("\n  Older than ")
          .append(ListVersion.MAX_DAYS)
          .append(" days: tlsfloor endpoints update brings a new one.");
    }
    return text.toString();
  }

  private static String newerBundled(StoredList stored, ListVersion bundled) {
    boolean newer =
        stored.instance().equals(Catalogue.WORLDWIDE)
            && stored.version().date().isPresent()
            && bundled.date().isPresent()
            && stored.version().date().get().isBefore(bundled.date().get());
    return newer
        ? "\n  The list that tlsfloor carries is newer, of " + bundled.date().get() + "."
        : "";
  }

  private List<Row> chosen() throws CommandException {
    List<Row> chosen = catalogue.rows();
    for (String word : words) {
      String area = area(word);
      List<Row> fewer =
          chosen.stream()
              .filter(
                  row ->
                      row.set().area().equalsIgnoreCase(area)
                          || row.set().category().label().equalsIgnoreCase(word)
                          || row.set().id().map(String::valueOf).filter(word::equals).isPresent())
              .toList();
      if (fewer.isEmpty()) {
        Set<String> hints = new TreeSet<>(OtherNames.USUAL);
        catalogue.rows().forEach(row -> hints.add(row.set().area()));
        hints.addAll(List.of("Optimize", "Allow", "Default"));
        throw CommandException.usage(
            "no endpoint set is called \"" + word + "\"",
            Spelling.hint(word, hints) + " The number of a set is taken too.");
      }
      chosen = fewer;
    }
    return chosen;
  }

  /** An area by any usual name. */
  private static String area(String word) {
    try {
      return OtherNames.area(word);
    } catch (IllegalArgumentException noArea) {
      return word;
    }
  }

  private String setLines(List<Row> rows) {
    Map<String, Map<EndpointSet, CountedSet>> instances = new LinkedHashMap<>();
    for (Row row : rows) {
      instances
          .computeIfAbsent(row.set().instance(), name -> new LinkedHashMap<>())
          .merge(row.set(), CountedSet.of(row), CountedSet::and);
    }
    StringBuilder text = new StringBuilder();
    instances.forEach((instance, sets) -> table(text, instance, SETS, List.copyOf(sets.values())));
    return text.toString();
  }

  private String valueLines(List<Row> rows) {
    Map<String, List<Row>> instances = new LinkedHashMap<>();
    for (Row row : rows) {
      instances.computeIfAbsent(row.set().instance(), name -> new ArrayList<>()).add(row);
    }
    StringBuilder text = new StringBuilder();
    instances.forEach((instance, values) -> table(text, instance, VALUES, values));
    return text.toString();
  }

  private <R> void table(
      StringBuilder text, String instance, List<Column<R>> columns, List<R> rows) {
    text.append(text.isEmpty() ? "" : "\n").append(instance).append('\n');
    text.append(Tables.titled(columns, rows, console.width()));
  }
}
