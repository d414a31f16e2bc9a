package io.tlsfloor.report.form;

import io.tlsfloor.report.form.lines.LinesReport;
import io.tlsfloor.report.form.table.TableOptions;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.Report;
import java.util.Optional;

/**
 * Holds what forms differ by.
 *
 * @param live whether packets come from interfaces, whose names stand where files would
 * @param named whether connections name the capture they were read from; without, what is shared
 *     says nothing of where it comes from
 * @param site name of the sensor
 * @param table the inputs, the policy, and how a terminal is written to
 */
public record FormOptions(boolean live, boolean named, Optional<String> site, TableOptions table) {
  /** For what is no terminal. */
  public FormOptions withoutColor() {
    return new FormOptions(live, named, site, table.withoutColor());
  }

  /** For what is shared: connections do not name their captures. */
  public FormOptions unnamed() {
    return new FormOptions(live, false, site, table);
  }

  /** Lines of findings as they come, before a table that counts them. */
  public Report early(Chunk.Taker out) {
    return LinesReport.early(out, table.color());
  }
}
