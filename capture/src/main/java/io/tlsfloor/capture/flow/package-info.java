/**
 * Which packets belong together: keys, entries and the bounded table of flows.
 *
 * <p>In: the endpoints of a packet. Out: the entry of its flow, found in one look-up. Not here:
 * what a flow carries.
 */
@NullMarked
package io.tlsfloor.capture.flow;

import org.jspecify.annotations.NullMarked;
