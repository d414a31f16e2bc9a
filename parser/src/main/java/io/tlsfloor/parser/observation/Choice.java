package io.tlsfloor.parser.observation;

import java.util.Optional;

/**
 * Holds what the server chose (RFC 8446 §4.1.3).
 *
 * @param version its supported_versions if present, else its version field
 * @param basis the message it was read from
 * @param whole whether all of the message was read; of half a ServerHello only a version below
 *     0x0303 is told
 * @param cipher the suite chosen; empty where half a message does not reach it
 * @param alpn the protocol chosen, where it is in clear
 * @param sentinel downgrade mark in the random
 * @param preSharedKey whether pre_shared_key is in the ServerHello
 * @param ja3s the MD5 in hex; empty for HelloRetryRequest, SSLv2 and half a message
 */
public record Choice(
    TlsVersion version,
    ChoiceBasis basis,
    boolean whole,
    Optional<Integer> cipher,
    Optional<String> alpn,
    DowngradeSentinel sentinel,
    boolean preSharedKey,
    Optional<String> ja3s) {}
