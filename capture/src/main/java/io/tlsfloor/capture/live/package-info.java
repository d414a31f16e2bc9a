/**
 * Live capture: interfaces in, frames out, as they come.
 *
 * <p>In: the name of an interface and {@link io.tlsfloor.capture.live.LiveOptions}. Out: frames
 * with the kernel's time, and counts of what was lost on the way. Start at {@link
 * io.tlsfloor.capture.live.LiveCapture}; two engines implement it, in {@code live.pcap} and {@code
 * live.ring}. Not here: what the frames mean.
 */
@NullMarked
package io.tlsfloor.capture.live;

import org.jspecify.annotations.NullMarked;
