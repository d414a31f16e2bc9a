package io.tlsfloor.report.form.html;

import java.util.Optional;

/**
 * What the first page says besides the results.
 *
 * @param title of the report
 * @param organisation whose it is
 * @param former an earlier run to compare with, read to its end
 */
public record PageOptions(
    Optional<String> title, Optional<String> organisation, Optional<FormerRun> former) {
  /** Nothing more. */
  public static final PageOptions NONE =
      new PageOptions(Optional.empty(), Optional.empty(), Optional.empty());
}
