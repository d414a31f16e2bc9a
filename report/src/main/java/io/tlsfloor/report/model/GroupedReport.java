package io.tlsfloor.report.model;

import io.tlsfloor.rules.Policy;
import java.util.List;

/** A report on groups of findings, written when the run ends. */
public abstract class GroupedReport implements Report {
  /** The groups of what was reported so far. */
  protected final FindingGroups groups;

  /**
   * A report without groups yet.
   *
   * @param policy by which findings are shown
   */
  protected GroupedReport(Policy policy) {
    groups = new FindingGroups(policy);
  }

  @Override
  public final void connection(Result result) {
    groups.add(result);
  }

  @Override
  public final void takeBack(Result earlier) {
    groups.takeBack(earlier);
  }

  @Override
  public void clients(List<ClientDay> clients) {
    clients.forEach(groups::know);
  }
}
