package io.tlsfloor.cli.explain;

import io.tlsfloor.capture.Damage;
import io.tlsfloor.capture.chain.FrameLoop;
import io.tlsfloor.capture.connection.Analyzer;
import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.capture.dissection.ConnectionTrace;
import io.tlsfloor.capture.dissection.FrameLook;
import io.tlsfloor.capture.dissection.Tracer;
import io.tlsfloor.capture.file.CaptureFile;
import io.tlsfloor.capture.file.CaptureFiles;
import io.tlsfloor.capture.file.CaptureFormatException;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.policy.JudgingOptions;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.rules.judge.Judge;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a capture for its connections, and once more for the frames of those it explains. */
final class Explainer {
  private final ExplainOptions options;
  private final Path file;
  private final Judge judge;
  private final Selection selection;
  private final List<String> notes = new ArrayList<>();
  private final List<String> losses = new ArrayList<>();

  /** Explains what {@code options} select in {@code file}. */
  Explainer(ExplainOptions options, Path file, Judge judge) {
    this.options = options;
    this.file = file;
    this.judge = judge;
    selection = new Selection(options, judge);
  }

  /** Returns what is to be said before the stories; after {@link #stories}. */
  List<String> notes() {
    return notes;
  }

  /**
   * The stories of the connections that were asked for.
   *
   * @throws CommandException if there is nothing to explain
   */
  List<Story> stories() throws IOException, CaptureFormatException, CommandException {
    analyze();
    List<TlsConnection> chosen = chosen();
    if (selection.matching() > chosen.size()) {
      notes.add(
          "The first "
              + chosen.size()
              + " of "
              + selection.matching()
              + " connections are explained.");
    }
    if (chosen.isEmpty()) { // no story says what could not be seen
      losses.forEach(loss -> notes.add("In the file as a whole: " + loss + "."));
    }
    List<Story> stories = new ArrayList<>();
    List<ConnectionTrace> traces = chosen.isEmpty() ? List.of() : traces(chosen);
    for (int i = 0; i < traces.size(); i++) {
      stories.add(new StoryBuilder(judge.explain(chosen.get(i)), traces.get(i)).story(losses));
    }
    return stories;
  }

  private List<ConnectionTrace> traces(List<TlsConnection> chosen)
      throws IOException, CaptureFormatException {
    Tracer tracer = new Tracer(chosen, selection.others());
    try (CaptureFile capture = CaptureFiles.open(file, (address, name) -> {})) {
      FrameLoop.run(capture, tracer::frame);
    }
    return tracer.traces();
  }

  private void analyze() throws IOException, CaptureFormatException {
    JudgingOptions judging = options.judging();
    Analyzer analyzer =
        new Analyzer(
            AnalyzerOptions.standard(judging.policy().homeNetworks()::contains)
                .withTimeout(judging.timeout()),
            selection::connection);
    try (CaptureFile capture = CaptureFiles.open(file, analyzer.names())) {
      analyzer.begin(capture.name());
      FrameLoop.run(
          capture,
          frame -> {
            selection.frame(frame);
            analyzer.frame(frame);
          });
      capture.captureEnd().ifPresent(analyzer::tick);
      analyzer.end();
      Damage damage = capture.damage();
      if (damage.isThere()) {
        losses.add("damaged at byte " + damage.offset() + ": " + damage.what());
      }
      Losses counted = new Losses();
      counted.add(analyzer.coverage());
      counted.addDroppedByCapture(capture.droppedByCapture());
      for (LossCount loss : counted.counts(0, 0, 0)) {
        if (loss.count() > 0) {
          losses.add(loss.text());
        }
      }
    }
  }

  private List<TlsConnection> chosen() throws CommandException {
    if (options.frame().isPresent()) {
      return ofFrame(options.frame().get());
    }
    List<TlsConnection> chosen = selection.chosen();
    if (chosen.isEmpty() && options.selects()) {
      return chosen; // there may be another file
    }
    if (selection.connections() == 0) {
      notes.add("There is no TLS connection in " + file + ".");
    } else if (chosen.isEmpty()) {
      notes.add(
          "Nothing in "
              + file
              + " is flagged, among "
              + selection.connections()
              + " TLS connections. --all explains each of them.");
    }
    return chosen;
  }

  private List<TlsConnection> ofFrame(long number) throws CommandException {
    if (selection.look().isEmpty()) {
      throw CommandException.usage(
          file + " has no frame " + number, "Its frames are 1 to " + selection.frames() + ".");
    }
    FrameLook look = selection.look().get();
    String inside =
        look.tunnels().isEmpty() ? "" : ", inside " + String.join(", in it ", look.tunnels());
    String size = ", " + look.originalLength() + " bytes on the wire";
    notes.add("Frame " + number + " is " + look.what() + inside + size + ".");
    if (selection.forgotten() > 0) {
      notes.add(
          selection.forgotten()
              + " earlier connections were not looked at: the capture has too many."
              + " Cut it to the time of the frame (editcap -A, -B).");
    }
    Optional<TlsConnection> connection = selection.ofFrame();
    if (connection.isPresent()) {
      return List.of(connection.get());
    }
    List<TlsConnection> named = selection.namedByFrame();
    notes.add(
        named.isEmpty()
            ? "It belongs to no TLS connection of this capture."
            : "It is not part of a TLS connection, and gave the server's name to "
                + named.size()
                + (named.size() == 1 ? ":" : " of them:"));
    return named;
  }
}
