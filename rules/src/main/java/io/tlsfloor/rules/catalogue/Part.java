package io.tlsfloor.rules.catalogue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One cloud instance of a catalogue. Its rows are read when they are first asked for, and its
 * retired rows only when a connection of their time comes along.
 */
final class Part {
  private final String instance;
  private final Supplier<List<Row>> rows;
  private final Supplier<List<Row>> retired;

  /** Beginning of the first day on which no retired row counts any more. */
  private final Instant retiredUntil;

  private volatile @Nullable InstanceIndex today;
  private volatile @Nullable InstanceIndex withRetired;
  private volatile @Nullable Set<EndpointSet> setsWithPrefixes;

  /**
   * @param instance its name
   * @param rows of today, read once
   * @param retired of former times, read once
   * @param lastRetired the latest day on which a retired row was in the list
   */
  Part(
      String instance,
      Supplier<List<Row>> rows,
      Supplier<List<Row>> retired,
      LocalDate lastRetired) {
    this.instance = instance;
    this.rows = rows;
    this.retired = retired;
    this.retiredUntil =
        lastRetired
            .plusDays(Scope.RETIRED_MARGIN_DAYS + 1L)
            .atStartOfDay(ZoneOffset.UTC)
            .toInstant();
  }

  String instance() {
    return instance;
  }

  InstanceIndex today() {
    InstanceIndex index = today;
    if (index == null) {
      index = new InstanceIndex(rows.get());
      today = index;
    }
    return index;
  }

  /** The rows that may count at {@code time}. */
  InstanceIndex index(Optional<Instant> time) {
    if (time.isEmpty() || !time.get().isBefore(retiredUntil)) {
      return today();
    }
    InstanceIndex index = withRetired;
    if (index == null) {
      List<Row> all = new ArrayList<>(today().rows());
      all.addAll(retired.get());
      index = new InstanceIndex(all);
      withRetired = index;
    }
    return index;
  }

  List<Row> mostSpecific(String host, Scope scope) {
    return index(scope.time()).names().mostSpecific(host, scope::admits);
  }

  List<Row> wildcard(String zone, Scope scope) {
    NameIndex names = index(scope.time()).names();
    List<Row> same = names.sameWildcard(zone, scope::admits);
    return same.isEmpty() ? names.mostSpecificWildcard(zone, scope::admits) : same;
  }

  List<Row> coveredBy(String zone, Scope scope) {
    List<Row> covered = index(scope.time()).names().oneLabelBelow(zone, scope::admits);
    if (covered.isEmpty()) {
      return covered;
    }
    String value = InstanceIndex.choose(covered, "*." + zone, scope).row().value();
    return covered.stream().filter(row -> row.value().equals(value)).toList();
  }

  boolean publishesPrefixes(EndpointSet set) {
    Set<EndpointSet> sets = setsWithPrefixes;
    if (sets == null) {
      sets = new HashSet<>();
      for (Row row : today().rows()) {
        if (InstanceIndex.isPrefix(row.value())) {
          sets.add(row.set());
        }
      }
      setsWithPrefixes = sets;
    }
    return sets.contains(set);
  }
}
