package io.tlsfloor.capture;

import java.security.SecureRandom;

/** Random numbers that whoever makes traffic cannot know, for the keys of this process's hashes. */
public final class ProcessSecret {
  private static final SecureRandom RANDOM = new SecureRandom();

  private ProcessSecret() {}

  /** The next one; another in each process. */
  public static long next() {
    return RANDOM.nextLong();
  }
}
