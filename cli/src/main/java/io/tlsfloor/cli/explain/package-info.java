/**
 * The command {@code explain}: the whole story of a connection, for a reader who doubts it.
 *
 * <p>In: a capture file and what to look at in it. Out: packets, bytes, look-ups, rules and what
 * could not be seen, as text, Markdown or JSON. Start at {@link
 * io.tlsfloor.cli.explain.ExplainCommand}. Not here: reading packets, and judging.
 */
@NullMarked
package io.tlsfloor.cli.explain;

import org.jspecify.annotations.NullMarked;
