/**
 * The commands: options in, reports out, and the wiring between capture and rules.
 *
 * <p>Start at {@code Main}. Not here: protocol knowledge.
 */
@NullMarked
package io.tlsfloor.cli;

import org.jspecify.annotations.NullMarked;
