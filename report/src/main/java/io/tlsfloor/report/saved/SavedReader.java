package io.tlsfloor.report.saved;

import io.tlsfloor.report.ReportException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the lines that {@code --format jsonl} writes, one after the other, and hands on what each
 * holds. Lines are input like any other: what does not fit is refused with its number. Confined to
 * one thread.
 */
public final class SavedReader {
  private static final int START_BYTES = 1 << 13; // that hold the first words of the first line
  private static final String STANDARD_INPUT = "-";

  /** Holds what each line begins with. */
  private static final byte[] HEAD = "{\"@timestamp\":\"".getBytes(StandardCharsets.US_ASCII);

  private final ResultsHandler taker;

  /** Takes what lines hold, in their order, and what is no line. */
  public interface ResultsHandler extends SavedLine.LineHandler {
    /**
     * A line that was not written to its end, as a machine leaves it that loses its power. What it
     * said is not known.
     */
    default void torn() throws IOException {
      // What it counts is missing.
    }

    /**
     * The end of an input.
     *
     * @param finished whether its last line was a run's, or it had no line at all that needs one
     */
    void end(boolean finished) throws IOException;
  }

  /** Hands on to {@code taker}. */
  public SavedReader(ResultsHandler taker) {
    this.taker = taker;
  }

  /**
   * Returns whether a file holds saved results, compressed or not: its first byte that is no space
   * is an opening brace, and its beginning names a field or a kind of line of tlsfloor's.
   */
  public static boolean looksSaved(String file) {
    try {
      if (!Files.isRegularFile(Path.of(file))) {
        return false; // a pipe can be read once only
      }
      try (InputStream in = LineReader.content(file)) {
        byte[] start = in.readNBytes(START_BYTES);
        String text = new String(start, StandardCharsets.UTF_8).stripLeading();
        return text.startsWith("{") && text.contains("\"tlsfloor");
      }
    } catch (IOException | InvalidPathException e) {
      return false; // reading it says why it cannot be read
    }
  }

  /** Returns whether it is a file without a byte. */
  public static boolean isEmpty(String file) {
    try {
      return Files.isRegularFile(Path.of(file)) && Files.size(Path.of(file)) == 0;
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }

  /**
   * Files in the order of time, as the lines of a rotated set follow on each other: by names the
   * file that is written to comes first. What is no such file keeps its place.
   */
  public static List<String> inOrder(List<String> inputs) {
    Map<String, Instant> begun = new HashMap<>();
    for (String input : inputs) {
      begun(input).ifPresent(time -> begun.put(input, time));
    }
    Iterator<String> files =
        inputs.stream()
            .filter(begun::containsKey)
            .sorted(Comparator.comparing(begun::get))
            .iterator();
    return inputs.stream().map(input -> begun.containsKey(input) ? files.next() : input).toList();
  }

  /** Time of the first line of a file. */
  private static Optional<Instant> begun(String file) {
    if (!looksSaved(file)) {
      return Optional.empty();
    }
    try (LineReader lines = LineReader.open(file)) {
      Optional<byte[]> first = lines.next();
      return first.isPresent() ? SavedLine.time(first.get()) : Optional.empty();
    } catch (IOException | SavedLineException e) {
      return Optional.empty(); // reading it says what is wrong
    }
  }

  /** Returns what messages call an input: a file by its name, {@code -} the standard input. */
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
        SavedLine read = SavedLine.of(line.get());
        read.to(taker);
        finished = read instanceof SavedLine.OfRun;
      } catch (SavedLineException e) {
        if (isTorn(line.get()) && !FieldTree.isObject(line.get())) {
          finished = false;
          taker.torn();
          continue;
        }
        throw refused(name, lines.number(), e);
      }
    }
    taker.end(finished);
  }

  /**
   * Returns whether it is a part of one of our lines, or what some file systems put in place of it.
   */
  private static boolean isTorn(byte[] line) {
    int shared = Math.min(line.length, HEAD.length);
    return Arrays.equals(line, 0, shared, HEAD, 0, shared) || line[0] == 0;
  }

  /** Says which line is no good, why, and what to do. */
  private static ReportException refused(String name, long line, SavedLineException why) {
    String where = name + ", line " + line + ": ";
    return why.isOfEarlierVersion()
        ? ReportException.given(
            where + why.getMessage(), "Scan again, or read it with that version.")
        : ReportException.given(
            where + "not a line of tlsfloor's results: " + why.getMessage(),
            "Give what tlsfloor scan --format jsonl wrote, as it was written.");
  }
}
