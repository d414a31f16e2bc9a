package io.tlsfloor.parser.field;

import java.util.Arrays;
import java.util.List;

/**
 * A message, a record header, or a line of a dialogue.
 *
 * @param name {@code ClientHello}, {@code record header}, …
 * @param length of the message in bytes, as far as it is there
 * @param runs where its bytes lie in the stream, in order; empty where they lie nowhere as they are
 * @param fields in the order of the message
 * @param note what a reader should know: where reading stopped and why; empty for nothing
 */
public record Message(
    String name, int length, List<ByteRun> runs, List<Field> fields, String note) {
  /** Copies the lists, but for runs that are not changed any more. */
  public Message {
    runs = runs instanceof ByteRuns ? runs : List.copyOf(runs);
    fields = List.copyOf(fields);
  }

  /**
   * Where each byte lies in the stream; -1 for nowhere. Made anew at each call: a message may lie
   * in as many pieces as it has bytes.
   */
  public int[] streamOffsets() {
    ByteRuns all = ByteRuns.of(runs);
    int end = 0;
    for (int i = 0; i < all.size(); i++) {
      end = Math.max(end, all.messageOffset(i) + all.length(i));
    }
    int[] offsets = new int[end];
    Arrays.fill(offsets, -1);
    for (int i = 0; i < all.size(); i++) {
      int place = all.streamOffset(i);
      int to = all.messageOffset(i) + all.length(i);
      for (int at = all.messageOffset(i); at < to; at++, place++) {
        if (offsets[at] < 0) { // the first piece counts
          offsets[at] = place;
        }
      }
    }
    return offsets;
  }

  /** The message where it begins at {@code streamOffset} and lies in one piece. */
  static Message inOnePiece(String name, int streamOffset, int length, List<Field> fields) {
    return new Message(name, length, List.of(new ByteRun(0, streamOffset, length)), fields, "");
  }
}
