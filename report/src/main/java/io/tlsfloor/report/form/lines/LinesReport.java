package io.tlsfloor.report.form.lines;

import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ClientStates;
import io.tlsfloor.report.model.Closing;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.text.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A line for each kind of finding when it is first met. What repeats is counted: live it is
 * reported each minute, otherwise at the end.
 */
public final class LinesReport implements Report {
  private static final long FOLD_NANOS = 60_000_000_000L;

  private final Chunk.Taker out;
  private final boolean color;
  private final boolean early;
  private boolean any;
  private final Repeats repeats = new Repeats();
  private long foldedAt = System.nanoTime();

  /**
   * Writes to {@code out}, a line at a time.
   *
   * @param color whether severities are coloured
   */
  public LinesReport(Chunk.Taker out, boolean color) {
    this(out, color, false);
  }

  private LinesReport(Chunk.Taker out, boolean color, boolean early) {
    this.out = out;
    this.color = color;
    this.early = early;
  }

  /** Before a table, which counts what repeats and says how it ended. */
  public static LinesReport early(Chunk.Taker out, boolean color) {
    return new LinesReport(out, color, true);
  }

  @Override
  public void connection(Result result) throws IOException {
    if (repeats.isNew(result)) {
      any = true;
      line(FindingLine.of(result, color));
    }
  }

  private void line(String text) throws IOException {
    out.take(Chunk.of(text + "\n"));
  }

  @Override
  public void clients(List<ClientDay> days) {
    // The lines are by client already.
  }

  @Override
  public void tick() throws IOException {
    if (System.nanoTime() - foldedAt >= FOLD_NANOS) {
      fold();
    }
  }

  private void fold() throws IOException {
    List<Chunk> lines = new ArrayList<>();
    repeats.flush(
        (result, counts) ->
            lines.add(Chunk.of(FindingLine.repeats(result, counts[0], counts[1], color) + "\n")));
    for (Chunk each : lines) {
      out.take(each);
    }
    foldedAt = System.nanoTime();
  }

  @Override
  public void run(Run run, ClientStates clients) throws IOException {
    if (early) {
      if (any) {
        line("");
      }
      return;
    }
    fold();
    Run.Totals found = run.found();
    line(
        run.read().amount()
            + ", "
            + Words.count(found.connections(), "connection")
            + ", "
            + Words.count(found.clients(), "client")
            + " of the services, "
            + (found.accounts() > 0 ? Words.count(found.accounts(), "account") + ", " : "")
            + Words.number(found.flagged())
            + " flagged"
            + (found.excepted() > 0 ? ", " + Words.number(found.excepted()) + " excepted" : "")
            + ", in "
            + run.course().duration().toSeconds()
            + " s.");
    for (String answer : new Closing(List.of(), run, clients).answers()) {
      line(answer);
    }
    for (String narrowed : run.terms().narrowed()) {
      line(narrowed + ".");
    }
    line(Closing.coverage(run));
    String unseen = Closing.unseen(run);
    if (!unseen.isEmpty()) {
      line(unseen);
    }
  }
}
