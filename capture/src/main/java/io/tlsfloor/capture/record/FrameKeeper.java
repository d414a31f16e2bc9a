package io.tlsfloor.capture.record;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.Room;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.packet.PacketView;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps copies of the frames of undecided connections, so that those of the connection that is
 * reported can be handed on. The analyzer calls it; what takes connections asks {@link #told()}.
 *
 * <p>Memory is bounded by the caps: at the cap the oldest flow without payload loses its frames,
 * else the oldest of all, counted. Confined to one thread.
 */
public final class FrameKeeper implements Recorder {
  /** Room for the frames of all undecided connections: those of some thousand handshakes. */
  public static final long DEFAULT_MAX_BYTES = 64L << 20;

  /** Frames kept of one connection: a hello in segments of a few hundred bytes has far fewer. */
  static final int MAX_FRAMES = 512;

  /** Bytes kept of one connection: a hello of 64 KiB, and as much before and after it. */
  static final int MAX_CONNECTION_BYTES = 1 << 18;

  private static final int MAX_EMPTY_FRAMES = 64; // acknowledgments alone; few of them say much
  private static final int MAX_EVENTS = 16; // SYN, FIN and RST that are kept beyond the caps
  private static final int MAX_ROBBED = 1 << 16; // of which it is remembered
  private static final long MAX_FRAGMENT_BYTES = 4L << 20; // of datagrams that are not whole
  private static final long MAX_ANSWER_BYTES = 16L << 20; // some ten thousand DNS answers

  private final long maxBytes;
  private final Map<Object, Kept> fresh = new LinkedHashMap<>(); // flows without payload so far
  private final Map<Object, Kept> open = new LinkedHashMap<>();
  private final Set<Object> robbed = new LinkedHashSet<>(); // flows that lost their frames
  private final Parts<Long> fragments = new Parts<>(MAX_FRAGMENT_BYTES);
  private final Parts<FrameRef> answers = new Parts<>(Room.of(MAX_ANSWER_BYTES));
  private final Frame nothing = new Frame();
  private Frame frame = nothing;
  private String source = "";
  private @Nullable List<KeptFrame> current; // copies of the frame that is looked at; made late
  private long number;
  private long timeNanos;
  private long nowNanos;
  private long heldBytes;
  private long evicted;
  private @Nullable ConnectionFrames told;

  /** The frames of one flow. */
  private static final class Kept {
    private final Set<KeptFrame> frames = new LinkedHashSet<>();
    private long bytes;
    private int events; // beyond the caps
    private boolean whole;

    /** None so far; whether none was lost. */
    Kept(boolean whole) {
      this.whole = whole;
    }

    /** Returns whether there is room for a packet, or it says too much to be left out. */
    boolean wants(int payload, boolean event) {
      if (payload == 0 && !event && frames.size() >= MAX_EMPTY_FRAMES) {
        return false;
      }
      boolean room = frames.size() < MAX_FRAMES && bytes < MAX_CONNECTION_BYTES;
      boolean wanted = room || event && ++events <= MAX_EVENTS;
      whole &= wanted || payload == 0;
      return wanted;
    }

    /** Adds copies of frames; the bytes that it holds more. */
    long add(List<KeptFrame> copies) {
      long before = bytes;
      for (KeptFrame each : copies) {
        bytes += frames.add(each) ? each.heldBytes() : 0;
      }
      return bytes - before;
    }
  }

  /** Lists of frames by key, the oldest of which goes when there are too many. */
  private static final class Parts<K> {
    private final long maxBytes;
    private final Map<K, List<KeptFrame>> lists = new LinkedHashMap<>();
    private long bytes;

    Parts(long maxBytes) {
      this.maxBytes = maxBytes;
    }

    void put(K key, List<KeptFrame> frames) {
      remove(key);
      lists.put(key, frames);
      bytes += held(frames);
      Iterator<List<KeptFrame>> oldest = lists.values().iterator();
      while (bytes > maxBytes && oldest.hasNext()) {
        bytes -= held(oldest.next());
        oldest.remove();
      }
    }

    @Nullable List<KeptFrame> get(K key) {
      return lists.get(key);
    }

    @Nullable List<KeptFrame> remove(K key) {
      List<KeptFrame> removed = lists.remove(key);
      bytes -= removed == null ? 0 : held(removed);
      return removed;
    }

    private static long held(List<KeptFrame> frames) {
      long sum = 64; // the list, and its place in the map
      for (KeptFrame each : frames) {
        sum += each.heldBytes();
      }
      return sum;
    }
  }

  /** A keeper that holds so many bytes of undecided connections. */
  public FrameKeeper(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public void look(Frame frame, String source) {
    this.frame = frame;
    number = frame.number();
    timeNanos = frame.timeNanos();
    this.source = source;
    current = null;
  }

  @Override
  public void time(long nowNanos) {
    this.nowNanos = nowNanos;
  }

  private List<KeptFrame> current() {
    List<KeptFrame> copies = current;
    if (copies == null) {
      copies = List.of(KeptFrame.of(source, frame));
      current = copies;
    }
    return copies;
  }

  @Override
  public void fragment(PacketView packet, boolean waits) {
    if (waits) {
      fragments.put(frame.number(), current());
    }
  }

  @Override
  public void whole(long[] numbers) {
    List<KeptFrame> all = new ArrayList<>();
    for (long part : numbers) {
      List<KeptFrame> earlier = part == frame.number() ? null : fragments.remove(part);
      if (earlier != null) {
        all.addAll(earlier);
      }
    }
    all.addAll(current());
    current = all;
  }

  @Override
  public void parts(FrameMark first, List<Long> numbers) {
    List<KeptFrame> all = new ArrayList<>();
    for (long each : numbers) {
      List<KeptFrame> earlier = fragments.remove(each);
      if (earlier != null) {
        all.addAll(earlier);
      }
    }
    source = first.file();
    number = first.number();
    timeNanos = first.timeNanos();
    current = all;
  }

  @Override
  public void keep(Object flow, int payload, boolean event) {
    Kept kept = open.get(flow);
    if (kept == null) {
      kept = payload > 0 ? fresh.remove(flow) : fresh.get(flow);
    }
    if (kept == null) {
      kept = new Kept(!robbed.contains(flow));
    }
    if (payload > 0) {
      open.putIfAbsent(flow, kept);
    } else if (!open.containsKey(flow)) {
      fresh.putIfAbsent(flow, kept);
    }
    if (kept.wants(payload, event)) {
      heldBytes += kept.add(current());
      limit();
    }
  }

  private void limit() {
    while (heldBytes > maxBytes) {
      Map<Object, Kept> from = fresh.isEmpty() ? open : fresh;
      Iterator<Map.Entry<Object, Kept>> oldest = from.entrySet().iterator();
      if (!oldest.hasNext()) {
        return;
      }
      Map.Entry<Object, Kept> entry = oldest.next();
      heldBytes -= entry.getValue().bytes;
      oldest.remove();
      evicted++;
      robbed.add(entry.getKey());
      if (robbed.size() > MAX_ROBBED) {
        robbed.remove(robbed.iterator().next());
      }
    }
  }

  @Override
  public void answer() {
    answers.put(new FrameRef(source, number, timeNanos), current());
  }

  @Override
  public void answer(Object flow) {
    Kept kept = open.get(flow);
    if (kept != null) {
      answers.put(new FrameRef(source, number, timeNanos), List.copyOf(kept.frames));
    }
  }

  @Override
  public void drop(Object flow) {
    robbed.remove(flow);
    Kept kept = open.remove(flow);
    if (kept == null) {
      kept = fresh.remove(flow);
    }
    heldBytes -= kept == null ? 0 : kept.bytes;
  }

  @Override
  public void tell(Object flow, TlsConnection connection) {
    Kept kept = open.get(flow);
    Map<FrameRef, List<KeptFrame>> named = new LinkedHashMap<>();
    for (NameSeen name : connection.names()) {
      if (name.frame().isPresent()) {
        List<KeptFrame> answer = answers.get(name.frame().get());
        if (answer != null) {
          named.put(name.frame().get(), answer);
        }
      }
    }
    told =
        new ConnectionFrames(
            kept == null ? List.of() : List.copyOf(kept.frames),
            named,
            nowNanos,
            kept != null && kept.whole);
  }

  @Override
  public void forgetTold() {
    told = null;
  }

  /**
   * The frames of the connection that is being reported; to be asked for within the call that
   * reports it.
   */
  public ConnectionFrames told() {
    if (told == null) {
      throw new IllegalStateException("no connection is being reported");
    }
    return told;
  }

  /** Bytes of memory for frames of undecided connections: bounded by the cap. */
  public long heldBytes() {
    return heldBytes;
  }

  /** Flows that lost their frames for lack of room. */
  public long evicted() {
    return evicted;
  }
}
