package io.tlsfloor.report.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Holds what a form makes at once: a whole line with its end, or a whole document. Its bytes are
 * borrowed: the form may use them again once {@link Taker#take} returns.
 *
 * @param bytes from the first on
 * @param length how many of the bytes belong to it
 */
@SuppressWarnings("ArrayRecordComponent") // borrowed, and never compared
public record Chunk(byte[] bytes, int length) {
  /** Takes what a form makes, one chunk after the other. */
  @FunctionalInterface
  public interface Taker {
    /**
     * Takes a chunk, and copies what it keeps.
     *
     * @throws IOException if nothing more can be taken
     */
    void take(Chunk chunk) throws IOException;
  }

  /** Collects the bytes of a chunk. Confined to one thread. */
  public static final class Buffer extends ByteArrayOutputStream {
    private final Taker taker;

    /** Hands on to {@code taker}. */
    public Buffer(Taker taker) {
      this.taker = taker;
    }

    /** Hands on what was collected, if it is anything, and begins again. */
    public void send() throws IOException {
      if (count > 0) {
        try {
          taker.take(new Chunk(buf, count));
        } finally {
          reset();
        }
      }
    }
  }

  /** Text in UTF-8. */
  public static Chunk of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Chunk(bytes, bytes.length);
  }

  /** How many lines end in {@code bytes}. */
  public static long lines(byte[] bytes) {
    long lines = 0;
    for (byte b : bytes) {
      lines += b == '\n' ? 1 : 0;
    }
    return lines;
  }
}
