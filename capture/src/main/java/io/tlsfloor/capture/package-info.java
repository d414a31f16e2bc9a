/**
 * The common words of capture: a frame, where frames come from, and what was lost.
 *
 * <p>In: capture files or live interfaces. Out: {@link
 * io.tlsfloor.parser.observation.TlsConnection} values, in packet time. Not here: any opinion on
 * what was seen.
 */
@NullMarked
package io.tlsfloor.capture;

import org.jspecify.annotations.NullMarked;
