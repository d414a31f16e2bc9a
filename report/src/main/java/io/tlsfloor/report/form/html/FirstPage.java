package io.tlsfloor.report.form.html;

import io.tlsfloor.report.model.ClientState;
import io.tlsfloor.report.model.Closing;
import io.tlsfloor.report.model.Fixes;
import io.tlsfloor.report.model.Gap;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Finding.Waiver;
import io.tlsfloor.rules.RemedyPages;
import io.tlsfloor.rules.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Puts into words what a manager reads first, and what is printed on the first page. */
final class FirstPage {
  private static final int MAX_SYSTEMS = 200;
  private static final int PRINTED_SYSTEMS = 25;
  private static final int PRINTED_ACCOUNTS = 12;
  private static final int MAX_FIXES = 12;
  private static final int MAX_EXCEPTIONS = 12;

  /** On paper all must fit one page. */
  private static final int PRINTED_FIXES = 6;

  private static final int PRINTED_EXCEPTIONS = 4;
  private static final int PRINTED_LIMITS = 4;

  private FirstPage() {}

  /**
   * The cover of a run.
   *
   * @param found on its clients, in their order
   */
  static Page.Cover of(PageOptions options, Run run, Closing closing, List<FindingRow.Of> found) {
    List<Page.FixRow> fixes =
        closing.fixes().all().stream()
            .filter(fix -> fix.severity() != Severity.LOW) // those have a list of their own
            .map(FirstPage::fix)
            .toList();
    Map<Waiver, List<FindingRow.Of>> waived = new LinkedHashMap<>();
    for (FindingRow.Of each : found) {
      each.waiver().ifPresent(by -> waived.computeIfAbsent(by, w -> new ArrayList<>()).add(each));
    }
    List<Page.Accepted> exceptions = new ArrayList<>();
    waived.forEach((waiver, some) -> exceptions.add(accepted(waiver, some)));
    List<ClientState> accounts =
        closing.clients().accounts().stream().filter(ClientState::isWorthARow).toList();
    List<String> limits = closing.gaps().stream().map(Gap::text).toList();
    return new Page.Cover(
        Printable.text(options.title().orElse("")),
        run.read().span().map(span -> span + " UTC").orElse(""),
        closing.toDo().orElse(""),
        Page.Listed.of(closing.clients().rows(), Systems::row, MAX_SYSTEMS, PRINTED_SYSTEMS),
        owners(closing),
        Page.Listed.of(accounts, Systems::account, MAX_SYSTEMS, PRINTED_ACCOUNTS),
        Page.Listed.of(fixes, MAX_FIXES, PRINTED_FIXES),
        Page.Listed.of(exceptions, MAX_EXCEPTIONS, PRINTED_EXCEPTIONS),
        Page.Listed.of(limits, Integer.MAX_VALUE, PRINTED_LIMITS));
  }

  /** Systems by who answers for them, as an inventory knows; empty without one. */
  private static List<Page.Owned> owners(Closing closing) {
    Map<String, List<ClientState>> owners = new TreeMap<>();
    for (ClientState client : closing.clients().rows()) {
      String owner = client.known().owner();
      if (!owner.isEmpty()) {
        owners.computeIfAbsent(owner, name -> new ArrayList<>()).add(client);
      }
    }
    List<Page.Owned> all = new ArrayList<>();
    owners.forEach(
        (owner, clients) ->
            all.add(
                new Page.Owned(
                    Printable.name(owner),
                    Page.Listed.of(clients, Systems::row, MAX_SYSTEMS, PRINTED_SYSTEMS))));
    return all;
  }

  private static Page.FixRow fix(Fixes.Fix fix) {
    return new Page.FixRow(
        Words.number(fix.clients().size()),
        Printable.name(fix.remedy().text()),
        fix.looks(),
        fix.fates().isEmpty() ? "other findings" : fix.fates(),
        Words.constant(fix.severity()),
        RemedyPages.name(fix.remedy().reference())
            .filter(name -> RemedyPages.text(name).isPresent())
            .orElse(""));
  }

  private static Page.Accepted accepted(Waiver waiver, List<FindingRow.Of> found) {
    Set<String> clients = new TreeSet<>();
    Set<String> services = new TreeSet<>();
    for (FindingRow.Of each : found) {
      clients.add(each.client().addressOrName());
      services.add(each.service().name("no service"));
    }
    return new Page.Accepted(
        oneOr(clients, "client"),
        oneOr(services, "service"),
        Printable.text(waiver.owner()),
        waiver.until().toString(),
        Printable.text(waiver.reason()));
  }

  private static String oneOr(Set<String> names, String noun) {
    return names.size() == 1 ? names.iterator().next() : Words.count(names.size(), noun);
  }
}
