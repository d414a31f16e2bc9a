package io.tlsfloor.logs;

import io.tlsfloor.parser.observation.Room;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Entries of one log by an id, in bounded room: the oldest goes first.
 *
 * @param <V> what is kept of an entry
 */
final class RecentEntries<V> {
  private static final int MAX_ID_CHARS = 128;

  private final int max;
  private final long maxBytes;
  private final ToIntFunction<V> size;
  private final Map<String, V> entries = new LinkedHashMap<>();
  private long bytes;
  private long forgotten;

  /** Room for so many entries of little size. */
  RecentEntries(int max) {
    this(max, Long.MAX_VALUE, value -> 0);
  }

  /**
   * Room for so many entries, and so much memory.
   *
   * @param size of what is kept of an entry, in bytes, about
   */
  RecentEntries(int max, long maxBytes, ToIntFunction<V> size) {
    this.max = Room.entries(max);
    this.maxBytes = Room.of(maxBytes);
    this.size = size;
  }

  void put(String id, V value) {
    if (id.isEmpty() || id.length() > MAX_ID_CHARS) {
      return;
    }
    bytes += size.applyAsInt(value) - bytes(entries.put(id, value));
    while (entries.size() > max || bytes > maxBytes) {
      remove(entries.keySet().iterator().next());
      forgotten++;
    }
  }

  private int bytes(@Nullable V value) {
    return value == null ? 0 : size.applyAsInt(value);
  }

  @Nullable V of(String id) {
    return entries.get(id);
  }

  @Nullable V remove(String id) {
    V gone = entries.remove(id);
    bytes -= bytes(gone);
    return gone;
  }

  int size() {
    return entries.size();
  }

  /** Entries that had to go. */
  long forgotten() {
    return forgotten;
  }
}
