package io.tlsfloor.report.model;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One input of a run.
 *
 * @param file as given or found
 * @param packets read
 * @param entries read, of a log; empty for a capture
 * @param bytes read, of the file as it is stored
 * @param damage why it was not read to its end, or not at all; empty for a sound file
 * @param advice what to do about that, as an imperative clause; empty where there is none
 */
public record InputSummary(
    String file,
    long packets,
    OptionalLong entries,
    long bytes,
    Optional<String> damage,
    Optional<String> advice) {
  /** A capture. */
  public InputSummary(
      String file, long packets, long bytes, Optional<String> damage, Optional<String> advice) {
    this(file, packets, OptionalLong.empty(), bytes, damage, advice);
  }

  /** A log of {@code entries} entries. */
  public static InputSummary log(String file, long entries, long bytes, Optional<String> damage) {
    return new InputSummary(file, 0, OptionalLong.of(entries), bytes, damage, Optional.empty());
  }

  /** Whether anything of it could be read, if only its header. */
  public boolean isRead() {
    return bytes > 0 || entries.orElse(0) > 0 || damage.isEmpty();
  }
}
