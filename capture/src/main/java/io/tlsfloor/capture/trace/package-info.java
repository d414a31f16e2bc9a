/**
 * Collects the frames of few connections, and says where each byte of their messages lies in the
 * file.
 *
 * <p>In: frames, and connections that the analyzer found in it. Out: {@link
 * io.tlsfloor.capture.trace.ConnectionTrace}. Start at {@link io.tlsfloor.capture.trace.Tracer}.
 *
 * <p>Not here: verdicts; those are the analyzer's.
 */
@NullMarked
package io.tlsfloor.capture.trace;

import org.jspecify.annotations.NullMarked;
