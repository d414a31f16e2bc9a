package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;

/**
 * A dialogue of text lines.
 *
 * <p>Holds no line: each is read where it lies. One that is longer than {@link LineView#MAX_BYTES}
 * is passed over to its end and counted. After a hole the first line counts only where its form
 * shows that it is a whole one.
 */
abstract class LineDialogue extends Preface {
  /** More bytes of both directions than any dialogue takes before TLS; more change nothing. */
  static final int MAX_DIALOGUE_BYTES = 1 << 20;

  private final LineView line = new LineView();
  private final long[] skip = new long[2];
  private final boolean[] inLongLine = new boolean[2];
  private final boolean[] afterHole = new boolean[2];
  private boolean hadHole;
  private int longLines;
  private long bytes;
  private boolean settled;
  private boolean tooLong;
  private boolean left;

  LineDialogue(int client) {
    super(client);
  }

  @Override
  final int unit(int direction, ByteBuffer buffer, int at, int length) {
    if (settled) {
      return length;
    }
    int taken = lineOrSkipped(direction, buffer, at, length);
    bytes += taken;
    if (bytes > MAX_DIALOGUE_BYTES && state() == State.RUNNING && !settled) {
      tooLong = true;
      tooLong();
    }
    return taken;
  }

  private int lineOrSkipped(int direction, ByteBuffer buffer, int at, int length) {
    if (skip[direction] > 0) {
      int skipped = (int) Math.min(skip[direction], length);
      skip[direction] -= skipped;
      return skipped;
    }
    if (inLongLine[direction]) {
      return passLongLine(direction, buffer, at, length);
    }
    if (isClient(direction) && clientMustWait()) {
      return 0;
    }
    int taken = line.wrap(buffer, at, length);
    if (afterHole[direction] && !isPlain(buffer, at, taken > 0 ? taken : length)) {
      notText(direction);
      return 0;
    }
    if (taken == 0) {
      if (!begins(Bytes.u8(buffer, at))) {
        notText(direction);
        return 0;
      }
      if (length >= LineView.MAX_BYTES) {
        longLines++;
        inLongLine[direction] = true;
        return passLongLine(direction, buffer, at, length);
      }
      return 0;
    }
    boolean whole = !afterHole[direction] || isSurelyLine(direction, line);
    afterHole[direction] = false;
    if (!whole) {
      return taken;
    }
    if (line.length() > 0 && !begins(line.at(0))) {
      notText(direction);
      return 0;
    }
    left = false;
    if (isClient(direction)) {
      clientLine(line);
    } else {
      serverLine(line);
    }
    return left ? 0 : taken;
  }

  private int passLongLine(int direction, ByteBuffer buffer, int at, int length) {
    int lineFeed = LineView.lineFeed(buffer, at, length);
    if (lineFeed < 0) {
      return length;
    }
    inLongLine[direction] = false;
    longLineEnded(direction);
    return lineFeed - at + 1;
  }

  private static boolean begins(int first) {
    return LineView.isText(first) || first == '\r' || first == '\n';
  }

  /** Returns whether bytes are ASCII text: what is left of a hello after a hole is not. */
  private static boolean isPlain(ByteBuffer buffer, int at, int length) {
    for (int i = at; i < at + length; i++) {
      int value = Bytes.u8(buffer, i);
      if (value >= 0x7F || !begins(value)) {
        return false;
      }
    }
    return true;
  }

  /** Reads a line of the client. */
  abstract void clientLine(LineView line);

  /** Reads a line of the server. */
  abstract void serverLine(LineView line);

  /** The line that is being read belongs to what comes next and is not used. */
  final void leaveLine() {
    left = true;
  }

  /** A line begins with what is no text: after a hole it may be TLS that began within it. */
  void notText(int direction) {
    if (hadHole) {
      over();
    } else {
      end();
    }
  }

  /** Returns whether what the client sends next cannot be read before the server's answer. */
  boolean clientMustWait() {
    return false;
  }

  /** Returns whether the first line after a hole is a whole one beyond doubt. */
  abstract boolean isSurelyLine(int direction, LineView line);

  /** A line that was too long to look at is past. */
  void longLineEnded(int direction) {}

  /** The dialogue has more lines than it may have. */
  void tooLong() {
    end();
  }

  @Override
  void holed(int direction) {
    if (skip[direction] > 0 && !settled) { // where the skipped bytes end is not known any more
      loseStep(direction);
    }
    inLongLine[direction] = false;
    afterHole[direction] = true;
    hadHole = true;
  }

  @Override
  final boolean betweenUnits(int direction) {
    return !settled && skip[direction] == 0 && !inLongLine[direction];
  }

  /** Passes over the next {@code bytes} of a direction: a literal, a body. */
  final void skip(int direction, long bytes) {
    skip[direction] = bytes;
  }

  /** Nothing that follows changes what this dialogue says, and TLS cannot start any more. */
  final void settle() {
    settled = true;
  }

  @Override
  public final boolean wantsBytes() {
    return state() == State.RUNNING && !settled;
  }

  @Override
  public final boolean isTooLong() {
    return tooLong;
  }

  @Override
  public final int longLines() {
    return longLines;
  }
}
