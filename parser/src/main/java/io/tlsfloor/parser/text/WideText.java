package io.tlsfloor.parser.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Text in UTF-16, as spreadsheets ("Unicode text") and shells of Windows write it, in either order
 * of bytes, with or without a byte order mark: read as UTF-8.
 */
public final class WideText extends InputStream {
  private static final int MAX_LOOK = 128; // bytes that tell a text without a mark
  private static final int CHUNK = 4096;

  private final Reader in;
  private final char[] chars = new char[CHUNK];
  private byte[] bytes = new byte[0];
  private int position;

  private WideText(InputStream in, Charset charset) {
    this.in = new InputStreamReader(in, charset);
  }

  /**
   * A stream as UTF-8.
   *
   * @param head what it begins with
   */
  public static InputStream utf8(InputStream in, byte[] head) {
    Optional<Charset> wide = charset(head);
    return wide.isPresent() ? new WideText(in, wide.get()) : in;
  }

  /** The text that a stream begins with, without a byte order mark. */
  public static String text(byte[] head) {
    String text = new String(head, charset(head).orElse(StandardCharsets.UTF_8));
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** Which of the two forms of UTF-16 it is; empty for UTF-8. */
  private static Optional<Charset> charset(byte[] head) {
    if (head.length < 2) {
      return Optional.empty();
    }
    int mark = (head[0] & 0xFF) << 8 | head[1] & 0xFF;
    if (mark == 0xFEFF) {
      return Optional.of(StandardCharsets.UTF_16BE);
    }
    if (mark == 0xFFFE) {
      return Optional.of(StandardCharsets.UTF_16LE);
    }
    return isText(head, 0)
        ? Optional.of(StandardCharsets.UTF_16LE)
        : isText(head, 1) ? Optional.of(StandardCharsets.UTF_16BE) : Optional.empty();
  }

  /** Returns whether each second byte is a character of ASCII, and the others are none. */
  private static boolean isText(byte[] head, int first) {
    int pairs = Math.min(MAX_LOOK, head.length) / 2;
    int fit = 0;
    for (int i = 0; i < pairs; i++) {
      int low = head[2 * i + first];
      int high = head[2 * i + 1 - first];
      boolean ascii = low >= ' ' && low < 0x7F || low == '\t' || low == '\r' || low == '\n';
      fit += high == 0 && ascii ? 1 : 0;
    }
    return pairs >= 4 && fit * 10 >= pairs * 8;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position == bytes.length && !fill()) {
      return -1;
    }
    int count = Math.min(length, bytes.length - position);
    System.arraycopy(bytes, position, target, offset, count);
    position += count;
    return count;
  }

  private boolean fill() throws IOException {
    int count = in.read(chars, 0, CHUNK - 1);
    if (count > 0 && Character.isHighSurrogate(chars[count - 1])) {
      count += Math.max(0, in.read(chars, count, 1)); // its other half
    }
    bytes = new String(chars, 0, Math.max(0, count)).getBytes(StandardCharsets.UTF_8);
    position = 0;
    return count > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
