/**
 * Puts forms into sinks, and results into all of them.
 *
 * <p>In: judgements, clients and the run, as policy left them. Out: calls to every {@link
 * io.tlsfloor.report.output.Output} that wants them, with pseudonyms where they are asked for.
 * Start at {@link io.tlsfloor.report.output.Outputs}.
 */
@NullMarked
package io.tlsfloor.report.output;

import org.jspecify.annotations.NullMarked;
