/**
 * Live capture through libpcap, by pcap4j: works on every platform. Filters over files, too.
 *
 * <p>In: an interface. Out: frames that a thread of its own copied into a bounded queue. Start at
 * {@link io.tlsfloor.capture.live.pcap.PcapCapture}; for files at {@link
 * io.tlsfloor.capture.live.pcap.FrameFilter}. This is the only package that uses pcap4j.
 */
@NullMarked
package io.tlsfloor.capture.live.pcap;

import org.jspecify.annotations.NullMarked;
