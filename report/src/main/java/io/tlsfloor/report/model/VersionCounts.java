package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.TlsVersion;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How often each version came: in most cases one alone, and often once, for which all share one
 * object.
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

  private @Nullable TlsVersion version;
  private long times; // of it
  private @Nullable VersionCounts others;

  private VersionCounts(@Nullable TlsVersion version) {
    this.version = version;
    this.times = version == null ? 0 : 1;
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
      if (each.version != null && each.version.value() == version.value()) {
        return each;
      }
    }
    return null;
  }

  private VersionCounts own() {
    boolean shared = this == NONE || times == 1 && version != null && once(version) == this;
    return shared ? new VersionCounts(version) : this;
  }

  private void add(TlsVersion version) {
    VersionCounts each = this;
    for (int kinds = 1; each.version != null && !each.version.equals(version); kinds++) {
      if (each.others == null) {
        if (kinds == MAX) {
          return;
        }
        each.others = new VersionCounts(null);
      }
      each = each.others;
    }
    each.version = version;
    each.times++;
  }

  private void takeBack(TlsVersion version) {
    for (VersionCounts each = this; each != null; each = each.others) {
      if (version.equals(each.version) && each.times > 0) {
        each.times--;
        return;
      }
    }
  }

  /** By version, in order of time. */
  Map<TlsVersion, Long> byVersion() {
    if (others == null) {
      return version == null || times == 0 ? Map.of() : Map.of(version, times);
    }
    Map<TlsVersion, Long> all = new TreeMap<>();
    for (VersionCounts each = this; each != null; each = each.others) {
      if (each.version != null && each.times > 0) {
        all.put(each.version, each.times);
      }
    }
    return all;
  }
}
