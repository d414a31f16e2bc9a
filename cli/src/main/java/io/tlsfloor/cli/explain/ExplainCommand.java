package io.tlsfloor.cli.explain;

import io.tlsfloor.capture.file.CaptureFormatException;
import io.tlsfloor.capture.file.GivenPath;
import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.cli.policy.CatalogueLoader;
import io.tlsfloor.cli.policy.JudgingOptions;
import io.tlsfloor.cli.policy.ListStore;
import io.tlsfloor.report.form.table.Paint;
import io.tlsfloor.report.sink.LineOutput;
import io.tlsfloor.report.sink.OutputException;
import io.tlsfloor.report.text.Reasons;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.judge.Judge;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.List;
import org.apache.commons.cli.CommandLine;

/** {@code tlsfloor explain}: the whole story of a connection. */
public final class ExplainCommand implements Command {
  @Override
  public String name() {
    return "explain";
  }

  @Override
  public String summary() {
    return "Tells the whole story of a connection, with the bytes behind it.";
  }

  @Override
  public String arguments() {
    return "FILE[#N]";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("tlsfloor explain capture.pcapng#1203", "the connection of frame 1203"),
        new Example("tlsfloor explain --client 10.20.3.41 capture.pcapng", "all of one client"),
        new Example("tlsfloor explain --all capture.pcapng", "each, whether flagged or not"),
        new Example(
            "tlsfloor explain --format markdown capture.pcapng#1203", "the same, for a ticket"));
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandException, IOException {
    Values values = new Values(name(), line);
    ExplainOptions options = ExplainOptions.of(values);
    JudgingOptions judging = options.judging();
    CatalogueLoader loader =
        CatalogueLoader.start(
            judging.endpoints(), judging.policy().instances(), ListStore.of(console));
    Explainer explainer;
    List<Story> stories;
    try {
      explainer = new Explainer(options, GivenPath.of(options.file()), judge(judging, loader));
      stories = explainer.stories();
    } catch (CaptureFormatException e) {
      throw CommandException.usage(
          options.file() + ": " + e.problem(), StoryBuilder.sentence(e.advice()));
    } catch (OutputException e) {
      throw e;
    } catch (InvalidPathException | IOException e) {
      throw CommandException.usage(
          options.file() + ": cannot be read: " + Reasons.of(e),
          "Give a capture file: tlsfloor explain capture.pcapng#1203");
    }
    try (LineOutput out = new LineOutput(console.out())) {
      writer(options, out, console).write(explainer.notes(), stories);
    }
    return ExitCode.CLEAN;
  }

  private static Judge judge(JudgingOptions judging, CatalogueLoader loader)
      throws CommandException {
    Catalogue list = loader.get();
    return new Judge(
        judging.policy(), judging.policyFile().map(file -> file.addTo(list)).orElse(list));
  }

  private static StoryWriter writer(ExplainOptions options, LineOutput out, Console console)
      throws IOException {
    boolean color = options.color().decide(console.outIsTerminal() && !console.refusesColor());
    return switch (options.format()) {
      case TEXT -> new TextStory(out, new Paint(color), console.columns());
      case JSON -> new JsonStory(out);
      case MARKDOWN -> new MarkdownStory(out);
    };
  }
}
