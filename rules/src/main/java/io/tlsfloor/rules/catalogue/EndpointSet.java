package io.tlsfloor.rules.catalogue;

import io.tlsfloor.parser.observation.Transport;
import java.util.Optional;

/**
 * Holds what the values of one endpoint set have in common.
 *
 * @param instance cloud instance: {@code Worldwide}, {@code China}, …
 * @param id number of the set within its instance; empty for rows added by hand and for values
 *     whose set is not known
 * @param area service area as the list spells it: {@code Exchange}, {@code Skype} (Teams), …
 * @param category as published, or {@link Category#NONE}
 * @param required whether the service needs it
 * @param tcp TCP ports
 * @param udp UDP ports
 * @param origin where the set comes from
 */
public record EndpointSet(
    String instance,
    Optional<Integer> id,
    String area,
    Category category,
    boolean required,
    Ports tcp,
    Ports udp,
    Origin origin) {

  /** Where a row comes from. */
  public enum Origin {
    /** Microsoft's list. */
    LIST,
    /** Microsoft's list, from a source that does not give set, category and ports. */
    LIST_WITHOUT_SET,
    /** Formerly in Microsoft's list. */
    RETIRED,
    /** Added by hand, with a reason. */
    BY_HAND,
    /** A catalogue of the user's own. */
    OWN
  }

  /** The ports of one transport. */
  public Ports ports(Transport transport) {
    return transport == Transport.TCP ? tcp : udp;
  }

  /** Returns whether the set says nothing of ports. */
  public boolean portsUnknown() {
    return tcp.isEmpty() && udp.isEmpty();
  }

  /** Returns whether {@code port} is one of the set's for that transport. */
  public boolean lists(Transport transport, int port) {
    return ports(transport).contains(port);
  }
}
