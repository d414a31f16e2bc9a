/**
 * Makes captures of a chosen size and shape, for measuring; not part of the product.
 *
 * <p>The traffic is simulated: headers, handshakes and record headers are as real clients send
 * them, the encrypted bytes are random. Start at {@link io.tlsfloor.bench.GenerateCapture}.
 */
@NullMarked
package io.tlsfloor.bench;

import org.jspecify.annotations.NullMarked;
