/**
 * Holds what was seen of a connection, as values: the contract between seeing and judging.
 *
 * <p>In: facts that the tracker copied out of borrowed packet bytes. Out: one immutable {@link
 * io.tlsfloor.parser.observation.TlsConnection} for each connection, which {@code rules} judges.
 * Start there.
 *
 * <p>Not here: any opinion on what is old, bad or Microsoft's, and any reference to a packet
 * buffer. Text from the network is kept as it was sent; what prints it escapes it.
 */
@NullMarked
package io.tlsfloor.parser.observation;

import org.jspecify.annotations.NullMarked;
