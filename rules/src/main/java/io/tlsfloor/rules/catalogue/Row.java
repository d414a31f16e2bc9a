package io.tlsfloor.rules.catalogue;

import java.time.LocalDate;
import java.util.Optional;

/**
 * One value of one endpoint set.
 *
 * @param set the set
 * @param value name, wildcard or prefix, in lower case, as in the list
 * @param use what the value may be matched with, and what a match says
 * @param lastSeen last day on which a retired value was still in the list; empty for all others
 */
public record Row(EndpointSet set, String value, Use use, Optional<LocalDate> lastSeen) {

  /** Says what a value may be matched with, and what a match says. */
  public enum Use {
    NORMAL,
    /** So broad or so widely shared that a match says little. */
    SHARED,
    /** A host that takes old versions for tenants that asked for it. */
    LEGACY_MAIL,
    /** A name that only a mail server's greeting or EHLO reply holds. */
    GREETING
  }

  /** The name for people of the service that it belongs to. */
  public String service() {
    return ServiceNames.of(this);
  }

  /** Returns whether the value is an address range, and no name. */
  public boolean isPrefix() {
    return value.indexOf('/') >= 0 || value.indexOf(':') >= 0;
  }

  /** This row, matched with the caution of a shared one. */
  Row asShared() {
    return new Row(set, value, Use.SHARED, lastSeen);
  }
}
