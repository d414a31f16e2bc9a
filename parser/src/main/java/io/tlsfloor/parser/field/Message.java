package io.tlsfloor.parser.field;

import java.util.List;

/**
 * A message, a record header, or a line of a dialogue.
 *
 * @param name {@code ClientHello}, {@code record header}, …
 * @param length of the message in bytes, as far as it is there
 * @param runs where its bytes lie in the stream; none where they lie nowhere as they are
 * @param fields in the order of the message
 * @param note what a reader should know: where reading stopped and why; empty for nothing
 */
public record Message(String name, int length, ByteRuns runs, List<Field> fields, String note) {
  /** Copies the list. */
  public Message {
    fields = List.copyOf(fields);
  }

  /** The message where it begins at {@code streamOffset} and lies in one piece. */
  static Message inOnePiece(String name, int streamOffset, int length, List<Field> fields) {
    return new Message(name, length, ByteRuns.of(streamOffset, length), fields, "");
  }

  /** The same with other fields. */
  public Message with(List<Field> others) {
    return new Message(name, length, runs, others, note);
  }

  /** The same with something more to know. */
  public Message noted(String more) {
    return new Message(name, length, runs, fields, note.isEmpty() ? more : more + "; " + note);
  }
}
