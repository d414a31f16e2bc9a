package io.tlsfloor.capture.names;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers by key, in bounded room: the key that was idle the longest goes first, and of a key the
 * oldest answer.
 *
 * @param <K> what they are kept by
 */
final class AnswerTable<K> {
  /** Names asked for that lead to one address: a content network has many, a service few. */
  static final int MAX_ANSWERS = 8;

  private static final int KEY_BYTES = 160; // key and its place in the table: about

  /** A name that is asked for again within this time keeps its first answer's time and frame. */
  private static final long REFRESH_NANOS = 600_000_000_000L;

  private final int maxKeys;
  private final long maxBytes;
  private final Map<K, Entry> entries = new LinkedHashMap<>(64, 0.75f, true); // by last use
  private long bytes;
  private long evicted;
  private long crowded;

  private static final class Entry {
    private final List<NameAnswer> answers = new ArrayList<>(1);
    private boolean used;

    /** A connection has its name from it. */
    void use() {
      used = true;
    }
  }

  /** A table for so many keys, and so much memory, about. */
  AnswerTable(int maxKeys, long maxBytes) {
    this.maxKeys = maxKeys;
    this.maxBytes = maxBytes;
  }

  void put(K key, NameAnswer answer) {
    Entry entry = entries.get(key);
    if (entry == null) {
      entry = new Entry();
      entries.put(key, entry);
      bytes += KEY_BYTES;
    }
    List<NameAnswer> known = entry.answers;
    NameAnswer added = withoutSame(known, answer);
    if (known.size() == MAX_ANSWERS) {
      NameAnswer oldest = known.remove(0);
      bytes -= oldest.bytes();
      crowded += oldest.isValidAt(answer.sinceNanos()) ? 1 : 0;
    }
    known.add(added);
    bytes += added.bytes();
    while (entries.size() > maxKeys || bytes > maxBytes) {
      evictOldest(answer.sinceNanos());
    }
  }

  /**
   * Takes out an older answer to the same question. A connection that began on it may still be
   * undecided, so the newer one counts from the older's time on.
   */
  private NameAnswer withoutSame(List<NameAnswer> known, NameAnswer answer) {
    for (int i = 0; i < known.size(); i++) {
      NameAnswer old = known.get(i);
      if (old.asksSame(answer)) {
        known.remove(i);
        bytes -= old.bytes();
        long age = answer.sinceNanos() - old.sinceNanos();
        return age >= 0 && age <= REFRESH_NANOS
            ? new NameAnswer(
                answer.asker(),
                answer.names(),
                old.sinceNanos(),
                Math.max(old.untilNanos(), answer.untilNanos()),
                old.solicited() && answer.solicited(),
                old.frame())
            : answer;
      }
    }
    return answer;
  }

  private void evictOldest(long nowNanos) {
    Iterator<Entry> oldest = entries.values().iterator();
    boolean valid = false;
    for (NameAnswer answer : oldest.next().answers) {
      bytes -= answer.bytes();
      valid |= answer.isValidAt(nowNanos);
    }
    bytes -= KEY_BYTES;
    oldest.remove();
    evicted += valid ? 1 : 0;
  }

  /**
   * The answers of a key that hold at a time, the newest first, in a list of the caller's own if
   * any.
   */
  List<NameAnswer> valid(K key, long nanos) {
    Entry entry = entries.get(key);
    if (entry == null) { // of most connections the capture holds no answer
      return List.of();
    }
    List<NameAnswer> known = entry.answers;
    List<NameAnswer> valid = new ArrayList<>(known.size());
    for (int i = known.size() - 1; i >= 0; i--) {
      if (known.get(i).isValidAt(nanos)) {
        valid.add(known.get(i));
      }
    }
    return valid;
  }

  /** Notes that a connection relied on a key's answers. */
  void use(K key) {
    Entry entry = entries.get(key);
    if (entry != null) {
      entry.use();
    }
  }

  /** Returns whether a connection is known to have relied on them. */
  boolean isUsed(K key) {
    Entry entry = entries.get(key);
    return entry != null && entry.used;
  }

  int size() {
    return entries.size();
  }

  /** Keys that had to go with an answer that still held. */
  long evicted() {
    return evicted;
  }

  /** Answers that still held and gave way to others of their key. */
  long crowded() {
    return crowded;
  }
}
