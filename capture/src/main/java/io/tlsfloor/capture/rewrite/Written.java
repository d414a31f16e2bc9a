package io.tlsfloor.capture.rewrite;

/**
 * Holds what is to stand in a frame in the place of its own bytes.
 *
 * @param offset of the first in the frame
 * @param bytes not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // made in one place, never compared
public record Written(int offset, byte[] bytes) {}
