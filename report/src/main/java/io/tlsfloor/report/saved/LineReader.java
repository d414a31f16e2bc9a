package io.tlsfloor.report.saved;

import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.text.Reasons;
import io.tlsfloor.rules.policy.GivenFile;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Reads lines of bytes, of bounded length. Empty ones are passed over. */
public final class LineReader implements Closeable {
  /** Far above the longest line that a run writes; keeps memory bounded. */
  static final int MAX_LINE_BYTES = 1 << 22;

  private static final byte[] NONE = {};

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long TOPS = 0x8080808080808080L;
  private static final long LINE_FEEDS = '\n' * ONES;

  private static final int COMPRESSED_BYTES = 1 << 16; // read at a time

  private final InputStream in;
  private final String name;
  private final byte[] buffer = new byte[1 << 18];
  private int at; // of the buffer's bytes, up to limit
  private int limit;
  private long number;
  private long position;
  private boolean ended;

  /**
   * Reads from {@code in}.
   *
   * @param name for messages
   */
  public LineReader(InputStream in, String name) {
    this.in = in;
    this.name = name;
  }

  /**
   * Opens a file; one that gzip compressed, as rotated files often are, is read as it was.
   *
   * @throws ReportException if it cannot be read
   */
  static LineReader open(String file) throws ReportException {
    try {
      return new LineReader(content(file), file);
    } catch (IOException | InvalidPathException e) {
      throw unreadable(file, e);
    }
  }

  /** Returns what a file holds, or held before gzip compressed it. */
  public static InputStream content(String file) throws IOException {
    InputStream in = new BufferedInputStream(GivenFile.open(Path.of(file)));
    try {
      return isCompressed(in) ? decompressed(in) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /**
   * Returns what gzip compressed. The JDK's stream calls itself for each member without bytes,
   * until the stack is full: such data is damaged.
   */
  private static InputStream decompressed(InputStream in) throws IOException {
    return new FilterInputStream(new GZIPInputStream(in, COMPRESSED_BYTES)) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        try {
          return super.read(into, offset, length);
        } catch (StackOverflowError countless) {
          throw new IOException("gzip data in countless parts without bytes", countless);
        }
      }
    };
  }

  /** Returns whether a stream that can be marked begins as what gzip writes; its place stays. */
  private static boolean isCompressed(InputStream in) throws IOException {
    in.mark(2);
    boolean compressed = in.read() == 0x1F && in.read() == 0x8B; // RFC 1952, section 2.3.1
    in.reset();
    return compressed;
  }

  /** From 1, of the line that {@link #next} gave last. */
  public long number() {
    return number;
  }

  /** Bytes read up to the end of the line that {@link #next} gave last, its line feed included. */
  public long position() {
    return position;
  }

  /** Returns whether more was read already: {@link #next} hardly waits. */
  public boolean isBuffered() {
    return at < limit;
  }

  /** Returns whether that line had no line feed: it may not be whole yet. */
  public boolean isUnended() {
    return ended;
  }

  /**
   * The next line that is not empty, without its end; empty at the end.
   *
   * @throws ReportException if it cannot be read, or is longer than any line of results
   */
  public Optional<byte[]> next() throws ReportException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(0);
    try {
      while (true) {
        if (at == limit) {
          at = 0;
          limit = Math.max(0, in.read(buffer));
        }
        int end = lineFeed(at, limit);
        if (line.size() + end - at > MAX_LINE_BYTES) {
          throw ReportException.given(
              name + ", line " + (number + 1) + ": longer than " + MAX_LINE_BYTES + " bytes",
              "Give what tlsfloor scan --format jsonl wrote, as it was written.");
        }
        boolean whole = line.size() == 0 && end < limit;
        byte[] content = whole ? Arrays.copyOfRange(buffer, at, end) : NONE;
        if (!whole) {
          line.write(buffer, at, end - at);
        }
        position += end - at;
        ended = limit == 0;
        at = end;
        if (at == limit && !ended) {
          continue; // the line goes on
        }
        if (!ended) {
          at++; // its line feed
          position++;
        }
        number++;
        content = whole ? content : line.toByteArray();
        if (!isBlank(content)) {
          return Optional.of(content);
        }
        if (ended) {
          return Optional.empty();
        }
        line.reset();
      }
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /** Where the next line feed is, up to {@code to}: looked for in eight bytes at a time. */
  private int lineFeed(int from, int to) {
    int end = from;
    while (end + Long.BYTES <= to) {
      long none = (long) EIGHT.get(buffer, end) ^ LINE_FEEDS; // a byte of zero is a line feed
      if ((none - ONES & ~none & TOPS) != 0) {
        break;
      }
      end += Long.BYTES;
    }
    while (end < to && buffer[end] != '\n') {
      end++;
    }
    return end;
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && (b < '\t' || b > '\r')) {
        return false;
      }
    }
    return true;
  }

  private static ReportException unreadable(String name, Exception cause) {
    return ReportException.given(
        "cannot read " + name + ": " + Reasons.of(cause),
        "Give results that tlsfloor scan --format jsonl wrote.",
        cause);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
