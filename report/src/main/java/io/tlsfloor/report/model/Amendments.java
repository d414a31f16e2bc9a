package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.rules.Judgement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers what a watch reported of connections that were silent, so that what was counted can be
 * taken back when a late answer amends it. In bounded room: what is forgotten counts twice.
 * Confined to one thread.
 */
public final class Amendments {
  /** Connections that are remembered; about 1 KB each. */
  static final int MAX = 20_000;

  /** TCP gives up after about a quarter of an hour (RFC 1122 §4.2.3.5 and common defaults). */
  static final Duration PATIENCE = Duration.ofMinutes(16);

  private final Map<String, Judgement> silent = new LinkedHashMap<>();

  /**
   * What was reported of the same connection before, which {@code now} replaces; empty for nothing.
   */
  public Optional<Judgement> earlier(Judgement now) {
    String id = EventId.of(now.connection());
    Optional<Judgement> earlier =
        now.connection().evidence().amends()
            ? Optional.ofNullable(silent.remove(id))
            : Optional.empty();
    if (isSilent(now)) {
      silent.put(id, now);
      if (silent.size() > MAX) {
        silent.remove(silent.keySet().iterator().next());
      }
    }
    return earlier;
  }

  /** Forgets all: memory is full, so that this takes none. */
  public void makeRoom() {
    silent.clear();
  }

  private static boolean isSilent(Judgement judgement) {
    return judgement
        .connection()
        .ending()
        .map(ending -> ending.how() == EndedHow.TIMEOUT)
        .orElse(false);
  }

  /**
   * Those that may still be amended, by the time of their last packets.
   *
   * @param now the time of the packets that are read
   */
  public List<Judgement> open(Instant now) {
    Instant oldest = now.minus(PATIENCE);
    silent.values().removeIf(each -> last(each).isBefore(oldest));
    return new ArrayList<>(silent.values());
  }

  private static Instant last(Judgement judgement) {
    return judgement.connection().evidence().last().time();
  }
}
