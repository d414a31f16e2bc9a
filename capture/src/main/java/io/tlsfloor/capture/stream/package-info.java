/**
 * Bytes that come in pieces, put in order and bounded: start at {@link
 * io.tlsfloor.capture.stream.Reassembly}.
 *
 * <p>In: pieces in any order, with the frames that brought them. Out: contiguous bytes, gaps, and
 * which frames hold what. Not here: what the bytes mean.
 */
@NullMarked
package io.tlsfloor.capture.stream;

import org.jspecify.annotations.NullMarked;
