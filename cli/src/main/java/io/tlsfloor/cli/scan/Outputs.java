package io.tlsfloor.cli.scan;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.report.Format;
import io.tlsfloor.cli.report.LineOutput;
import io.tlsfloor.cli.report.Report;
import io.tlsfloor.cli.report.exchange.CefReport;
import io.tlsfloor.cli.report.exchange.CsvReport;
import io.tlsfloor.cli.report.exchange.EveReport;
import io.tlsfloor.cli.report.exchange.ZeekReport;
import io.tlsfloor.cli.report.jsonl.JsonLinesReport;
import io.tlsfloor.cli.report.markdown.MarkdownReport;
import io.tlsfloor.cli.report.table.TableOptions;
import io.tlsfloor.cli.report.table.TableReport;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Where the results of a run go: one output or several, each in its form. */
final class Outputs implements Closeable {
  private final ScanOptions options;
  private final Console console;
  private final List<OutputTarget> files = new ArrayList<>();
  private final List<LineOutput> buffers = new ArrayList<>();
  private final List<Report> reports = new ArrayList<>();

  private Outputs(ScanOptions options, Console console) {
    this.options = options;
    this.console = console;
  }

  /**
   * Opens them all.
   *
   * @throws CommandException if a file cannot be written
   */
  static Outputs open(ScanOptions options, Console console) throws CommandException, IOException {
    Outputs outputs = new Outputs(options, console);
    try {
      if (options.output().isPresent()) {
        outputs.add(options.format(), outputs.file(options.output().get()), false);
      } else {
        outputs.add(options.format(), console.out(), console.outIsTerminal());
      }
      for (WriteTarget target : options.writes()) {
        outputs.add(target.format(), outputs.file(target.file()), false);
      }
      return outputs;
    } catch (CommandException | IOException | RuntimeException e) {
      outputs.close();
      throw e;
    }
  }

  private OutputStream file(String name) throws CommandException {
    OutputTarget file = OutputTarget.of(name);
    files.add(file);
    return file;
  }

  private void add(Format format, OutputStream to, boolean terminal) throws IOException {
    LineOutput out = new LineOutput(to);
    buffers.add(out);
    reports.add(report(format, out, terminal));
  }

  private Report report(Format format, LineOutput out, boolean terminal) throws IOException {
    return switch (format) {
      case TABLE -> new TableReport(out, tableOptions(terminal));
      case JSONL -> new JsonLinesReport(out);
      case CSV -> new CsvReport(out);
      case MARKDOWN -> new MarkdownReport(out, options.policy(), options.inputs());
      case EVE -> new EveReport(out);
      case ZEEK -> new ZeekReport(out);
      case CEF -> new CefReport(out);
    };
  }

  private TableOptions tableOptions(boolean terminal) {
    return new TableOptions(
        options.policy(),
        console.columns(),
        options.color().decide(terminal && !console.refusesColor()),
        options.verbose(),
        options.quiet(),
        options.all(),
        options.inputs());
  }

  /** What tells them all. */
  Report report() {
    return reports.size() == 1 ? reports.get(0) : new ManyReports(reports);
  }

  /**
   * All is told: gives the files their names.
   *
   * @throws IOException if an output fails; files that have their names by then keep them
   */
  void commit() throws IOException {
    for (LineOutput buffer : buffers) {
      buffer.close();
    }
    for (OutputTarget file : files) {
      file.commit();
    }
  }

  /** Without {@link #commit}, leaves no file behind. */
  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (LineOutput buffer : buffers) {
      try {
        buffer.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    for (OutputTarget file : files) {
      try {
        file.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
