package io.tlsfloor.rules.rule;

import io.tlsfloor.rules.catalogue.EndpointSet;
import io.tlsfloor.rules.catalogue.Row;

/**
 * Which rows of the catalogue an entry of a table is for.
 *
 * @param instance its name, or {@code *}
 * @param area its name, or {@code *}
 * @param what a value of the list, {@code set:NUMBER}, or {@code *}
 */
record RowScope(String instance, String area, String what) {
  private static final String ANY = "*";
  private static final String SET = "set:";

  boolean covers(Row row) {
    EndpointSet set = row.set();
    return set.origin() != EndpointSet.Origin.OWN
        && (instance.equals(ANY) || instance.equals(set.instance()))
        && (area.equals(ANY) || area.equals(set.area()))
        && (what.equals(ANY) || what.equals(row.value()) || isSet(set));
  }

  private boolean isSet(EndpointSet set) {
    return what.startsWith(SET) && set.id().isPresent() && what.equals(SET + set.id().get());
  }
}
