/**
 * Follows connections from their packets to their facts.
 *
 * <p>In: frames, in capture order. Out: one {@link io.tlsfloor.parser.observation.TlsConnection}
 * for each connection, as soon as its outcome is decided. Start at {@link
 * io.tlsfloor.capture.connection.Analyzer}; then {@code TcpTracker} (which connection), {@code
 * Connection} and {@code TcpSide} (what is held of it), {@code SideReader} and {@code RecordReader}
 * (what its bytes are), {@code HandshakeFacts} (what was learned), {@code Teller} and {@code Twins}
 * (when it is told, and once).
 *
 * <p>Not here: any opinion on what was seen. The clock is the packets'.
 */
@NullMarked
package io.tlsfloor.capture.connection;

import org.jspecify.annotations.NullMarked;
