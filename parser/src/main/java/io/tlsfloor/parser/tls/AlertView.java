package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.observation.AlertNames;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * An alert in clear, read where it lies (RFC 8446 §6): two bytes. A longer fragment of an alert
 * record is encrypted.
 */
public final class AlertView {
  /** Length of an alert in clear. */
  public static final int BYTES = 2;

  private static final int WARNING = 1;
  private static final int FATAL = 2;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int start;

  /**
   * Points this view at the fragment of an alert record.
   *
   * @return whether it is an alert in clear: two bytes, of which the first is warning or fatal
   * @throws IndexOutOfBoundsException if the range is not inside {@code buffer}: a bug in the
   *     caller
   */
  public boolean wrap(ByteBuffer buffer, int start, int length) {
    Objects.checkFromIndexSize(start, length, buffer.limit());
    this.buffer = buffer;
    this.start = start;
    return length == BYTES && (level() == WARNING || level() == FATAL);
  }

  /** Describes the fields. */
  public void describe(FieldSink sink) {
    String word = level() == WARNING ? " (warning)" : level() == FATAL ? " (fatal)" : "";
    sink.field("level", start, 1, level() + word, "RFC 8446 §6");
    String name = AlertNames.name(description());
    sink.field("description", start + 1, 1, description() + " (" + name + ")", "RFC 8446 §6.2");
  }

  /** 1 warning, 2 fatal. */
  public int level() {
    return Bytes.u8(buffer, start);
  }

  /** The number of the alert, 0 to 255, see {@link io.tlsfloor.parser.observation.AlertNames}. */
  public int description() {
    return Bytes.u8(buffer, start + 1);
  }
}
