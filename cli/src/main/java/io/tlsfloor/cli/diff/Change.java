package io.tlsfloor.cli.diff;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.ServiceName;
import java.util.Optional;

/**
 * What became of a client with a service.
 *
 * @param kind of change
 * @param client its address
 * @param service empty for none
 * @param before what the first run tells of it
 * @param after what the second run tells of it
 * @param why a clause for people
 */
record Change(
    Kind kind,
    IpAddress client,
    Optional<ServiceName> service,
    Optional<ClientSummary> before,
    Optional<ClientSummary> after,
    String why) {

  /** Kinds of change, the most pressing first. */
  enum Kind {
    /** Something is flagged that is worse than before, or where nothing was. */
    WORSE,
    /** A client that the first run does not know, with something flagged. */
    NEW,
    /** As bad as before. */
    SAME,
    /** Nothing is flagged any more, or it is not there, but nobody can say that it is better. */
    UNSEEN,
    /** It was flagged, and does not speak to the service any more. */
    GONE,
    /** What is flagged is less bad than before, or nothing is. */
    BETTER
  }
}
