package io.tlsfloor.report.form.lines;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.RuleId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Separates what is new from what repeats: the same client, service and rule. Bounded: what was not
 * seen for longest is new again.
 */
public final class Repeats {
  /** Kinds that are remembered. */
  public static final int MAX_KEYS = 10_000;

  private final Map<RepeatKey, Repeated> seen =
      new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RepeatKey, Repeated> eldest) {
          return size() > MAX_KEYS;
        }
      };

  private record RepeatKey(
      IpAddress client, Optional<ServiceName> service, Optional<RuleId> rule) {}

  private static final class Repeated {
    private final Result latest;
    private long unreported;
    private long total = 1;

    Repeated(Result latest) {
      this.latest = latest;
    }

    private void count() {
      unreported++;
      total++;
    }

    private void report(BiConsumer<Result, long[]> sink) {
      if (unreported > 0) {
        sink.accept(latest, new long[] {unreported, total});
        unreported = 0;
      }
    }
  }

  /**
   * Returns whether this is the first of its kind; else it is counted, but for what was counted
   * before it was amended.
   */
  public boolean isNew(Result result) {
    RepeatKey key = key(result);
    Repeated entry = seen.get(key);
    if (entry == null) {
      seen.put(key, new Repeated(result));
      return true;
    }
    if (!result.connection().evidence().amends()) {
      entry.count();
    }
    return false;
  }

  private static RepeatKey key(Result result) {
    return new RepeatKey(
        result.ends().client().address(), result.service(), result.worst().map(Finding::rule));
  }

  /**
   * Reports what was counted since the last call.
   *
   * @param sink takes the first of a kind, and {@code {since the last call, in all}}
   */
  public void flush(BiConsumer<Result, long[]> sink) {
    seen.values().forEach(entry -> entry.report(sink));
  }
}
