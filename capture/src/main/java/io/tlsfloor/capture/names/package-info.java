/**
 * Remembers what other traffic of the capture calls servers and clients.
 *
 * <p>In: datagrams of the ports of DNS, multicast DNS, DHCP and NetBIOS, DNS messages over TCP, and
 * a capture's name-resolution blocks. Out: names for a server's address, valid for a client and a
 * time, and names that clients gave themselves. Start at {@link
 * io.tlsfloor.capture.names.NameReader}. Every memory is bounded, and counts what it forgot.
 *
 * <p>Not here: which name is whose service, and any trust: all of it is what somebody said.
 */
@NullMarked
package io.tlsfloor.capture.names;

import org.jspecify.annotations.NullMarked;
