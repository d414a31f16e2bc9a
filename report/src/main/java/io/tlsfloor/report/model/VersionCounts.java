package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.TlsVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How often each version came: in most cases one alone, a few times, for which all share one
 * object.
 */
final class VersionCounts {
  /** Counts nothing. */
  static final VersionCounts NONE = new VersionCounts(null, 0);

  /** Versions that are counted by name; made-up numbers could be many. */
  static final int MAX = 16;

  private static final int FEW = 8;
  private static final int FIRST = TlsVersion.TLS_1_0.value();
  private static final List<VersionCounts> SHARED = shared();

  private @Nullable TlsVersion version;
  private long times; // of it
  private @Nullable VersionCounts others;
  private final Map<TlsVersion, Long> shared; // of what many share; else empty

  private VersionCounts(@Nullable TlsVersion version, long times) {
    this(version, times, Map.of());
  }

  private VersionCounts(@Nullable TlsVersion version, long times, Map<TlsVersion, Long> shared) {
    this.version = version;
    this.times = times;
    this.shared = shared;
  }

  /** What all share that have one version alone, a few times: TLS 1.0 to 1.3. */
  private static List<VersionCounts> shared() {
    List<VersionCounts> shared = new ArrayList<>();
    for (int version = FIRST; version <= TlsVersion.TLS_1_3.value(); version++) {
      for (int times = 1; times <= FEW; times++) {
        TlsVersion one = new TlsVersion(version);
        shared.add(new VersionCounts(one, times, Map.of(one, (long) times)));
      }
    }
    return List.copyOf(shared);
  }

  /** Returns so many more; not counted if it is one of too many. To be used in place of this. */
  VersionCounts plus(TlsVersion version, long count) {
    boolean alone = others == null && (this.version == null || this.version.equals(version));
    VersionCounts more = alone ? shared(version, times + count) : null;
    if (more != null) {
      return more;
    }
    VersionCounts own = own();
    own.add(version, count);
    return own;
  }

  /** Returns what all share that have this version alone, so often, if there is one. */
  private static @Nullable VersionCounts shared(TlsVersion version, long times) {
    if (times < 1 || times > FEW) {
      return null;
    }
    int at = (version.value() - FIRST) * FEW + (int) times - 1;
    return at >= 0 && at < SHARED.size() ? SHARED.get(at) : null;
  }

  private VersionCounts own() {
    boolean shared = this == NONE || version != null && shared(version, times) == this;
    return shared ? new VersionCounts(version, times) : this;
  }

  private void add(TlsVersion version, long count) {
    VersionCounts each = this;
    for (int kinds = 1; each.version != null && !each.version.equals(version); kinds++) {
      if (each.others == null) {
        if (kinds == MAX) {
          return;
        }
        each.others = new VersionCounts(null, 0);
      }
      each = each.others;
    }
    each.version = version;
    each.times += count;
  }

  /** By version, in order of time. */
  Map<TlsVersion, Long> byVersion() {
    if (!shared.isEmpty()) {
      return shared;
    }
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
