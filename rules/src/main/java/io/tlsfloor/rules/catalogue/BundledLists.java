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

/** The lists that this program carries, and what is added to any list by hand. */
final class BundledLists {
  /** In the order in which they are preferred. */
  static final List<String> INSTANCES =
      List.of(Catalogue.WORLDWIDE, "USGovGCCHigh", "USGovDoD", "China", "Germany", "France");

  /** Intune's service area. */
  static final String INTUNE = "MEM";

  /** The latest {@code lastSeen} of retired.tsv; a test holds the two together. */
  static final LocalDate LAST_RETIRED = LocalDate.of(2026, 7, 9);

  /** From here on no retired row counts: nanoseconds since 1970 UTC. */
  static final long NONE_RETIRED_FROM = Scope.endNanos(LAST_RETIRED);

  private BundledLists() {}

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
        Optional.of(day(properties.getProperty("date"))));
  }

  /** Reads {@code 2026-08-11} without the formatter, which takes long to load. */
  private static LocalDate day(String text) {
    return LocalDate.of(
        Integer.parseInt(text, 0, 4, 10),
        Integer.parseInt(text, 5, 7, 10),
        Integer.parseInt(text, 8, 10, 10));
  }

  /** All rows of today, from the text that is quick to read. */
  static List<Row> bundled() {
    try (InputStream in = Tsv.open(BundledLists.class, "bundled.txt")) {
      return CompactList.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The rows of a list with the shared ones marked, and with those added by hand. The service
   * answers with Intune's only when asked for just them, so a list without any has the bundled
   * ones.
   */
  static List<Row> completed(List<Row> listed, String instance) {
    List<Row> all = new ArrayList<>(listed);
    if (listed.stream().noneMatch(row -> row.set().area().equals(INTUNE))) {
      all.addAll(withoutSets(instance, Set.of(INTUNE)));
    }
    List<Row> rows = new ArrayList<>(all.size() + 16);
    for (Row row : all) {
      rows.add(Shared.INSTANCE.isShared(row) ? row.asShared() : row);
    }
    rows.addAll(byHand(instance));
    return rows;
  }

  /** Returns whether this zone has hosts of others as well as the list's. */
  static boolean isSharedZone(String zone) {
    return Shared.INSTANCE.zones.contains(zone);
  }

  /** Rows whose set is not known; of all areas if none is named. */
  static List<Row> withoutSets(String instance, Set<String> areas) {
    List<Row> rows = new ArrayList<>();
    for (String[] line : Tsv.rows(BundledLists.class, "without-sets.tsv", 4)) {
      if (line[0].equals(instance) && (areas.isEmpty() || areas.contains(line[1]))) {
        rows.add(row(withoutSet(instance, line[1]), line[3], Row.Use.NORMAL));
      }
    }
    return rows;
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

  /** The rows of former times, all of them Worldwide's. */
  static List<Row> retired() {
    return Retired.ROWS;
  }

  /** Read when they are asked for first. */
  private static final class Retired {
    static final List<Row> ROWS = List.copyOf(rows());
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (String[] line : Tsv.rows(BundledLists.class, "retired.tsv", 10)) {
      EndpointSet set =
          new EndpointSet(
              Catalogue.WORLDWIDE,
              Optional.of(Integer.valueOf(line[0])),
              line[1],
              Category.parse(line[2]),
              Boolean.parseBoolean(line[3]),
              ports(line[4]),
              ports(line[5]),
              EndpointSet.Origin.RETIRED);
      Row.Use use = line[9].equals("shared") ? Row.Use.SHARED : Row.Use.NORMAL;
      rows.add(new Row(set, line[7], use, Optional.of(day(line[8]))));
    }
    return rows;
  }

  private static Ports ports(String text) {
    return text.equals("-") ? Ports.NONE : Ports.parse(text);
  }

  private static Row row(EndpointSet set, String value, Row.Use use) {
    return new Row(set, value, use, Optional.empty());
  }

  /** Holds what shared.tsv says. */
  private static final class Shared {
    private static final Shared INSTANCE = new Shared();
    private final Set<String> values = new HashSet<>();
    private final Set<String> sets = new HashSet<>();
    private final Set<String> zones = new HashSet<>();

    private Shared() {
      for (String[] line : Tsv.rows(BundledLists.class, "shared.tsv", 3)) {
        switch (line[0]) {
          case "value" -> values.add(line[1]);
          case "set" -> sets.add(line[1]);
          default -> zones.add(line[1].substring("*.".length()));
        }
      }
    }

    boolean isShared(Row row) {
      return values.contains(row.value())
          || row.set().id().isPresent()
              && sets.contains(row.set().instance() + " " + row.set().id().get());
    }
  }
}
