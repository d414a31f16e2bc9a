package io.tlsfloor.report.form.html;

import java.util.Map;
import java.util.Optional;

/**
 * Holds what the page says besides the results.
 *
 * @param title of the report
 * @param known names and owners of clients, by address
 */
public record PageOptions(Optional<String> title, Map<String, KnownClient> known) {
  /** Nothing more. */
  public static final PageOptions NONE = new PageOptions(Optional.empty(), Map.of());

  /** Copies the map. */
  public PageOptions {
    known = Map.copyOf(known);
  }
}
