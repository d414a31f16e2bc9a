package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.intake.LinesAhead.Line;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.saved.LineReader;
import io.tlsfloor.report.text.Reasons;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Imports saved lines. */
public final class LinesImport {
  private final Store store;
  private final String site;

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
    this.store = store;
    this.site = site;
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

  /** Imports what a stream gives until its end. */
  public Result stream(InputStream in, String name) throws IOException {
    Intake intake = new Intake(store, site);
    Optional<String> firstMalformed = Optional.empty();
    long count = 0;
    long malformed = 0;
    boolean torn = false;
    try (LinesAhead ahead = new LinesAhead(new LineReader(in, name))) {
      for (List<Line> block = ahead.next(); !block.isEmpty() && !torn; block = ahead.next()) {
        for (Line line : block) {
          String wrong = line.wrong();
          torn = !wrong.isEmpty() && line.unended(); // its writer is not done with it
          long misdated = intake.receipt().misdated();
          if (line.saved() != null) {
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
      }
      intake.flush();
    }
    return new Result(name, count, malformed, firstMalformed, torn, intake.receipt());
  }
}
