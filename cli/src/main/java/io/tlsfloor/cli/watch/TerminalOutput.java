package io.tlsfloor.cli.watch;

import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.metrics.Snapshot;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.FindingLine;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.model.Repeats;
import io.tlsfloor.report.model.RunSummary;
import io.tlsfloor.report.sink.Destination;
import io.tlsfloor.rules.Judgement;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines for people: each kind of finding once, repeats as a count a minute, and on a terminal a
 * line with the state of the watch at the bottom.
 */
final class TerminalOutput implements WatchOutput {
  private static final String ERASE = "\r\u001b[K"; // ECMA-48 §8.3.41
  private static final long FOLD_NANOS = 60_000_000_000L;
  private static final long STATUS_NANOS = 1_000_000_000L;

  private final Destination destination;
  private final Console console;
  private final PrintStream status;
  private final boolean color;
  private final boolean showsStatus;
  private final int columns;
  private final Repeats repeats = new Repeats();
  private long foldedAt = System.nanoTime();
  private long shownAt = System.nanoTime() - STATUS_NANOS;
  private boolean shown;

  /**
   * An output.
   *
   * @param color whether severities are coloured
   * @param showsStatus whether standard error is a terminal for the state
   */
  TerminalOutput(Destination destination, Console console, boolean color, boolean showsStatus) {
    this.destination = destination;
    this.console = console;
    this.color = color;
    this.showsStatus = showsStatus;
    status = console.progress();
    columns = showsStatus ? console.columns() : 0;
  }

  @Override
  public void connection(Judgement judgement) throws IOException {
    if (repeats.isNew(judgement)) {
      line(FindingLine.of(judgement, color));
    }
  }

  private void line(String text) throws IOException {
    eraseStatus();
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
    destination.lines(bytes, bytes.length);
  }

  private void eraseStatus() {
    if (shown) {
      status.print(ERASE);
      status.flush();
      shown = false;
    }
  }

  @Override
  public void clients(List<ClientSummary> clients) {
    // The lines are by client already.
  }

  @Override
  public void run(RunSummary run) throws IOException {
    fold();
    eraseStatus();
    line(
        run.packets()
            + " packets, "
            + run.connections()
            + " connections of "
            + run.clients()
            + " clients to the services, "
            + run.flagged()
            + " flagged, in "
            + run.duration().toSeconds()
            + " s.");
    List<String> losses = new ArrayList<>();
    for (LossCount loss : run.coverage()) {
      if (loss.hides() && loss.count() > 0) {
        losses.add(loss.text());
      }
    }
    line(
        losses.isEmpty()
            ? "Coverage: complete. Nothing was lost that could hide a finding."
            : "Coverage: not complete: " + String.join(", ", losses) + ".");
  }

  private void fold() throws IOException {
    List<String> lines = new ArrayList<>();
    repeats.flush(
        (judgement, counts) ->
            lines.add(FindingLine.repeats(judgement, counts[0], counts[1], color)));
    for (String text : lines) {
      line(text);
    }
    foldedAt = System.nanoTime();
  }

  @Override
  public void tick(Snapshot now) throws IOException {
    destination.tick();
    long time = System.nanoTime();
    if (time - foldedAt >= FOLD_NANOS) {
      fold();
    }
    if (showsStatus && (time - shownAt >= STATUS_NANOS || !shown)) {
      String text = LineText.status(now);
      status.print(ERASE + (text.length() < columns ? text : text.substring(0, columns - 1)));
      status.flush();
      shown = true;
      shownAt = time;
    }
  }

  @Override
  public void event(String what) {
    eraseStatus();
    console.warn(what);
  }

  @Override
  public void note(String what) {
    eraseStatus();
    console.note(what);
  }

  @Override
  public void reopen() {
    destination.reopen();
  }

  @Override
  public long lost() {
    return destination.lost();
  }

  @Override
  public void close() throws IOException {
    eraseStatus();
    destination.close();
  }
}
