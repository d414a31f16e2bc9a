package io.tlsfloor.capture.stream;

import io.tlsfloor.parser.observation.FrameRef;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Frames that brought something, each once, {@link Reassembly#MAX_FRAMES} at most: numbers, until
 * somebody asks for them as values. Used again.
 */
public final class FrameList {
  private static final int FEW = 2;

  private @Nullable FrameMark[] marks = new FrameMark[FEW];
  private int count;

  /** No frame. */
  public FrameList() {}

  /** Forgets all. */
  public void clear() {
    count = 0;
    if (marks.length > FEW) {
      marks = new FrameMark[FEW];
    }
  }

  /** Returns whether there is none. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** Adds a frame that is not there yet, if there is room. */
  public void add(FrameMark frame) {
    add(frame.file(), frame.number(), frame.timeNanos());
  }

  /** Adds those that are not there yet, as far as there is room. */
  public void addAll(FrameList frames) {
    for (int i = 0; i < frames.count; i++) {
      add(frames.at(i));
    }
  }

  void add(String file, long number, long timeNanos) {
    for (int i = 0; i < count; i++) {
      FrameMark known = at(i);
      if (known.number() == number && known.timeNanos() == timeNanos && known.file().equals(file)) {
        return;
      }
    }
    if (count == Reassembly.MAX_FRAMES) {
      return;
    }
    if (count == marks.length) {
      marks = Arrays.copyOf(marks, 2 * count);
    }
    FrameMark mark = marks[count];
    if (mark == null) {
      mark = new FrameMark();
      marks[count] = mark;
    }
    mark.set(file, number, timeNanos);
    count++;
  }

  int size() {
    return count;
  }

  private FrameMark at(int index) {
    FrameMark mark = marks[index];
    if (mark == null || index >= count) {
      throw new IndexOutOfBoundsException(index);
    }
    return mark;
  }

  /** The first one, of one that is not empty. */
  public FrameMark first() {
    return at(0);
  }

  /** The last one, of one that is not empty. */
  public FrameMark last() {
    return at(count - 1);
  }

  /** The same as values. */
  public List<FrameRef> toRefs() {
    if (count == 0) {
      return List.of();
    }
    if (count == 1) {
      return List.of(at(0).toRef());
    }
    FrameRef[] refs = new FrameRef[count];
    for (int i = 0; i < count; i++) {
      refs[i] = at(i).toRef();
    }
    return List.of(refs);
  }
}
