package io.tlsfloor.parser.observation;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A name for the server, and where it was seen.
 *
 * @param name as it was sent, neither lowered nor escaped
 * @param from the place
 * @param frame the frame that it is from, where that is none of the connection's own: a DNS
 *     answer's
 */
public record NameSeen(String name, NameSource from, Optional<FrameRef> frame) {
  /** A name from the connection itself, or from no frame at all. */
  public NameSeen(String name, NameSource from) {
    this(name, from, Optional.empty());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NameSeen that
        && from == that.from
        && name.equals(that.name)
        && frame.equals(that.frame);
  }

  @Override
  public int hashCode() {
    return KeyedHash.code(from.ordinal(), name);
  }
}
