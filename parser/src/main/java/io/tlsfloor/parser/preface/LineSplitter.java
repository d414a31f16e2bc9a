package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;

/**
 * The lines of both directions, given to a {@link LineDialogue} one by one.
 *
 * <p>Holds no line: each is read where it lies. One that is longer than {@link LineView#MAX_BYTES}
 * is passed over to its end and counted. After a hole the first line counts only where its form
 * shows that it is a whole one.
 */
final class LineSplitter implements Dialogue {
  private final Exchange exchange;
  private final LineDialogue dialogue;
  private final LineView line = new LineView();
  private final boolean[] inLongLine = new boolean[2];
  private final boolean[] afterHole = new boolean[2];
  private boolean hadHole;

  LineSplitter(Exchange exchange, LineDialogue dialogue) {
    this.exchange = exchange;
    this.dialogue = dialogue;
  }

  @Override
  public int unit(int direction, ByteBuffer buffer, int at, int length) {
    if (exchange.isSkipping(direction)) {
      return exchange.skipped(direction, length);
    }
    if (inLongLine[direction]) {
      return passLongLine(direction, buffer, at, length);
    }
    boolean byClient = exchange.isClient(direction);
    if (byClient && dialogue.awaitsServer() && exchange.serverAnswers()) {
      return 0;
    }
    int taken = line.wrap(buffer, at, length);
    boolean text =
        begins(Bytes.u8(buffer, at))
            && (!afterHole[direction] || isPlain(buffer, at, taken > 0 ? taken : length));
    if (!text) {
      notText(byClient);
      return 0;
    }
    if (taken == 0) {
      if (length < LineView.MAX_BYTES) {
        return 0;
      }
      exchange.longLine();
      inLongLine[direction] = true;
      return passLongLine(direction, buffer, at, length);
    }
    boolean whole = !afterHole[direction] || isSurelyWhole(byClient);
    afterHole[direction] = false;
    if (whole && byClient) {
      dialogue.client(line);
    } else if (whole) {
      dialogue.server(line);
    }
    return taken;
  }

  private boolean isSurelyWhole(boolean byClient) {
    return byClient ? line.isText() && dialogue.isCommand(line) : dialogue.isReply(line);
  }

  private int passLongLine(int direction, ByteBuffer buffer, int at, int length) {
    int lineFeed = LineView.lineFeed(buffer, at, length);
    if (lineFeed < 0) {
      return length;
    }
    inLongLine[direction] = false;
    dialogue.longLine(direction);
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

  /**
   * A line begins with what is no text: it may be TLS that the server let through, or, after a
   * hole, that began within it.
   */
  private void notText(boolean byClient) {
    if (hadHole || byClient && dialogue.awaitsServer()) {
      exchange.over();
    } else {
      exchange.end();
    }
  }

  @Override
  public boolean isBetweenUnits(int direction) {
    return !exchange.isSkipping(direction) && !inLongLine[direction];
  }

  @Override
  public boolean hole(int direction) {
    inLongLine[direction] = false;
    afterHole[direction] = true;
    hadHole = true;
    dialogue.hole(direction);
    return !exchange.isSkipping(direction); // where the skipped bytes end is not known any more
  }
}
