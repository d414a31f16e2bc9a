package io.tlsfloor.parser.observation;

import java.util.Optional;

/**
 * How far each side got with its part of the handshake, as record headers show it.
 *
 * @param clientChangeCipherSpec whether the client sent ChangeCipherSpec
 * @param serverChangeCipherSpec whether the server sent ChangeCipherSpec
 * @param clientEncrypted whether an encrypted record of the client was seen
 * @param serverEncrypted whether an encrypted record of the server was seen
 * @param resumed whether a session was resumed: up to TLS 1.2 the server's ChangeCipherSpec follows
 *     its ServerHello without a Certificate; in 1.3 pre_shared_key is in the ServerHello
 * @param earlyEnd that the server ended it right after it was established; looked for only in mail
 *     connections up to TLS 1.1
 * @param messages what both sides sent in clear, a letter for each message as Zeek's {@code
 *     ssl_history} has it, those of the client as capitals; empty where that was not seen
 * @param modernRecords whether the headers of encrypted records agree on 0x0303: TLS 1.2 or later
 * @param olderRecords whether the header of an encrypted record says less than 0x0303, and there
 *     are too few of them to agree on a version
 */
public record HandshakeProgress(
    boolean clientChangeCipherSpec,
    boolean serverChangeCipherSpec,
    boolean clientEncrypted,
    boolean serverEncrypted,
    boolean resumed,
    Optional<EarlyEnd> earlyEnd,
    String messages,
    boolean modernRecords,
    boolean olderRecords) {}
