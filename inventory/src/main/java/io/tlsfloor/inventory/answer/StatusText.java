package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.answer.Status.Week;
import io.tlsfloor.inventory.state.State;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import java.util.ArrayList;
import java.util.List;

/** The status for a terminal: headline, a bar a week, date and projection, gaps. */
public final class StatusText {
  private static final int MOST_WEEKS = 26;
  private static final int MOST_GAPS = 12;
  private static final int LEAST_BAR = 10;
  private static final int MOST_BAR = 60;
  private static final int OTHER_COLUMNS = 40;

  private final Status status;
  private final int columns;
  private final StringBuilder out = new StringBuilder();

  /** Writes {@code status} in lines of at most {@code columns}. */
  public StatusText(Status status, int columns) {
    this.status = status;
    this.columns = columns;
  }

  /** The text. */
  public String text() {
    headline();
    chart();
    dates();
    gaps();
    out.append(FixGroups.text(status.fixes()));
    return out.toString();
  }

  private int count(State state) {
    return status.states().getOrDefault(state, 0);
  }

  private void headline() {
    out.append(Times.text(status.asOf())).append(": ");
    out.append(status.below()).append(" of ");
    out.append(Words.count(status.clients(), "client"));
    out.append(status.below() == 1 ? " is below " : " are below ").append(status.floors().words());
    List<String> parts = new ArrayList<>();
    part(parts, status.fresh(), "new");
    part(parts, count(State.BACK), "back after a fix");
    part(parts, count(State.EXCEPTED), "excepted");
    out.append(parts.isEmpty() ? "" : ": " + String.join(", ", parts)).append(".\n");
    List<String> others = new ArrayList<>();
    part(others, count(State.FIXED), "fixed");
    part(others, count(State.QUIET), "quiet (not seen, so not known to be fixed)");
    part(others, count(State.GOOD) + (long) count(State.NEW), "never below");
    if (!others.isEmpty()) {
      out.append("The others: ").append(String.join(", ", others)).append(".\n");
    }
    out.append("Coverage: ").append(Printable.text(status.coverage().words())).append(".\n");
  }

  private static void part(List<String> parts, long count, String word) {
    if (count > 0) {
      parts.add(Words.number(count) + " " + word);
    }
  }

  private void chart() {
    List<Week> weeks = status.weeks();
    List<Week> shown = weeks.subList(Math.max(0, weeks.size() - MOST_WEEKS), weeks.size());
    int most = shown.stream().mapToInt(Week::below).max().orElse(0);
    int width = Math.max(LEAST_BAR, Math.min(columns - OTHER_COLUMNS, MOST_BAR));
    out.append("\n week of     below").append(" ".repeat(width)).append("  seen  covered\n");
    for (Week week : shown) {
      int bar = most == 0 ? 0 : (int) Math.ceil((double) week.below() * width / most);
      out.append(' ').append(Times.text(week.start()));
      out.append(String.format("%7d ", week.below()));
      out.append((week.gap() ? "░" : "█").repeat(bar)).append(" ".repeat(width - bar));
      String gap = week.gap() ? "  gap" : "";
      out.append(String.format("%6d  %s%s%n", week.seen(), week.covered(), gap));
    }
    if (shown.size() < weeks.size()) {
      out.append(" earlier weeks: tlsfloor inventory status --format csv\n");
    }
    out.append('\n');
  }

  private void dates() {
    if (status.target().isPresent()) {
      int left = status.target().getAsInt() - status.asOf();
      out.append("Target ").append(Times.text(status.target().getAsInt()));
      if (left > 0 && status.below() > 0) {
        out.append(
            String.format(": %.1f clients a week have to be fixed", status.below() * 7.0 / left));
      }
      out.append(left <= 0 && status.below() > 0 ? ": missed.\n" : ".\n");
    }
    if (status.below() == 0) {
      return;
    }
    if (status.done().isEmpty()) {
      out.append("No end in sight: the number does not fall, or too few weeks are known.\n");
      return;
    }
    int done = status.done().getAsInt();
    out.append("At the pace of the last weeks the last one is fixed on ").append(Times.text(done));
    if (status.target().isPresent() && done > status.target().getAsInt()) {
      out.append(": ")
          .append(Words.count(done - status.target().getAsInt(), "day"))
          .append(" late");
    }
    out.append(".\n");
  }

  private void gaps() {
    List<Integer> days = status.coverage().uncovered();
    if (days.isEmpty()) {
      out.append(
          status.coverage().coversAny() ? "Every day was covered.\n" : "No day was covered.\n");
      return;
    }
    List<String> spans = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= days.size(); i++) {
      if (i == days.size() || days.get(i) != days.get(i - 1) + 1) {
        String first = Times.text(days.get(start));
        String last = Times.text(days.get(i - 1));
        spans.add(first.equals(last) ? first : first + " to " + last);
        start = i;
      }
    }
    List<String> shown = spans.subList(Math.max(0, spans.size() - MOST_GAPS), spans.size());
    out.append("Not covered by every site, so that who was not seen is not called quiet: ");
    out.append(Words.count(days.size(), "day")).append(", ");
    out.append(shown.size() < spans.size() ? "…, " : "");
    out.append(String.join(", ", shown)).append(".\n");
  }
}
