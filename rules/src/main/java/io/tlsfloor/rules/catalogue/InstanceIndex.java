package io.tlsfloor.rules.catalogue;

import io.tlsfloor.parser.observation.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** The rows of one cloud instance, ready for look-ups. */
final class InstanceIndex {
  private final List<Row> rows;
  private final NameIndex names = new NameIndex();
  private final PrefixIndex prefixes = new PrefixIndex();

  InstanceIndex(List<Row> rows) {
    this.rows = List.copyOf(rows);
    for (Row row : this.rows) {
      if (isPrefix(row.value())) {
        prefixes.add(row);
      } else {
        names.add(row);
      }
    }
  }

  static boolean isPrefix(String value) {
    return value.indexOf('/') >= 0 || value.indexOf(':') >= 0;
  }

  List<Row> rows() {
    return rows;
  }

  NameIndex names() {
    return names;
  }

  /** The rows whose prefix holds {@code address}, the longest first. */
  List<Row> covering(IpAddress address, Predicate<Row> counts) {
    List<Row> found = new ArrayList<>();
    for (Row row : prefixes.covering(address)) {
      if (counts.test(row)) {
        found.add(row);
      }
    }
    return found;
  }

  /**
   * The match among rows of one value: ports choose, then the category's order (Optimize, Allow,
   * Default), then the number of the set.
   */
  static Match choose(List<Row> rows, String host, Scope scope) {
    return rows.stream()
        .map(row -> new Match(row, host, scope.fit(row)))
        .min(
            Comparator.comparing(Match::port)
                .thenComparing(match -> match.row().set().category())
                .thenComparing(match -> match.row().set().id().orElse(Integer.MAX_VALUE)))
        .orElseThrow();
  }
}
