package io.tlsfloor.report.form.html;

import java.util.Optional;

/**
 * Holds what the page says besides the results.
 *
 * @param title of the report
 */
public record PageOptions(Optional<String> title) {
  /** Nothing more. */
  public static final PageOptions NONE = new PageOptions(Optional.empty());
}
