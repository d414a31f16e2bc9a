/**
 * Dialogues that come before TLS on a TCP connection: STARTTLS, proxies, and their like.
 *
 * <p>In: the bytes of both directions, in order, bounded. Out: where the inner protocol begins, and
 * what the dialogue told. A dialogue is recognised by its bytes, never by a port. Start at {@link
 * io.tlsfloor.capture.preface.Preface}. Not here: TLS, and any text of mail or credentials.
 */
@NullMarked
package io.tlsfloor.capture.preface;

import org.jspecify.annotations.NullMarked;
