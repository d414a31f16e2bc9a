package io.tlsfloor.cli.pseudonym;

import io.tlsfloor.capture.rewrite.Substitution;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.report.pseudonym.Pseudonymizer;
import io.tlsfloor.report.pseudonym.Pseudonyms;
import io.tlsfloor.rules.Judgement;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Holds what replaces in the frames that prove something of a connection: addresses and link
 * addresses as in its judgement, in tunnels' headers all but the service's.
 */
public final class FramePseudonyms implements Substitution {
  private final Pseudonymizer pseudonymizer;
  private final Pseudonyms pseudonyms;
  private final Predicate<IpAddress> hidden;

  /** For the frames of one connection. */
  public FramePseudonyms(Pseudonymizer pseudonymizer, Judgement judgement) {
    this.pseudonymizer = pseudonymizer;
    pseudonyms = pseudonymizer.pseudonyms();
    hidden = pseudonymizer.hidden(judgement);
  }

  @Override
  public IpAddress address(IpAddress address, boolean innermost) {
    boolean stays = innermost ? !hidden.test(address) : pseudonymizer.isServices(address);
    return stays ? address : pseudonyms.address(address);
  }

  @Override
  public IpAddress told(IpAddress address) {
    return pseudonymizer.isServices(address) ? address : pseudonyms.address(address);
  }

  @Override
  public String told(String address, boolean target) {
    Optional<IpAddress> parsed = Pseudonyms.parse(address);
    boolean stays =
        parsed.isEmpty()
            || told(parsed.get()).equals(parsed.get()) // the service's, or nobody's
            || target && !hidden.test(parsed.get());
    return stays ? address : pseudonyms.sameLength(parsed.get(), address);
  }

  @Override
  public String name(String name) {
    return pseudonyms.sameLength(name);
  }

  @Override
  public MacAddress mac(MacAddress mac) {
    return pseudonyms.mac(mac);
  }
}
