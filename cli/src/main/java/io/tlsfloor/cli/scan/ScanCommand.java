package io.tlsfloor.cli.scan;

import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.judging.CatalogueLoader;
import io.tlsfloor.cli.report.Format;
import io.tlsfloor.cli.report.LineOutput;
import io.tlsfloor.cli.report.Report;
import io.tlsfloor.cli.report.RunSummary;
import io.tlsfloor.cli.report.jsonl.JsonLinesReport;
import io.tlsfloor.cli.report.table.TableOptions;
import io.tlsfloor.cli.report.table.TableReport;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code tlsfloor scan}: reads captures and tells who speaks to the service below the floor. */
public final class ScanCommand implements Command {
  @Override
  public String name() {
    return "scan";
  }

  @Override
  public String summary() {
    return "Reads capture files and flags Microsoft 365 connections below TLS 1.2.";
  }

  @Override
  public String arguments() {
    return "FILE|DIR|- ...";
  }

  @Override
  public Options options() {
    return ScanFlags.options();
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("tlsfloor scan incident.pcapng", "what is below the floor in one capture"),
        new Example("tlsfloor scan captures/", "all captures in a directory, as one story"),
        new Example(
            "tlsfloor scan --format jsonl --output today.jsonl captures/",
            "a record of each finding for a SIEM"),
        new Example(
            "tlsfloor scan --all --any-service --direction any capture.pcap",
            "every TLS connection, whoever it is with"),
        new Example(
            "ssh gateway tcpdump -w - -U 'tcp' | tlsfloor scan -",
            "from a pipe, as the packets come"));
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandException, IOException {
    ScanOptions options = ScanOptions.of(line);
    if (options.quiet()) {
      console.quiet();
    }
    CatalogueLoader catalogue =
        CatalogueLoader.start(options.endpoints(), options.policy().instances());
    Inputs inputs = Inputs.of(options.inputs(), options.verbose(), console);
    if (options.endpoints().isPresent() || !options.policy().instances().isEmpty()) {
      catalogue.get(); // what the user gave is checked before anything is read
    }
    if (options.output().isEmpty()) {
      return scan(options, inputs, catalogue, console.out(), console);
    }
    try (OutputTarget file = OutputTarget.of(options.output().get())) {
      ExitCode code = scan(options, inputs, catalogue, file, console);
      file.commit();
      return code;
    }
  }

  private static ExitCode scan(
      ScanOptions options,
      Inputs inputs,
      CatalogueLoader catalogue,
      OutputStream results,
      Console console)
      throws CommandException, IOException {
    try (LineOutput out = new LineOutput(results);
        ProgressDisplay progress =
            new ProgressDisplay(showsProgress(options, console), inputs.size(), console)) {
      Scan scan = new Scan(options, inputs, catalogue, report(options, out, console), console);
      RunSummary run = scan.run(progress);
      out.flush();
      return exitCode(run);
    }
  }

  private static boolean showsProgress(ScanOptions options, Console console) {
    boolean mixes =
        options.format() == Format.JSONL && options.output().isEmpty() && console.outIsTerminal();
    return options.progress().decide(console.errIsTerminal() && !options.quiet() && !mixes);
  }

  private static Report report(ScanOptions options, LineOutput out, Console console)
      throws IOException {
    return switch (options.format()) {
      case JSONL -> new JsonLinesReport(out);
      case TABLE -> new TableReport(out, tableOptions(options, console));
    };
  }

  private static TableOptions tableOptions(ScanOptions options, Console console) {
    boolean terminal = options.output().isEmpty() && console.outIsTerminal();
    return new TableOptions(
        options.policy(),
        console.columns(),
        options.color().decide(terminal && !console.refusesColor()),
        options.verbose(),
        options.quiet(),
        options.all(),
        options.inputs());
  }

  private static ExitCode exitCode(RunSummary run) {
    if (run.interrupted()) {
      return ExitCode.INTERRUPTED;
    }
    if (run.flagged() > 0) {
      return ExitCode.FLAGGED;
    }
    return run.losses() ? ExitCode.LOSS : ExitCode.CLEAN;
  }
}
