/**
 * Live capture on Linux without copying: frames are read where the kernel put them.
 *
 * <p>In: an interface. Out: frames in a TPACKET_V3 ring that kernel and process share. Start at
 * {@link io.tlsfloor.capture.live.ring.RingCapture}. Not here: interfaces whose frames have no link
 * header of a kind that is read, and {@code any}; those are libpcap's.
 */
@NullMarked
package io.tlsfloor.capture.live.ring;

import org.jspecify.annotations.NullMarked;
