/**
 * Names the TLS library that a hello looks like.
 *
 * <p>In: an {@link io.tlsfloor.parser.observation.Offer}. Out: a {@link
 * io.tlsfloor.rules.ClientStack}, or nothing: there is no guess without a likeness. Start at {@link
 * io.tlsfloor.rules.stack.StackTable}. Not here: what the client should do about it.
 */
@NullMarked
package io.tlsfloor.rules.stack;

import org.jspecify.annotations.NullMarked;
