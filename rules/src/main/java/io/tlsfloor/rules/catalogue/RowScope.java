package io.tlsfloor.rules.catalogue;

/**
 * Which rows of the catalogue an entry of a table is for.
 *
 * @param instance its name, or {@code *}
 * @param area its name, or {@code *}
 * @param what a value of the list, {@code set:NUMBER}, or {@code *}
 */
public record RowScope(String instance, String area, String what) {
  private static final String ANY = "*";
  private static final String SET = "set:";

  /** Returns whether it is for {@code row}; never for one of a catalogue of the user's own. */
  public boolean covers(Row row) {
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
