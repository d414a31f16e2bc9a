package io.tlsfloor.report.model;

import io.tlsfloor.rules.Finding.Waiver;
import java.util.Optional;

/**
 * What people know of a client, from an inventory.
 *
 * @param name its name; empty for none
 * @param owner who answers for it; empty where nobody is named
 * @param ticket where the work is tracked; empty for none
 * @param accepted that somebody accepted how it fares; one that has ended, too
 */
public record KnownClient(String name, String owner, String ticket, Optional<Waiver> accepted) {
  /** Nothing is known. */
  public static final KnownClient NOTHING = new KnownClient("", "", "", Optional.empty());
}
