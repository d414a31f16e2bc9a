package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.Weight;
import io.tlsfloor.rules.Judgement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Judgements by event id, in bounded memory: the one that was noted the longest ago goes first.
 * Confined to one thread.
 */
final class Remembered {
  private final Map<String, Judgement> byId = new LinkedHashMap<>();
  private final long maxBytes;
  private long bytes;

  Remembered(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Notes one, instead of an earlier one of the same id. */
  void put(String id, Judgement judgement) {
    remove(id);
    byId.put(id, judgement);
    bytes += Weight.of(judgement.connection());
    while (bytes > maxBytes && byId.size() > 1) {
      remove(byId.keySet().iterator().next());
    }
  }

  /** Forgets one; null if there is none. */
  @Nullable Judgement remove(String id) {
    Judgement known = byId.remove(id);
    if (known != null) {
      bytes -= Weight.of(known.connection());
    }
    return known;
  }

  /** Forgets those that are so. */
  void removeIf(Predicate<Judgement> condition) {
    Iterator<Judgement> each = byId.values().iterator();
    while (each.hasNext()) {
      Judgement judgement = each.next();
      if (condition.test(judgement)) {
        each.remove();
        bytes -= Weight.of(judgement.connection());
      }
    }
  }

  /** All of them, in the order in which they were noted. */
  List<Judgement> all() {
    return new ArrayList<>(byId.values());
  }

  /** Forgets all: this takes no memory. */
  void clear() {
    byId.clear();
    bytes = 0;
  }
}
