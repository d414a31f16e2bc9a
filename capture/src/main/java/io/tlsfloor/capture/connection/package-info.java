/**
 * Follows connections from their packets to their facts.
 *
 * <p>In: frames, in capture order. Out: one {@link io.tlsfloor.parser.observation.TlsConnection}
 * for each connection, as soon as its outcome is decided. Start at {@link
 * io.tlsfloor.capture.connection.Analyzer}; then {@code TcpTracker} (which flow), {@code
 * Conversation} (what the bytes are), {@code RecordReader} and {@code HandshakeReader} (TLS in one
 * direction), {@code TlsFacts} (what was learned), {@code Verdict} (the outcome).
 *
 * <p>Not here: any opinion on what was seen. The clock is the packets'.
 */
@NullMarked
package io.tlsfloor.capture.connection;

import org.jspecify.annotations.NullMarked;
