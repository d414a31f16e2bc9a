package io.tlsfloor.cli.explain;

import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.capture.file.CaptureFormatException;
import io.tlsfloor.capture.file.CaptureSet;
import io.tlsfloor.capture.file.GivenPath;
import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.filter.FindingFilters;
import io.tlsfloor.cli.option.ClientChoice;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Settings.ExplanationForm;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.cli.policy.JudgingOptions;
import io.tlsfloor.cli.scan.NamedClients;
import io.tlsfloor.report.form.table.Paint;
import io.tlsfloor.report.saved.SavedReader;
import io.tlsfloor.report.sink.LineOutput;
import io.tlsfloor.report.sink.OutputException;
import io.tlsfloor.report.text.Reasons;
import io.tlsfloor.rules.judge.Judge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;

/** {@code tlsfloor explain}: the whole story of a connection. */
public final class ExplainCommand implements Command {
  @Override
  public String name() {
    return "explain";
  }

  @Override
  public String summary() {
    return "Explains a connection byte by byte.";
  }

  @Override
  public String arguments() {
    return "[CLIENT] FILE[#N|#COMMUNITY_ID]|DIR|RESULTS";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("tlsfloor explain capture.pcapng#1203", "the connection of frame 1203"),
        new Example("tlsfloor explain 10.20.3.41 capture.pcapng", "all of one client"),
        new Example("tlsfloor explain --client 10.20.3.0/24 captures/", "in a folder of captures"),
        new Example("tlsfloor explain today.jsonl", "what results say, and where its packets are"),
        new Example("tlsfloor explain --all capture.pcapng", "each, whether flagged or not"),
        new Example(
            "tlsfloor explain --format markdown capture.pcapng#1203", "the same, for a ticket"),
        new Example(
            "tlsfloor explain --filter --client 10.20.3.41 capture.pcapng",
            "filters for Wireshark and tcpdump that select the findings' connections"));
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandException, IOException {
    Values values = new Values(name(), line);
    if (values.has(Settings.FILTERS)) {
      return FindingFilters.print(values, console);
    }
    ExplainOptions given = ExplainOptions.of(values);
    if (SavedReader.looksSaved(given.file())) {
      return results(given, console);
    }
    JudgingOptions judging = given.judging();
    List<Path> files = files(given);
    AnalyzerOptions analysis = AnalyzerOptions.standard(judging.policy().homeNetworks()::contains);
    ExplainOptions options =
        given.of(NamedClients.byAddress(given.clients(), files, analysis, console));
    Judge judge = new Judge(judging.policy(), judging.catalogue(console));
    List<String> notes = new ArrayList<>();
    List<Story> stories = new ArrayList<>();
    for (Path file : files) {
      Explainer explainer = new Explainer(options, file, judge);
      stories.addAll(stories(explainer, file));
      notes.addAll(explainer.notes());
    }
    if (stories.isEmpty() && options.frame().isEmpty() && options.selects()) {
      throw none(options);
    }
    try (LineOutput out = new LineOutput(console.out())) {
      writer(options, out, console).write(notes, stories);
    }
    return ExitCode.CLEAN;
  }

  private static ExitCode results(ExplainOptions options, Console console)
      throws CommandException, IOException {
    if (options.format() != ExplanationForm.TEXT) {
      throw CommandException.usage(
          options.file() + " holds results, which are explained as text alone",
          "Leave --format out, or give the capture.");
    }
    boolean color = options.color().decide(console.outIsTerminal() && !console.refusesColor());
    try (LineOutput out = new LineOutput(console.out())) {
      SavedStories.print(options, out, new Paint(color), console);
    }
    return ExitCode.CLEAN;
  }

  /** The one that is given, or all captures in a folder, in the order of their first packets. */
  private static List<Path> files(ExplainOptions options) throws CommandException {
    try {
      Path given = GivenPath.of(options.file());
      if (!Files.isDirectory(given)) {
        return List.of(given);
      }
    } catch (InvalidPathException e) {
      throw unreadable(options.file(), e);
    }
    if (options.frame().isPresent()) {
      throw CommandException.usage(
          options.file() + " is a folder, and each file counts its own frames",
          "Name the file: tlsfloor explain " + options.file() + "/FILE#" + options.frame().get());
    }
    List<Path> files =
        CaptureSet.of(List.of(options.file())).captures().stream()
            .map(CaptureSet.Capture::path)
            .toList();
    if (files.isEmpty()) {
      throw CommandException.usage(
          "no captures in " + options.file(), "Captures are pcap or pcapng files.");
    }
    return files;
  }

  private static List<Story> stories(Explainer explainer, Path file)
      throws CommandException, IOException {
    try {
      return explainer.stories();
    } catch (CaptureFormatException e) {
      throw CommandException.usage(file + ": " + e.problem(), StoryBuilder.sentence(e.advice()));
    } catch (OutputException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  private static CommandException unreadable(String file, Exception e) {
    return CommandException.usage(
        file + ": cannot be read: " + Reasons.of(e),
        "Give a capture file: tlsfloor explain capture.pcapng#1203");
  }

  private static CommandException none(ExplainOptions options) {
    String what =
        options
            .connection()
            .map(id -> "with Community ID " + id)
            .orElseGet(
                () ->
                    "of client "
                        + options.clients().stream()
                            .map(ClientChoice::toString)
                            .collect(Collectors.joining(", ")));
    return CommandException.usage(
        "no TLS connection " + what + " in " + options.file(),
        "tlsfloor scan --all --format jsonl lists those that are there.");
  }

  private static StoryWriter writer(ExplainOptions options, LineOutput out, Console console)
      throws IOException {
    boolean color = options.color().decide(console.outIsTerminal() && !console.refusesColor());
    return switch (options.format()) {
      case TEXT ->
          new TextStory(
              out,
              new Paint(color),
              console.columns(),
              console.outIsTerminal() ? console.columns() : Integer.MAX_VALUE);
      case JSON -> new JsonStory(out);
      case MARKDOWN -> new MarkdownStory(out);
    };
  }
}
