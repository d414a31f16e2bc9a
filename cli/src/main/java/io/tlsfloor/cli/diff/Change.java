package io.tlsfloor.cli.diff;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.OwnName;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.report.text.Printable;
import java.util.Optional;

/**
 * Holds what became of a client with a service.
 *
 * @param kind of change
 * @param client its address
 * @param service empty for none
 * @param before what the first run reports of it
 * @param after what the second run reports of it
 * @param why a clause for people
 */
record Change(
    ChangeKind kind,
    IpAddress client,
    Optional<ServiceName> service,
    Optional<ClientDay> before,
    Optional<ClientDay> after,
    String why) {
  /** Its address; of an account, and of a device that a report knows by its name, that. */
  String known() {
    return before
        .or(() -> after)
        .flatMap(day -> day.account().or(day::device))
        .map(Printable::name)
        .orElseGet(client::toString);
  }

  /** Its name, if it has one, and what it is known by. */
  String who() {
    String known = known();
    return name().filter(name -> !name.equals(known)).map(name -> name + " " + known).orElse(known);
  }

  /** Its name, as it was known last; empty for none. */
  Optional<String> name() {
    return after
        .flatMap(day -> OwnName.of(day.names(), client))
        .or(() -> before.flatMap(day -> OwnName.of(day.names(), client)))
        .map(Printable::name);
  }

  /** Kinds of change, the most pressing first. */
  enum ChangeKind {
    /** The client does what is worse than before. */
    WORSE,
    /** It does something wrong again, or now: the first run saw it do nothing wrong. */
    AGAIN,
    /** A client that the first run does not know does something wrong. */
    NEW,
    /** It is as bad as before, excepted or not. */
    SAME,
    /** The client does what is less bad than before. */
    BETTER,
    /** It was seen, and nothing is wrong, which is not enough to call it fixed. */
    UNPROVEN,
    /** It was not seen, and may have been missed. */
    QUIET,
    /** It was not seen, and would have been. */
    GONE,
    /** It was seen often enough, and nothing is wrong with any connection. */
    FIXED
  }
}
