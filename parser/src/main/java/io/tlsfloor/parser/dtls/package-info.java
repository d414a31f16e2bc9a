/**
 * Reads DTLS records and the fragments of handshake messages in them (RFC 6347, RFC 9147).
 *
 * <p>In: the payload of one UDP datagram. Out: views. Not here: putting fragments together.
 */
@NullMarked
package io.tlsfloor.parser.dtls;

import org.jspecify.annotations.NullMarked;
