/**
 * Reads DHCP messages in place, as far as they name a client.
 *
 * <p>Not here: leases, which need a memory, and DHCP for IPv6.
 */
@NullMarked
package io.tlsfloor.parser.dhcp;

import org.jspecify.annotations.NullMarked;
