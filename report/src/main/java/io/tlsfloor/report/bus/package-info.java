/**
 * What a message bus is to the rest: an add-on that is loaded only where it is used.
 *
 * <p>In: lines, each with a key by which those of one client stay in order. Out: the same lines, in
 * batches that are taken for good only once they were stored. Start at {@link
 * io.tlsfloor.report.bus.Bus}. Not here: any client of any bus.
 */
@NullMarked
package io.tlsfloor.report.bus;

import org.jspecify.annotations.NullMarked;
