package io.tlsfloor.parser.observation;

/**
 * Holds what a client asked a proxy for, by CONNECT or SOCKS.
 *
 * @param host name or address in text, as sent
 * @param port 0 to 65535
 */
public record Target(String host, int port) {}
