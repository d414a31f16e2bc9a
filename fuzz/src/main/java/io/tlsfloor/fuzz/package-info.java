/**
 * Gives made-up bytes to everything that reads what others write.
 *
 * <p>In: bytes. Out: nothing, or a throwable that says what is wrong: anything that escapes, a
 * disagreement with a second opinion, an answer that depends on how bytes were cut, or work out of
 * proportion to the input. Start at {@link io.tlsfloor.fuzz.FuzzTarget}.
 */
@NullMarked
package io.tlsfloor.fuzz;

import org.jspecify.annotations.NullMarked;
