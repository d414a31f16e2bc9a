package io.tlsfloor.capture.record;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.packet.PacketView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * Records what the analyzer reads of some connections. Of use for one run; confined to a thread.
 */
public final class RunRecorder implements Recorder {
  private static final int MAX_FRAGMENTS = 1 << 16; // that are remembered
  private static final int IPV4_HEADER = 20; // of a datagram that was put together
  private static final int IPV6_HEADER = 40;

  private final LongPredicate wanted;
  private final List<Recording> recordings = new ArrayList<>();
  private final Map<Long, Fragment> fragments = new LinkedHashMap<>(); // by frame
  private long number;
  private long timeNanos;
  private int start; // of the frame in its buffer
  private int originalLength;
  private List<Fragment> parts = List.of(); // of the datagram, where it came in fragments
  private List<Long> frames = List.of(); // that brought them

  /**
   * A fragment.
   *
   * @param frames that brought it: more than one where it was itself put together
   * @param at offset of its first byte in the datagram
   * @param offset of the first in the frame
   */
  private record Fragment(List<Long> frames, int at, int offset, int length, int originalLength) {}

  /** Records those connections whose first frame has a number that is wanted. */
  public RunRecorder(LongPredicate wanted) {
    this.wanted = wanted;
  }

  /** Returns those of the connections that began, in that order. */
  public List<Recording> recordings() {
    return recordings;
  }

  /** That of the connection which began with a frame. */
  public Optional<Recording> recording(long first) {
    return recordings.stream().filter(each -> each.first() == first).findFirst();
  }

  @Override
  public void look(Frame frame, String source) {
    number = frame.number();
    timeNanos = frame.timeNanos();
    start = frame.offset();
    originalLength = frame.originalLength();
    parts = List.of();
    frames = List.of();
  }

  @Override
  public void fragment(PacketView packet, boolean waits) {
    boolean nested = !parts.isEmpty(); // a whole datagram may be a fragment of another
    fragments.put(
        number,
        new Fragment(
            nested ? frames : List.of(number),
            packet.fragmentOffset(),
            nested ? FrameBytes.NOWHERE : packet.fragmentStart() - start,
            packet.fragmentLength(),
            originalLength));
    if (fragments.size() > MAX_FRAGMENTS) {
      fragments.remove(fragments.keySet().iterator().next());
    }
  }

  @Override
  public void whole(long[] numbers) {
    together(Arrays.stream(numbers).boxed().toList());
  }

  @Override
  public void parts(FrameMark first, List<Long> numbers) {
    number = first.number();
    timeNanos = first.timeNanos();
    Fragment known = fragments.get(number);
    originalLength = known == null ? 0 : known.originalLength();
    together(numbers);
  }

  private void together(List<Long> numbers) {
    parts = new ArrayList<>();
    frames = new ArrayList<>();
    for (long each : numbers) {
      Fragment part = fragments.remove(each);
      if (part != null) {
        parts.add(part);
        part.frames().stream().filter(frame -> !frames.contains(frame)).forEach(frames::add);
      }
    }
  }

  @Override
  public ConnectionRecorder begin() {
    if (!wanted.test(number)) {
      return ConnectionRecorder.NONE;
    }
    Recording recording = new Recording(this, number);
    recordings.add(recording);
    return recording;
  }

  /** The packet that is read; {@code headers} are the bytes of its frame before the payload. */
  RecordedPacket packet(
      int direction, int flags, int headers, int length, int missing, List<String> tunnels) {
    return new RecordedPacket(
        number,
        timeNanos,
        originalLength,
        direction,
        flags,
        headers,
        length + missing,
        missing,
        List.copyOf(frames),
        tunnels);
  }

  /** Where in frames some bytes of the packet lie; places count from the first of them. */
  List<FrameBytes> runs(ByteBuffer buffer, int at, int length) {
    if (parts.isEmpty()) {
      return List.of(new FrameBytes(0, length, number, at - start));
    }
    boolean v4 = (buffer.get(0) & 0xF0) == 0x40;
    int from = at - (v4 ? IPV4_HEADER : IPV6_HEADER); // in the datagram
    int[] holders = new int[length];
    Arrays.fill(holders, -1);
    for (int i = parts.size() - 1; i >= 0; i--) { // the first one counts
      int first = Math.max(0, parts.get(i).at() - from);
      int last = Math.min(length, parts.get(i).at() - from + parts.get(i).length());
      if (first < last) {
        Arrays.fill(holders, first, last, i);
      }
    }
    List<FrameBytes> runs = new ArrayList<>();
    for (int i = 0; i < length; ) {
      int end = i + 1;
      while (end < length && holders[end] == holders[i]) {
        end++;
      }
      if (holders[i] < 0) {
        runs.add(new FrameBytes(i, end - i, number, FrameBytes.NOWHERE));
      } else {
        Fragment part = parts.get(holders[i]);
        int offset = part.offset() + from + i - part.at();
        runs.add(
            new FrameBytes(
                i,
                end - i,
                part.frames().get(part.frames().size() - 1),
                part.offset() == FrameBytes.NOWHERE ? FrameBytes.NOWHERE : offset));
      }
      i = end;
    }
    return runs;
  }

  /** Bytes of the frame before those at {@code at}; 0 where fragments hold them. */
  int headers(int at) {
    return parts.isEmpty() ? at - start : 0;
  }
}
