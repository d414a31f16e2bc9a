package io.tlsfloor.cli.report;

import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.option.OptionMark;
import io.tlsfloor.cli.option.Setting;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.cli.output.InventoryTarget;
import io.tlsfloor.cli.output.KnownClients;
import io.tlsfloor.cli.output.OutputPath;
import io.tlsfloor.cli.scan.ScanCommand;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.form.html.HtmlReport;
import io.tlsfloor.report.form.html.PageOptions;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.Wants;
import io.tlsfloor.report.output.Output;
import io.tlsfloor.report.saved.SavedLines;
import io.tlsfloor.report.saved.SavedReader;
import io.tlsfloor.report.sink.OutputTarget;
import io.tlsfloor.report.sink.Sink;
import io.tlsfloor.report.sink.StreamSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.CommandLine;

/** {@code tlsfloor report}: writes a page about captures or saved results. */
public final class ReportCommand implements Command {
  @Override
  public String name() {
    return "report";
  }

  @Override
  public String summary() {
    return "Writes one HTML page about captures or saved results.";
  }

  @Override
  public String arguments() {
    return "CAPTURE|DIR|RESULTS|- ...";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("tlsfloor report captures/", "a page about captures: report.html"),
        new Example(
            "tlsfloor report -o november.html week1.jsonl week2.jsonl",
            "about saved results, from here or another machine"),
        new Example(
            "tlsfloor scan --all --format jsonl captures/ | tlsfloor report -",
            "results from a pipe; --all adds what exceptions cover"));
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandException, IOException {
    Values values = new Values(name(), line);
    List<String> inputs = values.arguments();
    if (inputs.isEmpty()) {
      throw CommandException.usage(
          "report needs captures or saved results",
          "Give files or directories: tlsfloor report captures/");
    }
    String target = target(values);
    if (values.has(Settings.QUIET)) {
      console.quiet();
    }
    if (!target.equals("-")) {
      OutputPath.refuseInput(OutputPath.of(target), paths(inputs));
    }
    PageOptions options = new PageOptions(values.last(Settings.TITLE));
    Sink sink =
        target.equals("-")
            ? StreamSink.buffered(console.out())
            : StreamSink.file(OutputTarget.of(OutputPath.of(target)));
    try (sink) {
      Run run =
          areSaved(inputs)
              ? saved(values, inputs, page(sink, inputs, options), console)
              : ScanCommand.into(values, console, (policy, names) -> page(sink, names, options));
      if (run.course().interrupted() && console.interrupted()) {
        return ExitCode.INTERRUPTED;
      }
    }
    if (!target.equals("-") && !values.has(Settings.QUIET)) {
      console.note("wrote " + target);
    }
    return ExitCode.CLEAN;
  }

  /** Where the page goes. Another ending asks for another form, which there is not. */
  private static String target(Values values) throws CommandException {
    String target = values.last(Settings.PAGE).orElse("report.html");
    String name = target.toLowerCase(Locale.ROOT);
    if (!target.equals("-") && !name.endsWith(".html") && !name.endsWith(".htm")) {
      throw CommandException.usage(
          "report writes a page in HTML, and " + target + " does not end with .html",
          "Use -o report.html; for PDF, print that from a browser. Other forms are of scan.");
    }
    return target;
  }

  private static List<Path> paths(List<String> inputs) throws ReportException {
    List<Path> paths = new ArrayList<>();
    for (String input : inputs) {
      paths.add(OutputPath.of(input));
    }
    return paths;
  }

  private static Output page(Sink sink, List<String> inputs, PageOptions options) {
    return new Output(new HtmlReport(sink, inputs, options), sink, Wants.NONE);
  }

  /**
   * All of the inputs are results, as standard input always is, or none is; empty ones are either.
   */
  private static boolean areSaved(List<String> inputs) throws CommandException {
    List<String> saved = new ArrayList<>();
    long empty = 0;
    for (String input : inputs) {
      if (input.equals("-") || SavedReader.looksSaved(input)) {
        saved.add(input);
      } else if (SavedReader.isEmpty(input)) { // as a file is that has just been rotated
        empty++;
      }
    }
    if (!saved.isEmpty() && saved.size() + empty < inputs.size()) {
      throw CommandException.usage(
          "captures and saved results together: "
              + SavedReader.name(saved.get(0))
              + " holds results",
          "Scan the captures with --format jsonl first, and give the results of all.");
    }
    return !saved.isEmpty();
  }

  private static Run saved(Values values, List<String> inputs, Output page, Console console)
      throws CommandException, IOException {
    for (Setting<?> option : values.given()) {
      if (!option.is(OptionMark.SAVED)) {
        throw CommandException.usage(
            option + " has no effect on saved results",
            "They were judged when they were scanned: leave it out, or give the captures.");
      }
    }
    SavedLines results =
        new SavedLines(
            page.form(),
            console.today(),
            KnownClients.of(InventoryTarget.location(values), console.now(), console::warn));
    SavedReader reader = new SavedReader(results);
    for (String input : inputs) {
      reader.readInput(input, console.in());
    }
    Run run = results.finish();
    page.sink().finish();
    return run;
  }
}
