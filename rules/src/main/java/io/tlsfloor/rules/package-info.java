/**
 * Judges connections: whose service it is, in which direction, what is wrong, and what to do.
 *
 * <p>In: one immutable {@link io.tlsfloor.parser.observation.TlsConnection} at a time. Out: one
 * {@link io.tlsfloor.rules.Judgement}. Start at {@link io.tlsfloor.rules.judge.Judge}. Not here:
 * packets, clocks, and memory of earlier connections.
 */
@NullMarked
package io.tlsfloor.rules;

import org.jspecify.annotations.NullMarked;
