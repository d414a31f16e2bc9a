package io.tlsfloor.report.saved;

import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.WatchState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads the lines that {@code --format jsonl} writes, one after the other, and hands on what each
 * holds. Lines are input like any other: what does not fit is refused with its number. Confined to
 * one thread.
 */
public final class SavedReader {
  private static final int START = 1 << 13; // bytes that hold the first words of the first line
  private static final String STANDARD_INPUT = "-";

  private final Taker taker;

  /** Takes what lines hold, in their order. */
  public interface Taker {
    /**
     * A line of {@code tlsfloor.connection}.
     *
     * @param amends whether it replaces an earlier line of the same {@link Result#id()}
     */
    void connection(Result result, boolean amends) throws IOException;

    /**
     * A line of {@code tlsfloor.client}: what comes until the next run line belongs to that run.
     */
    void client(ClientSummary client) throws IOException;

    /** A line of {@code tlsfloor.start} or {@code tlsfloor.stats}: a watch was there. */
    default void watch(Mark mark) throws IOException {
      // Its run line adds it up.
    }

    /** A line of {@code tlsfloor.run}, which ends its run. */
    void run(Run run) throws IOException;

    /**
     * The end of an input.
     *
     * @param finished whether its last line was a run's, or it had no line at all that needs one
     */
    void end(boolean finished) throws IOException;
  }

  /**
   * What a line says of a watch.
   *
   * @param id of the watch
   * @param begun when it began
   * @param at when it was there for sure
   * @param place what it watched; empty if the line does not say
   * @param counts since it began, by name: what it read, and what it lost; none in its first line
   */
  public record Mark(
      String id, Instant begun, Instant at, Optional<String> place, Map<String, Long> counts) {
    private static final List<String> READ = List.of("packets", "bytes", "connections");

    /** Copies the counts. */
    public Mark {
      counts = Map.copyOf(counts);
    }

    /**
     * Reads the line.
     *
     * @throws SavedLineException if it does not say which watch it is of, or when
     */
    public static Mark of(Fields line) {
      Fields run = line.object("tlsfloor").object("run");
      Fields stats = line.object("tlsfloor").object("stats");
      Map<String, Long> counts = new TreeMap<>();
      Stream.concat(READ.stream(), WatchState.LOSSES.stream())
          .filter(stats::has)
          .forEach(name -> counts.put(name, stats.number(name)));
      return new Mark(
          run.needed("id"),
          line.object("event").neededTime("start"),
          line.neededTime("@timestamp"),
          run.has("interfaces")
              ? Optional.of(String.join(",", run.texts("interfaces")))
              : Optional.empty(),
          counts);
    }
  }

  /** Hands on to {@code taker}. */
  public SavedReader(Taker taker) {
    this.taker = taker;
  }

  /**
   * Whether a file holds saved results: its first byte that is no space is an opening brace, and
   * its beginning is not that of a log in JSON, by Zeek or Suricata.
   */
  public static boolean looksSaved(String file) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      byte[] start = in.readNBytes(START);
      String text = new String(start, StandardCharsets.UTF_8).stripLeading();
      return text.startsWith("{")
          && (text.contains("\"tlsfloor")
              || !text.contains("\"id.orig_h\"") && !text.contains("\"event_type\""));
    } catch (IOException | InvalidPathException e) {
      return false; // reading it says why it cannot be read
    }
  }

  /** What messages call an input: a file by its name, {@code -} the standard input. */
  public static String name(String input) {
    return input.equals(STANDARD_INPUT) ? "standard input" : input;
  }

  /**
   * Reads one input to its end.
   *
   * @param input a file, or {@code -} for {@code standardInput}
   * @throws ReportException if it cannot be read, or a line is no line of results
   * @throws IOException if the taker fails
   */
  public void readInput(String input, InputStream standardInput) throws IOException {
    if (input.equals(STANDARD_INPUT)) {
      read(standardInput, name(input));
      return;
    }
    try (LineReader lines = LineReader.open(input)) {
      read(lines, input);
    }
  }

  /**
   * Reads one stream to its end.
   *
   * @param name for messages
   * @throws ReportException if a line is no line of results
   * @throws IOException if the taker fails
   */
  public void read(InputStream in, String name) throws IOException {
    read(new LineReader(in, name), name);
  }

  private void read(LineReader lines, String name) throws IOException {
    boolean finished = false;
    for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
      try {
        finished = line(Fields.of(line.get()));
      } catch (SavedLineException e) {
        throw refused(name, lines.number(), String.valueOf(e.getMessage()));
      }
    }
    taker.end(finished);
  }

  private boolean line(Fields fields) throws IOException {
    switch (fields.object("event").needed("dataset")) {
      case "tlsfloor.connection" ->
          taker.connection(SavedResult.of(fields), fields.object("tlsfloor").flag("amends"));
      case "tlsfloor.client" -> taker.client(SavedClient.of(fields));
      case "tlsfloor.start", "tlsfloor.stats" -> taker.watch(Mark.of(fields));
      case "tlsfloor.run" -> {
        taker.run(SavedRun.of(fields));
        return true;
      }
      default -> throw new SavedLineException("its event.dataset is none of tlsfloor's");
    }
    return false;
  }

  private static ReportException refused(String name, long line, String why) {
    return ReportException.given(
        name + ", line " + line + ": not a line of tlsfloor's results: " + why,
        "Give what tlsfloor scan --format jsonl wrote, as it was written.");
  }
}
