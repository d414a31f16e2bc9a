package io.tlsfloor.capture.record;

import java.util.List;

/**
 * A message with its fields.
 *
 * @param fromClient who sent it
 * @param name {@code ClientHello}, …
 * @param length in bytes, as far as it is there
 * @param frames that hold bytes of it, in the order of the message
 * @param fields that say something, in order
 * @param note what else a reader should know; empty for nothing
 */
public record LocatedMessage(
    boolean fromClient,
    String name,
    int length,
    List<Long> frames,
    List<LocatedField> fields,
    String note) {
  /** Copies the lists. */
  public LocatedMessage {
    frames = List.copyOf(frames);
    fields = List.copyOf(fields);
  }

  /** The same with fewer fields. */
  public LocatedMessage with(List<LocatedField> fewer) {
    return new LocatedMessage(fromClient, name, length, frames, fewer, note);
  }
}
