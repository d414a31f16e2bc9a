package io.tlsfloor.inventory.live;

import io.tlsfloor.inventory.intake.ClientFacts;
import io.tlsfloor.inventory.intake.ClientFacts.ServiceKey;
import io.tlsfloor.inventory.intake.FindingFacts;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Remedy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Takes from results what the inventory keeps of them: the same as from their lines. */
final class ResultFacts {
  private ResultFacts() {}

  static ClientFacts client(ClientDay client, TlsVersion floor) {
    long good = 0;
    for (Map.Entry<TlsVersion, Long> count : client.negotiated().entrySet()) {
      good += count.getKey().isBefore(floor) ? 0 : count.getValue();
    }
    return new ClientFacts(
        client.client().toString(),
        client.mac().map(MacAddress::toString).orElse(""),
        client.names().stream()
            .map(name -> new ClientFacts.Name(name.name(), Words.constant(name.from())))
            .toList(),
        service(client.service()),
        client.connections(),
        client.flagged(),
        0,
        Optional.of(client.behaviour().succeeded()),
        client.behaviour().failed(),
        versions(client.offered()),
        versions(client.negotiated()),
        good,
        client.severity(),
        client.stacks(),
        client.firstSeen(),
        client.lastSeen());
  }

  private static Map<String, Long> versions(Map<TlsVersion, Long> counts) {
    Map<String, Long> versions = new TreeMap<>();
    counts.forEach((version, count) -> versions.put(version.toString(), count));
    return versions;
  }

  private static ServiceKey service(Optional<ServiceName> service) {
    return service
        .map(
            name ->
                new ServiceKey(
                    Texts.clean(name.instance()),
                    Texts.clean(name.area()),
                    Texts.clean(name.name())))
        .orElse(ServiceKey.NONE);
  }

  private static String words(Finding.Waiver waiver) {
    return FindingFacts.exception(waiver.reason(), waiver.owner());
  }

  static List<FindingFacts> findings(Result result) {
    List<FindingFacts> all = new ArrayList<>();
    for (Finding finding : result.findings()) {
      all.add(
          new FindingFacts(
              result.ends().client().address().toString(),
              result.ends().clientMac().map(MacAddress::toString).orElse(""),
              service(result.service()),
              result.first().time(),
              result.flagged(),
              result.verdict().stack().map(Result.Stack::name).orElse(""),
              finding.rule().id(),
              finding.severity(),
              finding.summary(),
              new FindingFacts.Advice(
                  finding.remedy().map(Remedy::text).orElse(""),
                  finding.remedy().map(Remedy::reference).orElse(""),
                  finding.enforced().orElse("")),
              new FindingFacts.Waiver(
                  finding.exception().map(ResultFacts::words).orElse(""),
                  finding.exception().map(waiver -> Times.day(waiver.until())).orElse(0)),
              new FindingFacts.Place(
                  result.first().file(),
                  finding.evidence().isEmpty()
                      ? result.frames().hello().number()
                      : finding.evidence().get(0).frame(),
                  result.id())));
    }
    return all;
  }
}
