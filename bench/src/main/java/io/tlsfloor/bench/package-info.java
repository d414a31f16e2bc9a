/**
 * Makes captures of a chosen size and shape, and times look-ups; not part of the product.
 *
 * <p>The traffic is simulated: headers, handshakes and record headers are as real clients send
 * them, the encrypted bytes are random. Start at {@link io.tlsfloor.bench.GenerateCapture} or
 * {@link io.tlsfloor.bench.LookUps}.
 */
@NullMarked
package io.tlsfloor.bench;

import org.jspecify.annotations.NullMarked;
