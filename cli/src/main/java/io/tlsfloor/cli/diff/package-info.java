/**
 * The command {@code diff}: what became of each client between two runs.
 *
 * <p>In: JSON Lines of two runs. Out: who is new, worse, better, gone, or not seen. Start at {@link
 * io.tlsfloor.cli.diff.DiffCommand}. Not here: reading packets, and judging.
 */
@NullMarked
package io.tlsfloor.cli.diff;

import org.jspecify.annotations.NullMarked;
