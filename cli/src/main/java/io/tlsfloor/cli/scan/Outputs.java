package io.tlsfloor.cli.scan;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.option.WriteTarget;
import io.tlsfloor.report.form.Format;
import io.tlsfloor.report.form.cef.CefReport;
import io.tlsfloor.report.form.csv.CsvReport;
import io.tlsfloor.report.form.eve.EveReport;
import io.tlsfloor.report.form.html.HtmlReport;
import io.tlsfloor.report.form.jsonl.JsonLinesReport;
import io.tlsfloor.report.form.markdown.MarkdownReport;
import io.tlsfloor.report.form.table.TableOptions;
import io.tlsfloor.report.form.table.TableReport;
import io.tlsfloor.report.form.zeek.ZeekReport;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.pseudonym.PseudonymReport;
import io.tlsfloor.report.pseudonym.Pseudonymizer;
import io.tlsfloor.report.sink.LineOutput;
import io.tlsfloor.report.sink.OutputTarget;
import io.tlsfloor.report.sink.syslog.Syslog;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the results of a run go: one output or several, each in its form. */
final class Outputs implements Closeable {
  private final ScanOptions options;
  private final Optional<Pseudonymizer> pseudonymizer;
  private final List<String> inputs; // as reports name them
  private final Console console;
  private final List<OutputTarget> files = new ArrayList<>();
  private final List<LineOutput> buffers = new ArrayList<>();
  private final List<Report> reports = new ArrayList<>();
  private Optional<Syslog> syslog = Optional.empty();

  private Outputs(ScanOptions options, Optional<Pseudonymizer> pseudonymizer, Console console) {
    this.options = options;
    this.pseudonymizer = pseudonymizer;
    inputs =
        pseudonymizer.isEmpty()
            ? options.inputs()
            : options.inputs().stream().map(pseudonymizer.get()::file).toList();
    this.console = console;
  }

  /**
   * Opens them all.
   *
   * @param pseudonymizer what stands before all of them
   * @throws CommandException if a file cannot be written, or a receiver cannot be reached
   */
  static Outputs open(ScanOptions options, Optional<Pseudonymizer> pseudonymizer, Console console)
      throws CommandException, IOException {
    Outputs outputs = new Outputs(options, pseudonymizer, console);
    try {
      if (options.output().isPresent()) {
        outputs.add(options.format(), outputs.file(options.output().get()), false);
      } else {
        outputs.addConsole();
      }
      for (WriteTarget target : options.writes()) {
        outputs.add(target.format(), outputs.file(target.file()), false);
      }
      if (options.syslog().isPresent()) {
        Syslog opened = Syslog.connect(options.syslog().get(), console::variable, console::warn);
        outputs.syslog = Optional.of(opened);
        outputs.add(opened.report(), options.all());
      }
      return outputs;
    } catch (IOException | RuntimeException e) {
      outputs.close();
      throw e;
    }
  }

  private OutputStream file(String name) throws IOException {
    OutputTarget file = OutputTarget.of(name);
    files.add(file);
    return file;
  }

  /** Standard output; who waits there for a table of a file that grows sees findings before it. */
  private void addConsole() throws IOException {
    boolean terminal = console.outIsTerminal();
    LineOutput out = buffered(console.out());
    if (options.follow() && options.format() == Format.TABLE) {
      add(new FoundLines(out, tableOptions(terminal).color()), options.all());
    }
    addForm(options.format(), out, terminal);
  }

  private void add(Format format, OutputStream to, boolean terminal) throws IOException {
    addForm(format, buffered(to), terminal);
  }

  private void addForm(Format format, LineOutput out, boolean terminal) throws IOException {
    boolean takesAll = options.all() || format == Format.HTML; // which names exceptions too
    add(report(format, out, terminal), takesAll);
  }

  private void add(Report report, boolean takesAll) {
    reports.add(takesAll ? report : new FlaggedOnly(report));
  }

  private LineOutput buffered(OutputStream to) {
    LineOutput out = new LineOutput(to);
    buffers.add(out);
    return out;
  }

  private Report report(Format format, LineOutput out, boolean terminal) throws IOException {
    return switch (format) {
      case TABLE -> new TableReport(out, tableOptions(terminal));
      case JSONL -> new JsonLinesReport(out);
      case CSV -> new CsvReport(out);
      case MARKDOWN -> new MarkdownReport(out, options.policy(), inputs);
      case EVE -> new EveReport(out);
      case ZEEK -> new ZeekReport(out);
      case CEF -> new CefReport(out);
      case HTML -> new HtmlReport(out, inputs, options.policy());
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
        inputs);
  }

  /** What tells them all; it is to be told of every connection. */
  Report report() {
    Report all = reports.size() == 1 ? reports.get(0) : new ManyReports(reports);
    return pseudonymizer.isEmpty() ? all : new PseudonymReport(all, pseudonymizer.get());
  }

  /** What outputs could not take so far: all that waits is sent first. */
  List<LossCount> losses() {
    syslog.ifPresent(Syslog::settle);
    return syslog.map(Syslog::losses).orElse(List.of());
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

  /**
   * Ends what is no file, once the files have their names.
   *
   * @throws CommandException if something was not delivered: exit 4
   */
  void deliver() throws CommandException {
    Optional<String> failure = syslog.flatMap(Syslog::end);
    if (failure.isPresent()) {
      throw new CommandException(
          ExitCode.FAULT,
          failure.get(),
          "All other results are complete. Run the scan again when the receiver is back: event ids"
              + " stay the same.");
    }
  }

  /** Without {@link #commit}, leaves no file behind. */
  @Override
  public void close() throws IOException {
    IOException failure = null;
    syslog.ifPresent(Syslog::close);
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
