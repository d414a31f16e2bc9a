package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.KeyedHash;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a hello that make its kind, put together one after the other. Used again for the
 * next hello; {@link #copy} is what a map may keep.
 */
final class HelloKey {
  private byte[] bytes;
  private ByteBuffer view; // of the same bytes
  private int length;
  private long hash;

  HelloKey(int room) {
    bytes = new byte[room];
    view = ByteBuffer.wrap(bytes);
  }

  private HelloKey(byte[] bytes, long hash) {
    this.bytes = bytes;
    this.view = ByteBuffer.wrap(bytes);
    this.length = bytes.length;
    this.hash = hash;
  }

  void clear() {
    length = 0;
  }

  int length() {
    return length;
  }

  void number16(int value) {
    room(2);
    bytes[length++] = (byte) (value >>> 8);
    bytes[length++] = (byte) value;
  }

  /**
   * A part of any length: its length, so that no two rows of parts look alike, and its bytes.
   *
   * @param at where the bytes are; of no meaning where there are none
   */
  void part(ByteBuffer buffer, int at, int count) {
    number16(count);
    if (count > 0) {
      room(count);
      buffer.get(at, bytes, length, count);
      length += count;
    }
  }

  /**
   * All that {@link HelloFacts} takes from a whole hello but for the server name: two hellos that
   * give the same are of one kind.
   */
  void kind(ClientHelloView hello, HelloFormat format) {
    number16(format.ordinal());
    number16(hello.legacyVersion());
    part(hello.buffer(), hello.suitesStart(), 2 * hello.suiteCount());
    number16(hello.extensionCount());
    for (int i = 0; i < hello.extensionCount(); i++) {
      number16(hello.extensionType(i));
    }
    if (hello.hasSupportedVersions()) {
      part(hello.buffer(), hello.versionsStart(), 2 * hello.versionCount());
    }
    hello.contents().writeKind(this, hello.buffer());
  }

  /** All parts are in. */
  void end() {
    hash = KeyedHash.of(view, 0, length);
  }

  /** This key for a map to keep. */
  HelloKey copy() {
    return new HelloKey(Arrays.copyOf(bytes, length), hash);
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length + more);
      view = ByteBuffer.wrap(bytes);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HelloKey key
        && hash == key.hash
        && Arrays.equals(bytes, 0, length, key.bytes, 0, key.length);
  }

  @Override
  public int hashCode() {
    return (int) hash;
  }
}
