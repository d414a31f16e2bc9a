/**
 * Makes captures as an attacker would, and measures what a scan of each costs.
 *
 * <p>In: the name of an attack, a size, a seed. Out: a capture with four innocent old clients in
 * it, and a row of a table: time, memory, how many of the four were found, which losses were
 * stated. Start at {@link io.tlsfloor.bench.hostile.HostileBench}.
 */
@NullMarked
package io.tlsfloor.bench.hostile;

import org.jspecify.annotations.NullMarked;
