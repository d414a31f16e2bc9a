package io.tlsfloor.inventory.identity;

import io.tlsfloor.inventory.store.Times;
import java.util.Optional;

/**
 * Row of an endpoint.
 *
 * @param id its id
 * @param site id of the site
 * @param siteName name of the site
 * @param address as text
 * @param mac of its frames where that is the client's own; empty for a router's, and for none
 * @param name that it gave itself; empty for none, and for one that many share
 * @param told the link address and the name as they were seen
 * @param client id of whose it is, as it is stored
 * @param partner link address or name that another sensor saw there on the same days: empty for
 *     none, absent where nobody looked
 * @param first when it was first seen, in nanoseconds since 1970
 * @param last when it was last seen
 */
record EndpointRow(
    int id,
    int site,
    String siteName,
    String address,
    String mac,
    String name,
    Told told,
    int client,
    Optional<String> partner,
    long first,
    long last) {
  /** What lines said, whatever it is worth. */
  record Told(String mac, String name) {}

  /** An address at a site. */
  record Place(int site, String address) {}

  Place place() {
    return new Place(site, address);
  }

  int firstDay() {
    return Times.day(first);
  }

  int lastDay() {
    return Times.day(last);
  }

  /** Whether its link address identifies it exactly. */
  boolean isExact() {
    return Endpoint.isUniversal(mac);
  }

  /** Whether its name identifies it, for want of an exact link address. */
  boolean isNamed() {
    return !isExact() && !name.isEmpty();
  }

  /** Whether a link address that a device made up is all that is known of it. */
  boolean isMadeUp() {
    return !isExact() && name.isEmpty() && !mac.isEmpty();
  }

  /** Whether nothing but its address is known of it. */
  boolean isBare() {
    return mac.isEmpty() && name.isEmpty();
  }

  /** Whether both were seen from a time to another that meet. */
  boolean meets(EndpointRow other) {
    return first <= other.last && other.first <= last;
  }
}
