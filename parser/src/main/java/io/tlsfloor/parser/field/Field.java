package io.tlsfloor.parser.field;

import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Privacy;
import java.util.List;

/**
 * A field of a message.
 *
 * @param name as the source spells it, with the structures around it: {@code server_name.host_name}
 * @param offset of its first byte in the message
 * @param length in bytes
 * @param privacy who may read it
 * @param meaning what the bytes say: {@code 0x0301 (TLS 1.0)}; as sent where it is text; empty if
 *     only their number or place counts
 * @param source RFC and section that define it
 */
public record Field(
    String name, int offset, int length, Privacy privacy, String meaning, String source) {
  /** Returns whether it says something to a reader. */
  public boolean isTold() {
    return !meaning.isEmpty();
  }

  /** Puts what a view describes into a list; the message begins at {@code start} in its buffer. */
  static FieldSink into(List<Field> fields, int start) {
    return (name, at, length, privacy, meaning, source) ->
        fields.add(new Field(name, at - start, length, privacy, meaning, source));
  }
}
