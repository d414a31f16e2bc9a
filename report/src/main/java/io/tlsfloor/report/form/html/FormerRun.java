package io.tlsfloor.report.form.html;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.FindingGroup;
import io.tlsfloor.report.model.FindingGroups;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.Standing;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An earlier run, with which a page shows the trend. */
public final class FormerRun implements Report {
  private final FindingGroups groups = new FindingGroups(Policy.standard());
  private final Set<IpAddress> seen = new HashSet<>();
  private String period = "";
  private Optional<Instant> first = Optional.empty();
  private boolean hides;

  @Override
  public void connection(Result result) {
    if (result.flagged() || result.excepted()) {
      groups.add(result);
    }
  }

  @Override
  public void clients(List<ClientDay> clients) {
    clients.forEach(groups::know);
    clients.forEach(client -> seen.add(client.who().device()));
  }

  @Override
  public void run(Run run) {
    period = run.read().span().orElse("");
    first = run.read().first();
    hides = run.missed().hides();
  }

  /**
   * Refuses to be compared with an earlier run: who is fixed would be called new.
   *
   * @throws ReportException if it began later
   */
  void refuseBefore(Run now) throws ReportException {
    if (first.isPresent() && now.read().first().filter(first.get()::isAfter).isPresent()) {
      throw ReportException.given(
          "--since names the later run: it begins at "
              + Timestamps.seconds(first.get())
              + ", this one at "
              + Timestamps.seconds(now.read().first().get()),
          "Give the earlier one to --since: tlsfloor report --since EARLIER.jsonl LATER.jsonl");
    }
  }

  /** The clients that groups show below the floor, excepted ones too. */
  static Set<IpAddress> below(List<FindingGroup> groups) {
    Set<IpAddress> below = new HashSet<>();
    for (FindingGroup group : groups) {
      if (group.counts() && Standing.isBelow(group)) {
        below.add(group.client());
      }
    }
    return below;
  }

  /**
   * Returns what changed, in sentences.
   *
   * @param now groups of the later run
   * @param present clients of the later run
   * @param floor of the later run
   */
  List<String> trend(List<FindingGroup> now, Set<IpAddress> present, String floor) {
    Set<IpAddress> before = below(groups.inOrder());
    Set<IpAddress> after = below(now);
    Set<IpAddress> fresh = new HashSet<>(after);
    fresh.removeAll(before);
    Set<IpAddress> gone = new HashSet<>(before);
    gone.removeAll(after);
    Set<IpAddress> better = new HashSet<>(gone);
    better.retainAll(present);
    int unseen = gone.size() - better.size();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        Words.count(before.size(), "client")
            + " below "
            + floor
            + (period.isEmpty() ? " in the former run" : " in the former run (" + period + " UTC)")
            + ", "
            + Words.number(after.size())
            + " now.");
    sentences.add(
        Words.number(after.size() - fresh.size())
            + " in both; "
            + Words.number(fresh.size())
            + " new; "
            + Words.number(better.size())
            + " seen again and no longer below; "
            + Words.number(unseen)
            + " not seen again, which does not mean that they are fixed.");
    if (hides) {
      sentences.add(
          "The former run missed packets: clients that are new here may have been below then.");
    }
    return sentences;
  }
}
