package io.tlsfloor.report.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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

    /** Collects a text in UTF-8, without a copy of it. */
    public void put(CharSequence text) {
      int most = count + 3 * text.length();
      if (most > buf.length) {
        buf = Arrays.copyOf(buf, Math.max(most, 2 * buf.length));
      }
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c < 0x80) {
          buf[count++] = (byte) c;
        } else if (c < 0x800) {
          buf[count++] = (byte) (0xC0 | c >> 6);
          buf[count++] = (byte) (0x80 | c & 0x3F);
        } else if (Character.isSurrogate(c)) {
          writeBytes(
              text.subSequence(i, text.length()).toString().getBytes(StandardCharsets.UTF_8));
          return;
        } else {
          buf[count++] = (byte) (0xE0 | c >> 12);
          buf[count++] = (byte) (0x80 | c >> 6 & 0x3F);
          buf[count++] = (byte) (0x80 | c & 0x3F);
        }
      }
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
