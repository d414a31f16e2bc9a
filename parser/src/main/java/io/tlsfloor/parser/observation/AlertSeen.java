package io.tlsfloor.parser.observation;

import java.util.Optional;

/**
 * The first fatal alert in clear, or the first warning where no fatal one came (RFC 8446 §6).
 *
 * @param by who sent it; empty where a log does not say
 * @param level 1 warning, 2 fatal, or another number as sent
 * @param description number of the alert
 */
public record AlertSeen(Optional<Side> by, int level, int description) {
  /** Level of a fatal alert. */
  public static final int FATAL = 2;

  /** RFC 8446 §6.2. */
  public static final int HANDSHAKE_FAILURE = 40;

  /** RFC 8446 §6.2. */
  public static final int PROTOCOL_VERSION = 70;

  /** RFC 8446 §6.2. */
  public static final int INSUFFICIENT_SECURITY = 71;

  /** RFC 7507 §3. */
  public static final int INAPPROPRIATE_FALLBACK = 86;

  /** An alert that one side is known to have sent. */
  public AlertSeen(Side by, int level, int description) {
    this(Optional.of(by), level, description);
  }

  /** Returns whether {@code side} is known to have sent it. */
  public boolean isFrom(Side side) {
    return by.isPresent() && by.get() == side;
  }

  /** Returns whether the level is fatal. */
  public boolean isFatal() {
    return level == FATAL;
  }
}
