package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.answer.Status.Ended;
import io.tlsfloor.inventory.answer.Status.Other;
import io.tlsfloor.inventory.answer.Status.Week;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.model.Rhythm;
import io.tlsfloor.report.model.State;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import java.util.ArrayList;
import java.util.List;

/** The status for a terminal: headline, a bar a week, date and projection, gaps. */
public final class StatusText {
  private static final int MOST_WEEKS = 26;
  private static final int MOST_GAPS = 12;
  private static final int MOST_OTHERS = 12;
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
    out.append(status.changes().text());
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
    out.append(status.below() == 0 ? "" : ": " + status.belowInWords()).append(".\n");
    List<String> flags = new ArrayList<>();
    part(flags, status.flags().getOrDefault(Mark.NEW_BELOW, 0), "newly below");
    part(flags, status.flags().getOrDefault(Mark.BACK, 0), "below again after a fix");
    part(
        flags,
        status.flags().getOrDefault(Mark.ADDRESS_USED_AGAIN, 0),
        "whose address may be used again by another");
    part(flags, status.ended().size(), "with an exception that has ended");
    if (!flags.isEmpty()) {
      out.append("Of these: ").append(String.join(", ", flags)).append(".\n");
    }
    ended();
    waits();
    others();
    List<String> rest = new ArrayList<>();
    part(rest, count(State.FIXED), "fixed");
    part(rest, count(State.QUIET), "quiet (not seen, so not known to be fixed)");
    part(rest, count(State.RETIRED), "retired (no longer counted)");
    long never = count(State.GOOD) + (long) count(State.NEW);
    part(rest, never - status.others().size(), "never below");
    if (!rest.isEmpty()) {
      out.append("The rest: ").append(String.join(", ", rest)).append(".\n");
    }
    int changing = status.flags().getOrDefault(Mark.CHANGING_ADDRESS, 0);
    if (changing > 0) {
      out.append("With a changing address: ").append(changing).append(" of all these.\n");
    }
    if (status.accounts().all() > 0) {
      out.append(status.accounts().words(status.floors())).append(".\n");
      out.append("   list them: tlsfloor inventory clients --state account\n");
    }
    out.append("Coverage: ").append(Printable.text(status.coverage().words())).append(".\n");
  }

  /** How long to watch until it is known that programs of some days are gone. */
  private void waits() {
    int clients = status.rhythms().clients();
    if (clients > 0) {
      out.append(Words.number(clients)).append(clients == 1 ? " of them does" : " of them do");
      out.append(" better, too: fixed when the low programs are silent for ");
      out.append(status.rhythms().days() > Rhythm.LEAST_SILENT_DAYS ? "up to " : "");
      out.append(status.rhythms().days()).append(" covered days.\n");
      out.append("   when they ran: tlsfloor inventory client NAME\n");
    }
  }

  /** Whose exception holds no more: by name, with the day and who answered for it. */
  private void ended() {
    List<Ended> ended = status.ended();
    for (Ended each : ended.subList(0, Math.min(MOST_OTHERS, ended.size()))) {
      out.append("   ended: ").append(Printable.text(each.words())).append('\n');
    }
    if (ended.size() > MOST_OTHERS) {
      out.append("   and ").append(ended.size() - MOST_OTHERS);
      out.append(" more: tlsfloor inventory clients --state below\n");
    }
  }

  /** Who was never below, and is not all right either: by name, with the day. */
  private void others() {
    List<Other> others = status.others();
    if (others.isEmpty()) {
      return;
    }
    out.append("Others, never below: ").append(status.othersInWords()).append(".\n");
    for (Other other : others.subList(0, Math.min(MOST_OTHERS, others.size()))) {
      out.append("   ").append(Printable.name(other.host().both())).append(": ");
      out.append(other.faring().wholeText()).append('\n');
    }
    if (others.size() > MOST_OTHERS) {
      out.append("   and ").append(others.size() - MOST_OTHERS);
      out.append(" more: tlsfloor inventory clients --state other\n");
    }
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
      boolean any = status.coverage().coveredDays() > 0;
      out.append(any ? "Every day was covered.\n" : "No day was covered yet.\n");
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
