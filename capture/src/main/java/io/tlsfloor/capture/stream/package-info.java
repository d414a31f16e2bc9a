/**
 * One direction of a TCP connection, put in order and bounded (RFC 9293 §3.4).
 *
 * <p>In: segments in any order. Out: contiguous bytes, read where they arrived when that can be,
 * and holes. Not here: what the bytes mean.
 */
@NullMarked
package io.tlsfloor.capture.stream;

import org.jspecify.annotations.NullMarked;
