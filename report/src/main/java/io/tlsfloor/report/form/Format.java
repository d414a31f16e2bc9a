package io.tlsfloor.report.form;

import io.tlsfloor.report.form.cef.CefReport;
import io.tlsfloor.report.form.csv.CsvFixes;
import io.tlsfloor.report.form.csv.CsvReport;
import io.tlsfloor.report.form.jsonl.JsonLinesReport;
import io.tlsfloor.report.form.lines.LinesReport;
import io.tlsfloor.report.form.table.TableReport;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Wants;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** The forms that results come in. */
public enum Format {
  /** For people: findings grouped, worst first. */
  TABLE(Delivery.DOCUMENT),
  /** For people: one line a finding, as it happens. */
  LINES(Delivery.LINES),
  /** For programs: one JSON object a line. */
  JSONL(Delivery.LINES),
  /** For spreadsheets: one line a client and service. */
  CSV(Delivery.DOCUMENT),
  /** For what takes ArcSight's Common Event Format. */
  CEF(Delivery.LINES);

  /** Says what a form makes. */
  public enum Delivery {
    /** All of a run at once, when it ends; of one that goes on, again and again. */
    DOCUMENT,
    /** Lines as they come. */
    LINES
  }

  private final Delivery shape;

  Format(Delivery shape) {
    this.shape = shape;
  }

  /** The form that a file's name means by its ending; empty for none. */
  public static Optional<Format> ofName(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    return name.endsWith(".jsonl") || name.endsWith(".ndjson")
        ? Optional.of(JSONL)
        : name.endsWith(".csv")
            ? Optional.of(CSV)
            : name.endsWith(".cef") ? Optional.of(CEF) : Optional.empty();
  }

  /** Returns whether it says what to do, change by change, when that is asked for. */
  public boolean tellsFixes() {
    return switch (this) {
      case TABLE, JSONL, CSV -> true;
      case LINES, CEF -> false;
    };
  }

  /** Returns what it makes. */
  public Delivery shape() {
    return shape;
  }

  /**
   * Which connections it is given: a document is of clients.
   *
   * @param all whether all are asked for
   */
  public Wants wants(boolean all) {
    return switch (shape) {
      case DOCUMENT -> Wants.NONE;
      case LINES -> all ? Wants.ALL : Wants.FLAGGED;
    };
  }

  /** This form, which writes to {@code out}. */
  public Report to(Chunk.Taker out, FormOptions options) throws IOException {
    return switch (this) {
      case TABLE -> new TableReport(out, options.table());
      case LINES -> new LinesReport(out, options.table().color());
      case JSONL -> lines(out, options);
      case CSV ->
          options.table().byFix() ? new CsvFixes(out) : new CsvReport(out, options.table().all());
      case CEF -> new CefReport(out);
    };
  }

  private static Report lines(Chunk.Taker out, FormOptions options) throws IOException {
    JsonLinesReport lines =
        new JsonLinesReport(out, options.live(), options.site())
            .withFloors(options.table().policy());
    if (options.table().byFix()) {
      lines.withFixes();
    }
    return lines;
  }
}
