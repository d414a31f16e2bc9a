package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.TlsVersion;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How often each version came: in most cases one alone, which then needs no map; and often once,
 * for which all share one object.
 */
final class VersionCounts {
  /** Counts nothing. */
  static final VersionCounts NONE = new VersionCounts(null);

  /** Versions that are counted by name; made-up numbers could be many. */
  static final int MAX = 16;

  private static final List<VersionCounts> ONCE =
      List.of(
          new VersionCounts(TlsVersion.TLS_1_0),
          new VersionCounts(TlsVersion.TLS_1_1),
          new VersionCounts(TlsVersion.TLS_1_2),
          new VersionCounts(TlsVersion.TLS_1_3));

  private @Nullable TlsVersion only;
  private long times; // of it
  private @Nullable TreeMap<TlsVersion, Long> several;

  private VersionCounts(@Nullable TlsVersion only) {
    this.only = only;
    this.times = only == null ? 0 : 1;
  }

  /** Returns one more; not counted if it is one of too many. To be used in place of this. */
  VersionCounts plus(TlsVersion version) {
    VersionCounts once = this == NONE ? once(version) : null;
    if (once != null) {
      return once;
    }
    VersionCounts own = own();
    own.add(version);
    return own;
  }

  /** Returns one fewer. To be used in place of this. */
  VersionCounts minus(TlsVersion version) {
    VersionCounts own = own();
    own.takeBack(version);
    return own;
  }

  /**
   * Returns what all share that have this version once, if there is one. By number: no map is
   * asked.
   */
  private static @Nullable VersionCounts once(TlsVersion version) {
    for (int i = 0; i < ONCE.size(); i++) {
      VersionCounts each = ONCE.get(i);
      if (each.only != null && each.only.value() == version.value()) {
        return each;
      }
    }
    return null;
  }

  private VersionCounts own() {
    boolean shared = this == NONE || times == 1 && only != null && once(only) == this;
    return shared ? new VersionCounts(only) : this;
  }

  private void add(TlsVersion version) {
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

  private void takeBack(TlsVersion version) {
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
