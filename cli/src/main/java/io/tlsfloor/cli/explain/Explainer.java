package io.tlsfloor.cli.explain;

import io.tlsfloor.capture.Damage;
import io.tlsfloor.capture.chain.FrameLoop;
import io.tlsfloor.capture.file.CaptureFile;
import io.tlsfloor.capture.file.CaptureFiles;
import io.tlsfloor.capture.file.CaptureFormatException;
import io.tlsfloor.capture.trace.ConnectionTrace;
import io.tlsfloor.capture.trace.FrameLook;
import io.tlsfloor.capture.trace.Tracer;
import io.tlsfloor.capture.track.Analyzer;
import io.tlsfloor.capture.track.AnalyzerOptions;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.judging.JudgingOptions;
import io.tlsfloor.parser.observation.Evidence;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.report.model.CommunityId;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.rules.judge.Judge;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a capture twice: for its connections, and for the frames of those that are explained. */
final class Explainer {
  /** Connections explained in one run. */
  static final int MAX_STORIES = 100;

  private final ExplainOptions options;
  private final Path file;
  private final Judge judge;
  private final List<TlsConnection> connections = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> losses = new ArrayList<>();

  /** Explains what {@code options} select in {@code file}. */
  Explainer(ExplainOptions options, Path file, Judge judge) {
    this.options = options;
    this.file = file;
    this.judge = judge;
  }

  /** What is to be said before the stories; after {@link #stories}. */
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
    if (chosen.size() > MAX_STORIES) {
      notes.add(
          "The first " + MAX_STORIES + " of " + chosen.size() + " connections are explained.");
      chosen = chosen.subList(0, MAX_STORIES);
    }
    if (chosen.isEmpty()) { // no story tells what could not be seen
      losses.forEach(loss -> notes.add("In the file as a whole: " + loss + "."));
    }
    List<Story> stories = new ArrayList<>();
    List<ConnectionTrace> traces =
        chosen.isEmpty() ? List.of() : Tracer.read(file, chosen, connections);
    for (int i = 0; i < traces.size(); i++) {
      stories.add(new StoryBuilder(judge.explain(chosen.get(i)), traces.get(i)).story(losses));
    }
    return stories;
  }

  private void analyze() throws IOException, CaptureFormatException {
    JudgingOptions judging = options.judging();
    Analyzer analyzer =
        new Analyzer(
            AnalyzerOptions.standard(judging.policy().homeNetworks()::contains)
                .withTimeout(judging.timeout()),
            connections::add);
    try (CaptureFile capture = CaptureFiles.open(file, analyzer.names())) {
      analyzer.begin(capture.name());
      FrameLoop.run(capture, analyzer::frame);
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

  private List<TlsConnection> chosen()
      throws IOException, CaptureFormatException, CommandException {
    if (options.frame().isPresent()) {
      return ofFrame(options.frame().get());
    }
    if (options.connection().isPresent()) {
      String id = options.connection().get();
      return found(
          connections.stream().filter(connection -> communityId(connection).equals(id)).toList(),
          "no TLS connection with Community ID " + id);
    }
    if (options.client().isPresent()) {
      return found(
          connections.stream()
              .filter(c -> judge.judge(c).ends().client().address().equals(options.client().get()))
              .toList(),
          "no TLS connection of client " + options.client().get());
    }
    if (connections.isEmpty()) {
      notes.add("There is no TLS connection in " + file + ".");
    }
    if (options.judging().all() || connections.isEmpty()) {
      return connections;
    }
    List<TlsConnection> flagged =
        connections.stream().filter(c -> judge.judge(c).flagged()).toList();
    if (flagged.isEmpty()) {
      notes.add(
          "Nothing in "
              + file
              + " is flagged, among "
              + connections.size()
              + " TLS connections. --all explains each of them.");
    }
    return flagged;
  }

  private static String communityId(TlsConnection connection) {
    return CommunityId.of(connection.transport(), connection.client(), connection.server());
  }

  private List<TlsConnection> found(List<TlsConnection> some, String otherwise)
      throws CommandException {
    if (some.isEmpty()) {
      throw CommandException.usage(
          otherwise + " in " + file,
          "tlsfloor scan --all --format jsonl lists those that are there.");
    }
    return some;
  }

  private List<TlsConnection> ofFrame(long number)
      throws IOException, CaptureFormatException, CommandException {
    FrameLook.Answer answer = FrameLook.read(file, number);
    if (answer.frame().isEmpty()) {
      throw CommandException.usage(
          file + " has no frame " + number, "Its frames are 1 to " + answer.frames() + ".");
    }
    FrameLook look = answer.frame().get();
    String inside =
        look.tunnels().isEmpty() ? "" : ", inside " + String.join(", in it ", look.tunnels());
    String size = ", " + look.originalLength() + " bytes on the wire";
    notes.add("Frame " + number + " is " + look.what() + inside + size + ".");
    Optional<TlsConnection> connection = connectionOf(number, look);
    if (connection.isEmpty()) {
      List<TlsConnection> told = connections.stream().filter(c -> tellsName(c, number)).toList();
      notes.add(
          told.isEmpty()
              ? "It belongs to no TLS connection of this capture."
              : "It is no part of a TLS connection, and told the server's name to "
                  + told.size()
                  + (told.size() == 1 ? ":" : " of them:"));
      return told;
    }
    return List.of(connection.get());
  }

  /** The connection that has the frame in its evidence, else the last between the same ends. */
  private Optional<TlsConnection> connectionOf(long number, FrameLook look) {
    for (TlsConnection connection : connections) {
      if (frames(connection.evidence()).anyMatch(frame -> frame.number() == number)) {
        return Optional.of(connection);
      }
    }
    TlsConnection last = null;
    for (TlsConnection connection : connections) {
      long first = connection.evidence().first().number();
      if (look.isBetweenEndsOf(connection)
          && first <= number
          && (last == null || first > last.evidence().first().number())) {
        last = connection;
      }
    }
    return Optional.ofNullable(last);
  }

  private static boolean tellsName(TlsConnection connection, long number) {
    return connection.names().stream()
        .flatMap(name -> name.frame().stream())
        .anyMatch(frame -> frame.number() == number);
  }

  private static Stream<FrameRef> frames(Evidence evidence) {
    return Stream.of(
            Stream.of(evidence.first(), evidence.last()),
            evidence.clientHello().stream(),
            evidence.serverHello().stream(),
            evidence.alert().stream(),
            evidence.end().stream())
        .flatMap(s -> s);
  }
}
