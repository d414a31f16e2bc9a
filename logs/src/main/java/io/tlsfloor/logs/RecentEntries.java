package io.tlsfloor.logs;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Entries of one log by an id, in bounded room: the oldest goes first.
 *
 * @param <V> what is kept of an entry
 */
final class RecentEntries<V> {
  private static final int MAX_ID_CHARS = 128;

  private final int max;
  private final Map<String, V> entries = new LinkedHashMap<>();
  private long forgotten;

  RecentEntries(int max) {
    this.max = max;
  }

  void put(String id, V value) {
    if (id.isEmpty() || id.length() > MAX_ID_CHARS) {
      return;
    }
    entries.put(id, value);
    if (entries.size() > max) {
      entries.remove(entries.keySet().iterator().next());
      forgotten++;
    }
  }

  @Nullable V of(String id) {
    return entries.get(id);
  }

  @Nullable V remove(String id) {
    return entries.remove(id);
  }

  int size() {
    return entries.size();
  }

  /** Entries that had to go. */
  long forgotten() {
    return forgotten;
  }
}
