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
 * @param site name of the sensor
 * @param table the inputs, the policy, and how a terminal is written to
 */
public record FormOptions(boolean live, Optional<String> site, TableOptions table) {
  /** For what is no terminal. */
  public FormOptions withoutColor() {
    return new FormOptions(live, site, table.withoutColor());
  }

  /** Lines of findings as they come, before a table that counts them. */
  public Report early(Chunk.Taker out) {
    return LinesReport.early(out, table.color());
  }
}
