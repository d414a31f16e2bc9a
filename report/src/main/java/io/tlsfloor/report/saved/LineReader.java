package io.tlsfloor.report.saved;

import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.text.Reasons;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads lines of bytes, of bounded length. Empty ones are passed over. */
public final class LineReader implements Closeable {
  /** Far above the longest line that a run writes; keeps memory bounded. */
  static final int MAX_LINE_BYTES = 1 << 22;

  private final InputStream in;
  private final String name;
  private long number;
  private long position;
  private boolean ended;

  /**
   * Reads from {@code in}.
   *
   * @param name for messages
   */
  public LineReader(InputStream in, String name) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.name = name;
  }

  /**
   * Opens a file.
   *
   * @throws ReportException if it cannot be read
   */
  static LineReader open(String file) throws ReportException {
    try {
      return new LineReader(Files.newInputStream(Path.of(file)), file);
    } catch (IOException | InvalidPathException e) {
      throw unreadable(file, e);
    }
  }

  /** From 1, of the line that {@link #next} gave last. */
  public long number() {
    return number;
  }

  /** Bytes read up to the end of the line that {@link #next} gave last, its line feed included. */
  public long position() {
    return position;
  }

  /** Whether that line had no line feed: it may not be whole yet. */
  public boolean isUnended() {
    return ended;
  }

  /**
   * The next line that is not empty, without its end; empty at the end.
   *
   * @throws ReportException if it cannot be read, or is longer than any line of results
   */
  public Optional<byte[]> next() throws ReportException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    try {
      for (int b = in.read(); ; b = in.read()) {
        position += b < 0 ? 0 : 1;
        ended = b < 0;
        if (b >= 0 && b != '\n') {
          if (line.size() == MAX_LINE_BYTES) {
            throw ReportException.given(
                name + ", line " + (number + 1) + ": longer than " + MAX_LINE_BYTES + " bytes",
                "Give what tlsfloor scan --format jsonl wrote, as it was written.");
          }
          line.write(b);
          continue;
        }
        number++;
        if (!line.toString(StandardCharsets.ISO_8859_1).isBlank()) {
          return Optional.of(line.toByteArray());
        }
        if (b < 0) {
          return Optional.empty();
        }
        line.reset();
      }
    } catch (IOException e) {
      throw unreadable(name, e);
    }
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
