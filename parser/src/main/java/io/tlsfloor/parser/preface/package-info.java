/**
 * Reads the messages of dialogues that come before TLS, in place: text lines, SOCKS, PROXY headers,
 * the few binary packets in which other protocols ask for TLS.
 *
 * <p>In: the next bytes of one direction, contiguous. Out: a view that has passed the grammar, a
 * request for more bytes, or "not such a message". Start at {@link
 * io.tlsfloor.parser.preface.LineView}. Not here: whose turn it is, and what was said before.
 */
@NullMarked
package io.tlsfloor.parser.preface;

import org.jspecify.annotations.NullMarked;
