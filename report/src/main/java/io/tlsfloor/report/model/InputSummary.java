package io.tlsfloor.report.model;

import java.util.Optional;

/**
 * One input of a run.
 *
 * @param file as given or found
 * @param packets read
 * @param bytes read, of the file as it is stored
 * @param damage why it was not read to its end, or not at all; empty for a sound file
 * @param advice what to do about that, as an imperative clause; empty where there is none
 */
public record InputSummary(
    String file, long packets, long bytes, Optional<String> damage, Optional<String> advice) {
  /** Whether anything of it could be read, if only its header. */
  public boolean isRead() {
    return bytes > 0 || damage.isEmpty();
  }
}
