/**
 * The room of everything that may come before TLS on a TCP connection: STARTTLS, proxies, and their
 * like. For each: how it is recognised, its messages, and its dialogue.
 *
 * <p>In: the bytes of both directions, in order, bounded. Out: where the inner protocol begins, and
 * what the dialogue said. A dialogue is recognised by its bytes, never by a port. Start at {@link
 * io.tlsfloor.parser.preface.Preface}. Not here: TLS, and any text of mail or credentials.
 */
@NullMarked
package io.tlsfloor.parser.preface;

import org.jspecify.annotations.NullMarked;
