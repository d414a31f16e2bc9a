package io.tlsfloor.cli.explain;

import io.tlsfloor.capture.Damage;
import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.chain.FrameLoop;
import io.tlsfloor.capture.connection.Analyzer;
import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.capture.file.CaptureFile;
import io.tlsfloor.capture.file.CaptureFiles;
import io.tlsfloor.capture.file.CaptureFormatException;
import io.tlsfloor.capture.record.FrameLook;
import io.tlsfloor.capture.record.NameFrames;
import io.tlsfloor.capture.record.OtherPackets;
import io.tlsfloor.capture.record.RunRecorder;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.policy.JudgingOptions;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.report.model.LossKind;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.rules.judge.Judge;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

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
    if (!chosen.isEmpty()) {
      record(chosen, stories);
    }
    return stories;
  }

  /** Reads the file once more, as before, and records what is read of the chosen connections. */
  private void record(List<TlsConnection> chosen, List<Story> stories)
      throws IOException, CaptureFormatException {
    Set<Long> first = new HashSet<>();
    chosen.forEach(connection -> first.add(connection.evidence().first().number()));
    RunRecorder recorder = new RunRecorder(first::contains);
    OtherPackets others = new OtherPackets(recorder, chosen, selection.begins());
    NameFrames names = new NameFrames(chosen);
    Analyzer analyzer = new Analyzer(options(), connection -> {}, recorder);
    try (CaptureFile capture = CaptureFiles.open(file, analyzer.names())) {
      read(
          capture,
          analyzer,
          frame -> {
            analyzer.frame(frame);
            others.frame(frame);
            names.frame(frame);
          });
    }
    for (TlsConnection connection : chosen) {
      recorder
          .recording(connection.evidence().first().number())
          .map(it -> new StoryBuilder(judge.explain(connection), it, names.of(connection)))
          .map(builder -> builder.story(losses))
          .ifPresent(stories::add);
    }
  }

  private AnalyzerOptions options() {
    JudgingOptions judging = options.judging();
    return AnalyzerOptions.standard(judging.policy().homeNetworks()::contains)
        .withTimeout(judging.timeout());
  }

  private static void read(CaptureFile capture, Analyzer analyzer, Consumer<Frame> each)
      throws IOException, CaptureFormatException {
    analyzer.begin(capture.name());
    FrameLoop.run(capture, each);
    capture.captureEnd().ifPresent(analyzer::tick);
    analyzer.end();
  }

  private void analyze() throws IOException, CaptureFormatException {
    Analyzer analyzer = new Analyzer(options(), selection::connection);
    try (CaptureFile capture = CaptureFiles.open(file, analyzer.names())) {
      read(
          capture,
          analyzer,
          frame -> {
            selection.frame(frame);
            analyzer.frame(frame);
          });
      Damage damage = capture.damage();
      if (damage.isThere()) {
        losses.add("damaged at byte " + damage.offset() + ": " + damage.what());
      }
      Losses.of(analyzer.coverage())
          .and(LossKind.KERNEL_DROPS, capture.droppedByCapture())
          .said()
          .forEach(loss -> losses.add(loss.text()));
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
