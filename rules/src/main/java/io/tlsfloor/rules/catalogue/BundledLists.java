package io.tlsfloor.rules.catalogue;

import io.tlsfloor.rules.resource.Tsv;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;

/** The lists that this program carries, and what is added to any list by hand. */
final class BundledLists {
  /** In the order in which they are preferred. */
  private static final List<String> INSTANCES =
      List.of(Catalogue.WORLDWIDE, "USGovGCCHigh", "USGovDoD", "China", "Germany", "France");

  /** The latest {@code lastSeen} of retired.tsv; a test holds the two together. */
  static final LocalDate LAST_RETIRED = LocalDate.of(2026, 7, 9);

  private BundledLists() {}

  static List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (String instance : INSTANCES) {
      parts.add(
          new Part(instance, () -> bundledRows(instance), retiredRows(instance), LAST_RETIRED));
    }
    return parts;
  }

  /** An instance whose list was read from elsewhere, with the rows added by hand. */
  static Part part(String instance, List<Row> rows) {
    List<Row> all = new ArrayList<>(Marks.get().marked(rows));
    all.addAll(byHand(instance));
    return new Part(instance, () -> all, retiredRows(instance), LAST_RETIRED);
  }

  static ListVersion version() {
    Properties properties = new Properties();
    try (InputStream in = Tsv.open(BundledLists.class, "bundled.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ListVersion(
        "bundled",
        Optional.of(properties.getProperty("version")),
        Optional.of(LocalDate.parse(properties.getProperty("date"))));
  }

  /** Whether strangers' hosts lie beside the list's in this zone. */
  static boolean isSharedZone(String zone) {
    return Marks.get().zones.contains(zone);
  }

  private static List<Row> bundledRows(String instance) {
    String file = instance + ".json";
    try (InputStream in = Tsv.open(BundledLists.class, file)) {
      List<Row> rows = new ArrayList<>(OfficialJson.read(in, file, instance));
      for (String[] line : Tsv.rows(BundledLists.class, "without-sets.tsv", 4)) {
        if (line[0].equals(instance)) {
          rows.add(row(withoutSet(instance, line[1]), line[3], Row.Use.NORMAL));
        }
      }
      List<Row> marked = new ArrayList<>(Marks.get().marked(rows));
      marked.addAll(byHand(instance));
      return marked;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EndpointSet withoutSet(String instance, String area) {
    return new EndpointSet(
        instance,
        Optional.empty(),
        area,
        Category.NONE,
        false,
        Ports.NONE,
        Ports.NONE,
        EndpointSet.Origin.LIST_WITHOUT_SET);
  }

  private static List<Row> byHand(String instance) {
    List<Row> rows = new ArrayList<>();
    for (String[] line : Tsv.rows(BundledLists.class, "by-hand.tsv", 6)) {
      if (line[0].equalsIgnoreCase(instance)) {
        EndpointSet set =
            new EndpointSet(
                instance,
                Optional.empty(),
                line[1],
                Category.NONE,
                true,
                Ports.parse(line[2]),
                Ports.NONE,
                EndpointSet.Origin.BY_HAND);
        Row.Use use =
            switch (line[3]) {
              case "legacy-mail" -> Row.Use.LEGACY_MAIL;
              case "greeting" -> Row.Use.GREETING;
              default -> Row.Use.NORMAL;
            };
        rows.add(row(set, line[4], use));
      }
    }
    return rows;
  }

  private static Supplier<List<Row>> retiredRows(String instance) {
    return () -> {
      List<Row> rows = new ArrayList<>();
      if (instance.equalsIgnoreCase(Catalogue.WORLDWIDE)) {
        for (String[] line : Tsv.rows(BundledLists.class, "retired.tsv", 10)) {
          EndpointSet set =
              new EndpointSet(
                  instance,
                  Optional.of(Integer.valueOf(line[0])),
                  line[1],
                  Category.parse(line[2]),
                  Boolean.parseBoolean(line[3]),
                  ports(line[4]),
                  ports(line[5]),
                  EndpointSet.Origin.RETIRED);
          Row.Use use = line[9].equals("shared") ? Row.Use.SHARED : Row.Use.NORMAL;
          rows.add(new Row(set, line[7], use, Optional.of(LocalDate.parse(line[8]))));
        }
      }
      return rows;
    };
  }

  private static Ports ports(String text) {
    return text.equals("-") ? Ports.NONE : Ports.parse(text);
  }

  private static Row row(EndpointSet set, String value, Row.Use use) {
    return new Row(set, value, use, Optional.empty());
  }

  /** What shared.tsv says. */
  private static final class Marks {
    private static final Marks INSTANCE = new Marks();
    private final Set<String> values = new HashSet<>();
    private final Set<String> sets = new HashSet<>();
    private final Set<String> zones = new HashSet<>();

    private Marks() {
      for (String[] line : Tsv.rows(BundledLists.class, "shared.tsv", 3)) {
        switch (line[0]) {
          case "value" -> values.add(line[1]);
          case "set" -> sets.add(line[1]);
          default -> zones.add(line[1].substring("*.".length()));
        }
      }
    }

    static Marks get() {
      return INSTANCE;
    }

    List<Row> marked(List<Row> rows) {
      return rows.stream().map(row -> isShared(row) ? asShared(row) : row).toList();
    }

    private boolean isShared(Row row) {
      return values.contains(row.value())
          || row.set().id().isPresent()
              && sets.contains(row.set().instance() + " " + row.set().id().get());
    }

    private static Row asShared(Row row) {
      return new Row(row.set(), row.value(), Row.Use.SHARED, row.lastSeen());
    }
  }
}
