package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.saved.LineReader;
import io.tlsfloor.report.saved.SavedLine;
import io.tlsfloor.report.saved.SavedLineException;
import io.tlsfloor.report.text.Reasons;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Imports saved lines. */
public final class LinesImport {
  private final Store store;
  private final String site;
  private final SiteRule rule;

  /** Says which sites lines may name. */
  @FunctionalInterface
  public interface SiteRule {
    /**
     * Lets a line pass.
     *
     * @param site that it names; empty for none
     * @throws ReportException if lines of it are not taken
     */
    void admit(Optional<String> site) throws ReportException;
  }

  /**
   * Holds what became of one input.
   *
   * @param name for people
   * @param lines that were read
   * @param malformed lines of these that are none of tlsfloor's
   * @param firstMalformed what is wrong with the first of them
   * @param torn whether a last line without its end is left for another import
   * @param receipt what it changed
   */
  public record Result(
      String name,
      long lines,
      long malformed,
      Optional<String> firstMalformed,
      boolean torn,
      Receipt receipt) {}

  /**
   * Imports to {@code store}.
   *
   * @param site where lines were seen that do not say it themselves
   */
  public LinesImport(Store store, String site) {
    this(store, site, named -> {});
  }

  /**
   * Imports to {@code store} what a rule lets pass.
   *
   * @param site where lines were seen that do not say it themselves
   */
  public LinesImport(Store store, String site, SiteRule rule) {
    this.store = store;
    this.site = site;
    this.rule = rule;
  }

  /**
   * Imports a file.
   *
   * @throws ReportException if it cannot be read, or the inventory cannot be written
   */
  public Result file(String name) throws IOException {
    try {
      if (Files.isDirectory(Path.of(name))) {
        throw unreadable(name, "it is a directory");
      }
      try (InputStream in = LineReader.content(name)) {
        return stream(in, name);
      }
    } catch (ReportException e) {
      throw e;
    } catch (IOException | InvalidPathException e) {
      throw unreadable(name, Reasons.of(e));
    }
  }

  private static ReportException unreadable(String name, String why) {
    return ReportException.given(
        "cannot read " + name + ": " + why,
        "Give results that tlsfloor scan --format jsonl wrote.");
  }

  /** Many lines and none of them a result: it is something else, such as a capture. */
  private ReportException noResults(String name, String first) {
    return ReportException.given(
        name + " holds no results of scan or watch: " + first,
        "Captures, logs and reports are scanned into it: tlsfloor scan --inventory "
            + store.shown()
            + " "
            + name);
  }

  /**
   * Imports what a stream gives until its end.
   *
   * @throws ReportException if it begins with many lines of which none is a result, or the
   *     inventory cannot be written
   */
  public Result stream(InputStream in, String name) throws IOException {
    Intake intake = new Intake(store, site);
    Optional<String> firstMalformed = Optional.empty();
    long count = 0;
    long malformed = 0;
    boolean torn = false;
    try (Ahead ahead = new Ahead(new LineReader(in, name))) {
      for (List<Line> block = ahead.next(); !block.isEmpty() && !torn; block = ahead.next()) {
        for (Line line : block) {
          String wrong = line.wrong();
          torn = !wrong.isEmpty() && line.unended(); // its writer is not done with it
          long misdated = intake.receipt().misdated();
          if (line.saved() != null) {
            rule.admit(line.saved().origin().site());
            line.saved().to(intake);
          }
          if (intake.receipt().misdated() > misdated) {
            wrong = "its time is before 1995, or more than a year from now";
          }
          if (!torn) {
            count++;
          }
          if (!torn && !wrong.isEmpty()) {
            malformed++;
            String what = "line " + line.number() + ": " + wrong;
            firstMalformed = firstMalformed.or(() -> Optional.of(what));
          }
        }
        if (malformed == count && firstMalformed.isPresent()) {
          throw noResults(name, firstMalformed.get());
        }
      }
      intake.flush();
    }
    return new Result(name, count, malformed, firstMalformed, torn, intake.receipt());
  }

  /**
   * A line.
   *
   * @param saved what it says; null for a line of which nothing is kept, and for one that is none
   * @param wrong why it is none; empty for one of tlsfloor's
   * @param number of it, from 1
   * @param unended whether it has no line feed
   */
  private record Line(@Nullable SavedLine saved, String wrong, long number, boolean unended) {
    static Line of(byte[] content, long number, boolean unended) {
      try {
        @Nullable SavedLine saved = Intake.isOfConnection(content) ? null : SavedLine.of(content);
        return new Line(saved, "", number, unended);
      } catch (SavedLineException e) {
        return new Line(null, String.valueOf(e.getMessage()), number, unended);
      }
    }
  }

  /** Reads and parses lines, on all processors, while those before are written. */
  private static final class Ahead implements AutoCloseable {
    private static final int BLOCK_BYTES = 1 << 19; // a block ends with the line that fills it

    private final ExecutorService reader = Executors.newSingleThreadExecutor(Ahead::thread);
    private final LineReader lines;
    private Future<List<Line>> block;

    Ahead(LineReader lines) {
      this.lines = lines;
      block = reader.submit(this::read);
    }

    private static Thread thread(Runnable work) {
      Thread thread = new Thread(work, "inventory lines");
      thread.setDaemon(true); // one that waits for a pipe ends with the program
      return thread;
    }

    /** The next lines, one at least; none at the end. */
    List<Line> next() throws IOException {
      try {
        List<Line> next = block.get();
        block = reader.submit(this::read);
        return next;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Error fault) {
          throw fault;
        }
        throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }

    /** Lines that are read already, or the next one: a pipe may be silent for hours. */
    private List<Line> read() throws IOException {
      List<Supplier<Line>> raw = new ArrayList<>();
      long full = lines.position() + BLOCK_BYTES;
      do {
        Optional<byte[]> line = lines.next();
        if (line.isEmpty()) {
          break;
        }
        long number = lines.number();
        boolean unended = lines.isUnended();
        raw.add(() -> Line.of(line.get(), number, unended));
      } while (lines.isBuffered() && lines.position() < full);
      return raw.parallelStream().map(Supplier::get).toList();
    }

    /** Does not wait for a thread that waits for its input. */
    @Override
    public void close() {
      reader.shutdownNow();
    }
  }
}
