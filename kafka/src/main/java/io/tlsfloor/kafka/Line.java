package io.tlsfloor.kafka;

/**
 * A line on its way.
 *
 * @param key by which lines stay in order
 * @param value without the line's end
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Line(byte[] key, byte[] value) {
  /** Room that it takes, about. */
  int size() {
    return key.length + value.length + 64;
  }
}
