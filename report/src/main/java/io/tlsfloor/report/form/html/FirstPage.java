package io.tlsfloor.report.form.html;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.Closing;
import io.tlsfloor.report.model.FindingGroup;
import io.tlsfloor.report.model.Fixes;
import io.tlsfloor.report.model.Gap;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.RemedyPages;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Puts into words what a manager reads first, and what is printed on the first page. */
final class FirstPage {
  private static final int MAX_FIXES = 12;
  private static final int MAX_EXCEPTIONS = 12;

  private FirstPage() {}

  /**
   * The cover of a run.
   *
   * @param groups of its findings, the worst first
   * @param clients all of them that are known
   */
  static Page.Cover of(
      PageOptions options,
      Run run,
      Closing closing,
      List<FindingGroup> groups,
      List<ClientSummary> clients) {
    Set<IpAddress> present = new HashSet<>();
    clients.forEach(client -> present.add(client.client()));
    groups.forEach(group -> present.add(group.key().client()));
    String floor = run.terms().floor().toString();
    return new Page.Cover(
        Printable.text(options.title().orElse("")),
        Printable.text(options.organisation().orElse("")),
        run.read().span().map(span -> span + " UTC").orElse(""),
        options.former().map(former -> former.trend(groups, present, floor)).orElse(List.of()),
        closing.toDo().map(text -> text + ".").orElse(""),
        closing.fixes().all().stream().limit(MAX_FIXES).map(FirstPage::fix).toList(),
        groups.stream()
            .filter(group -> group.waiver().isPresent())
            .limit(MAX_EXCEPTIONS)
            .map(FirstPage::accepted)
            .toList(),
        closing.gaps().stream().map(Gap::text).toList());
  }

  private static Page.Fix fix(Fixes.Fix fix) {
    return new Page.Fix(
        Words.number(fix.clients().size()),
        Printable.name(fix.remedy().text()),
        fix.looks(),
        fix.fates().isEmpty() ? "other findings" : fix.fates(),
        Words.constant(fix.severity()),
        RemedyPages.name(fix.remedy().reference())
            .filter(name -> RemedyPages.text(name).isPresent())
            .orElse(""));
  }

  private static Page.Accepted accepted(FindingGroup group) {
    Finding.Waiver waiver = group.waiver().orElseThrow();
    return new Page.Accepted(
        group.key().client().toString(),
        Printable.name(group.key().service().map(ServiceName::name).orElse("no service")),
        Printable.text(waiver.owner()),
        waiver.until().toString(),
        Printable.text(waiver.reason()));
  }
}
