/**
 * Reads TLS and DTLS messages in place, and says what they contain.
 *
 * <p>In: the first bytes of one direction of a connection, contiguous. Out: a view that has passed
 * the grammar, a request for more bytes, or {@link io.tlsfloor.parser.Malformed}. Start at {@link
 * io.tlsfloor.parser.tls.TlsRecordView}, go on with {@link io.tlsfloor.parser.tls.ClientHelloView};
 * {@link io.tlsfloor.parser.tls.HelloFacts} copies out what outlives the bytes, and {@link
 * io.tlsfloor.parser.tls.HelloKinds} remembers it for the next hello of the kind.
 *
 * <p>Not here: reassembly, decryption, and any opinion on what is secure. The version in a record
 * header is not evidence of an offer (RFC 8446 §5.1); only hellos are.
 */
@NullMarked
package io.tlsfloor.parser.tls;

import org.jspecify.annotations.NullMarked;
