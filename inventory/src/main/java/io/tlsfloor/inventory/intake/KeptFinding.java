package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Direction;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Remedy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A finding on one connection, as the inventory keeps it.
 *
 * @param address of the client
 * @param mac its link address; empty where the link has none
 * @param service whose the connection is
 * @param seen time of the connection's first packet
 * @param stack what the client looks like; empty when not known
 * @param finding what was found
 * @param file capture file, or interface
 */
record KeptFinding(
    String address,
    String mac,
    Optional<ServiceName> service,
    Instant seen,
    String stack,
    Finding finding,
    String file) {

  /** Holds what evidence is known by within its run: the newest of a kind is kept. */
  record Kind(String address, Optional<ServiceName> service, String rule, String stack) {}

  /** The findings of a connection that is a service's, in the direction that counts. */
  static List<KeptFinding> of(Result result) {
    boolean counts =
        result.flagged()
            || result.service().isPresent() && result.judgement().direction() == Direction.OUTBOUND;
    if (!counts) {
      return List.of();
    }
    return result.findings().stream()
        .map(
            finding ->
                new KeptFinding(
                    result.ends().client().address().toString(),
                    result.ends().clientMac().map(MacAddress::toString).orElse(""),
                    result.service(),
                    result.first().time(),
                    Texts.clean(result.stack().map(ClientStack::name).orElse("")),
                    finding,
                    Texts.clean(result.first().file())))
        .toList();
  }

  Kind kind() {
    return new Kind(address, service, finding.rule().id(), stack);
  }

  int day() {
    return Times.day(seen);
  }

  String remedy() {
    return Texts.clean(finding.remedy().map(Remedy::text).orElse(""));
  }

  String reference() {
    return Texts.clean(finding.remedy().map(Remedy::reference).orElse(""));
  }

  /** Why it is accepted, and by whom; empty for none. */
  String exception() {
    return Texts.clean(
        finding.exception().map(why -> why.reason() + " (" + why.owner() + ")").orElse(""));
  }

  /** The last day of that; 0 for none. */
  int exceptionUntil() {
    return finding.exception().map(why -> Times.day(why.until())).orElse(0);
  }

  long frame() {
    return finding.evidence().isEmpty() ? 0 : finding.evidence().get(0).frame();
  }
}
