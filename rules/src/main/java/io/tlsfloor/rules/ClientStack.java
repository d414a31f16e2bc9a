package io.tlsfloor.rules;

import java.util.List;

/**
 * Which TLS library a hello looks like.
 *
 * @param name the best candidate, for people: {@code Java 7 (JSSE)}
 * @param key of the best candidate, for remedies
 * @param confidence high for an exact fingerprint, medium for a shape
 * @param candidates all that fit equally well, the best first
 */
public record ClientStack(String name, String key, Confidence confidence, List<String> candidates) {
  /** Copies the list. */
  public ClientStack {
    candidates = List.copyOf(candidates);
  }
}
