package io.tlsfloor.rules.catalogue;

/**
 * A row that a name or an address matched.
 *
 * @param row the row
 * @param host what was matched, as it was looked up: lower case, no trailing dot
 * @param port how the port fits the row's set
 */
public record Match(Row row, String host, PortFit port) {

  /** How a port fits a set. */
  public enum PortFit {
    /** The set lists it. */
    LISTED,
    /** The set's ports are not known. */
    UNKNOWN,
    /** The set lists others. */
    ODD
  }

  /** This match, with the caution of a shared row. */
  Match asShared() {
    return new Match(row.asShared(), host, port);
  }
}
