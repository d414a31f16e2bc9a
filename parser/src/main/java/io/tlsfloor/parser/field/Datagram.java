package io.tlsfloor.parser.field;

/**
 * A datagram's payload within bytes that were put one after the other.
 *
 * @param direction 0 or 1
 * @param start index of its first byte among those of its direction
 * @param length in bytes
 */
public record Datagram(int direction, int start, int length) {}
