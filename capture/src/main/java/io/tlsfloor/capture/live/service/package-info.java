/**
 * Holds what a service manager wants to know of a capture that runs for weeks.
 *
 * <p>In: the environment that systemd sets. Out: datagrams to its socket. It is here because native
 * calls are kept to live capture: Java has no datagram sockets of the local kind.
 */
@NullMarked
package io.tlsfloor.capture.live.service;

import org.jspecify.annotations.NullMarked;
