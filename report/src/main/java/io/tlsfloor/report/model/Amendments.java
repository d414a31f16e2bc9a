package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Weight;
import io.tlsfloor.rules.Judgement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Remembers what a watch reported of connections that were silent, so that what was counted can be
 * taken back when a late answer amends it. In bounded room: what is forgotten counts twice.
 * Confined to one thread.
 */
public final class Amendments {
  /** Memory for them with a heap of 1 GB: twenty thousand connections of the usual kind. */
  public static final long MAX_BYTES = 20_000L * Weight.CONNECTION_BYTES;

  /** TCP gives up after about a quarter of an hour (RFC 1122 §4.2.3.5 and common defaults). */
  static final Duration PATIENCE = Duration.ofMinutes(16);

  private final Remembered silent;

  /** Remembers in so much memory. */
  public Amendments(long maxBytes) {
    silent = new Remembered(maxBytes);
  }

  /**
   * Returns what was reported of the same connection before, which {@code now} replaces; empty for
   * nothing.
   */
  public Optional<Judgement> earlier(Judgement now) {
    String id = EventId.of(now.connection());
    Optional<Judgement> earlier =
        now.connection().evidence().amends()
            ? Optional.ofNullable(silent.remove(id))
            : Optional.empty();
    if (isSilent(now)) {
      silent.put(id, now);
    }
    return earlier;
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
    silent.removeIf(each -> last(each).isBefore(oldest));
    return silent.all();
  }

  private static Instant last(Judgement judgement) {
    return judgement.connection().evidence().last().time();
  }
}
