package io.tlsfloor.parser.field;

/**
 * Bytes of a message that lie together in the stream it came in.
 *
 * @param messageOffset of the first of them in the message
 * @param streamOffset of the first of them in the stream
 * @param length in bytes
 */
public record ByteRun(int messageOffset, int streamOffset, int length) {}
