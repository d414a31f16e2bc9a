package io.tlsfloor.cli.endpoints;

import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.catalogue.EndpointSet;
import io.tlsfloor.rules.catalogue.Row;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Holds what a list of an instance lacks of the list in use, and whether it lacks so much that it
 * may be half an answer. Microsoft takes out a few values each month; half an answer lacks
 * hundreds, or a whole service area.
 */
final class Shrinkage {
  /** Fewer values than this may always go; small lists change by large parts. */
  static final int MIN_LOST = 10;

  /** Bounds how many in a hundred of the values in use may go between two lists. */
  static final int MAX_LOST_PERCENT = 20;

  private final Map<String, Set<String>> before; // service area → names and prefixes
  private final Map<String, Set<String>> after;
  private final Set<String> lost;

  /** Compares {@code offered} with {@code used}, both of the same instance. */
  Shrinkage(Catalogue used, Catalogue offered, String instance) {
    before = listed(used, instance);
    after = listed(offered, instance);
    lost = all(before);
    lost.removeAll(all(after));
  }

  /** Names and prefixes of an instance's sets, by service area. */
  private static Map<String, Set<String>> listed(Catalogue catalogue, String instance) {
    Map<String, Set<String>> areas = new HashMap<>();
    for (Row row : catalogue.rows()) {
      if (row.set().instance().equals(instance) && row.set().origin() == EndpointSet.Origin.LIST) {
        areas.computeIfAbsent(row.set().area(), area -> new HashSet<>()).add(row.value());
      }
    }
    return areas;
  }

  private static Set<String> all(Map<String, Set<String>> areas) {
    Set<String> all = new HashSet<>();
    areas.values().forEach(all::addAll);
    return all;
  }

  /** How many names and prefixes the list in use has. */
  int used() {
    return all(before).size();
  }

  /** How many names and prefixes the offered list has. */
  int offered() {
    return all(after).size();
  }

  /** How many the offered list has that the one in use lacks. */
  int gained() {
    Set<String> gained = all(after);
    gained.removeAll(all(before));
    return gained.size();
  }

  /** How many of the list in use are gone. */
  int lost() {
    return lost.size();
  }

  /** How many of the list in use are gone without being among {@code announced}. */
  int unannounced(Set<String> announced) {
    Set<String> rest = new HashSet<>(lost);
    rest.removeAll(announced);
    return rest.size();
  }

  /**
   * Returns whether this may be half an answer.
   *
   * @param announced values that the service says it took out, in lower case
   */
  boolean isSuspicious(Set<String> announced) {
    if (unannounced(announced) >= Math.max(MIN_LOST, used() * MAX_LOST_PERCENT / 100 + 1)) {
      return true;
    }
    for (Map.Entry<String, Set<String>> area : before.entrySet()) {
      if (!after.containsKey(area.getKey()) && !announced.containsAll(area.getValue())) {
        return true;
      }
    }
    return false;
  }
}
