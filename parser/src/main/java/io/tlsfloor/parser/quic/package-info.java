/**
 * Reads QUIC long headers and opens Initial packets, whose keys follow from what is in clear (RFC
 * 9000 §17.2, RFC 9001 §5).
 *
 * <p>In: one UDP datagram's bytes. Out: header fields, and the frames of an Initial in clear. Not
 * here: memory of earlier packets, and anything that is protected by negotiated keys.
 */
@NullMarked
package io.tlsfloor.parser.quic;

import org.jspecify.annotations.NullMarked;
