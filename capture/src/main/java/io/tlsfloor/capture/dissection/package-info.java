/**
 * Collects the frames of few connections, and says where each byte of their messages lies in the
 * file.
 *
 * <p>In: frames, and connections that the analyzer found in it. Out: {@link
 * io.tlsfloor.capture.dissection.ConnectionTrace}. Start at {@link
 * io.tlsfloor.capture.dissection.Tracer}.
 *
 * <p>Not here: verdicts; those are the analyzer's.
 */
@NullMarked
package io.tlsfloor.capture.dissection;

import org.jspecify.annotations.NullMarked;
