/**
 * Writes other addresses and names over those in captured frames.
 *
 * <p>In: the bytes of a frame, and what is to stand for what. Out: as many bytes, with link and IP
 * addresses of every header, addresses in dialogues before TLS, and checksums changed to fit. Start
 * at {@link io.tlsfloor.capture.rewrite.FrameRewriter}. Not here: whom to replace, and by what.
 */
@NullMarked
package io.tlsfloor.capture.rewrite;

import org.jspecify.annotations.NullMarked;
