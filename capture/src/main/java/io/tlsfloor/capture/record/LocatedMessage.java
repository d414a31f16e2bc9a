package io.tlsfloor.capture.record;

import io.tlsfloor.parser.field.ByteRuns;
import io.tlsfloor.parser.field.Field;
import io.tlsfloor.parser.field.Message;
import io.tlsfloor.parser.observation.FrameRef;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A message of one side with its fields, and where their bytes lie in the file. */
public final class LocatedMessage {
  private final boolean fromClient;
  private final Message message;
  private final List<Long> frames;
  private final RecordedBytes side;

  private LocatedMessage(
      boolean fromClient, Message message, List<Long> frames, RecordedBytes side) {
    this.fromClient = fromClient;
    this.message = message;
    this.frames = frames;
    this.side = side;
  }

  /**
   * A message in the bytes of a side.
   *
   * @param others frames that it was read from, where their bytes are not its own
   */
  static LocatedMessage of(
      boolean fromClient, Message message, RecordedBytes side, List<FrameRef> others) {
    Set<Long> frames = new LinkedHashSet<>();
    ByteRuns runs = message.runs();
    int from = 0; // what lies in one piece of a frame, and was looked at: there may be many runs
    int to = 0;
    for (int i = 0; i < runs.size(); i++) {
      int at = runs.streamOffset(i);
      if (at < from || at + runs.length(i) > to) {
        side.frames(at, runs.length(i), frames);
        from = at;
        to = side.next(at) == at ? side.run(at).end() : at;
      }
    }
    others.stream().map(FrameRef::number).forEach(frames::add);
    return new LocatedMessage(fromClient, message, List.copyOf(frames), side);
  }

  /** Who sent it. */
  public boolean fromClient() {
    return fromClient;
  }

  /** The name of its type, such as ClientHello. */
  public String name() {
    return message.name();
  }

  /** In bytes, as far as it is there. */
  public int length() {
    return message.length();
  }

  /** Those that hold bytes of it, in the order of the message. */
  public List<Long> frames() {
    return frames;
  }

  /** Those that say something, in order. */
  public List<Field> fields() {
    return message.fields();
  }

  /** What else a reader should know; empty for nothing. */
  public String note() {
    return message.note();
  }

  /** The same with fewer fields. */
  public LocatedMessage with(List<Field> fewer) {
    return new LocatedMessage(fromClient, message.with(fewer), frames, side);
  }

  /** Number of the first of its frames. */
  long firstFrame() {
    return frames.isEmpty() ? Long.MAX_VALUE : frames.get(0);
  }

  /** The message as it was described. */
  Message described() {
    return message;
  }

  /**
   * Where the bytes of each field lie, in order: in more than one place where it is spread over
   * frames, in none where they are not in the file as they are.
   */
  public List<List<FrameBytes>> places() {
    int[] offsets = message.runs().streamOffsets(); // as many as bytes: not to be kept
    return fields().stream().map(field -> places(field, offsets)).toList();
  }

  private List<FrameBytes> places(Field field, int[] offsets) {
    List<FrameBytes> places = new ArrayList<>();
    int at = field.offset();
    int end = at + field.length();
    while (at < end) {
      int start = at(offsets, at);
      int length = 1;
      while (start >= 0 && at + length < end && at(offsets, at + length) == start + length) {
        length++;
      }
      if (start >= 0) {
        places.addAll(side.places(start, length));
      }
      at += length;
    }
    return places;
  }

  /** The first bytes at one of these places, in hexadecimal digits. */
  public String hex(FrameBytes place) {
    return side.hex(place);
  }

  private static int at(int[] offsets, int offset) {
    return offset >= 0 && offset < offsets.length ? offsets[offset] : -1;
  }
}
