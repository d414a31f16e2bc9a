package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.TlsVersion;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How often each version came: in most cases one alone, which then needs no map. */
final class VersionCounts {
  /** Versions that are counted by name; made-up numbers could be many. */
  static final int MAX = 16;

  private @Nullable TlsVersion only;
  private long times; // of it
  private @Nullable TreeMap<TlsVersion, Long> several;

  /** One more; not counted if it is one of too many. */
  void add(TlsVersion version) {
    if (several != null) {
      if (several.size() < MAX || several.containsKey(version)) {
        several.merge(version, 1L, Long::sum);
      }
    } else if (only == null || only.equals(version)) {
      only = only == null ? version : only;
      times++;
    } else {
      several = new TreeMap<>();
      several.put(only, times);
      several.put(version, 1L);
    }
  }

  /** One fewer. */
  void takeBack(TlsVersion version) {
    if (several != null) {
      several.computeIfPresent(version, (v, count) -> count == 1 ? null : count - 1);
    } else if (version.equals(only) && --times == 0) {
      only = null;
    }
  }

  /** By version, in order of time. */
  Map<TlsVersion, Long> byVersion() {
    if (several != null) {
      return new TreeMap<>(several);
    }
    return only == null ? Map.of() : Map.of(only, times);
  }
}
