package io.tlsfloor.rules;

import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.observation.TlsConnection;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An exception from the rules, with a reason and an end. Each condition that is there must hold.
 *
 * @param client range of the client's address
 * @param serverName name or wildcard that one of the server's names must match
 * @param stacks keys of client stacks and of families of them; empty for any client
 * @param rule the rule
 * @param reason why, for people
 * @param owner who answers for it
 * @param expires the last day on which it holds, in UTC
 * @param line where the policy file says it; 0 if no file does
 */
public record Exemption(
    Optional<IpPrefix> client,
    Optional<NamePattern> serverName,
    Set<String> stacks,
    Optional<RuleId> rule,
    String reason,
    String owner,
    LocalDate expires,
    int line) {
  /** Copies the set. */
  public Exemption {
    stacks = Set.copyOf(stacks);
  }

  /**
   * Returns whether a finding of {@code rule} on this connection meets every condition, in time or
   * not.
   */
  public boolean covers(
      RuleId found,
      TlsConnection connection,
      Optional<Service> service,
      Optional<ClientStack> looksLike) {
    return rule.map(found::equals).orElse(true)
        && client.map(range -> range.contains(connection.client().address())).orElse(true)
        && serverName.map(pattern -> named(pattern, connection, service)).orElse(true)
        && (stacks.isEmpty() || looksLike.map(like -> stacks.contains(like.key())).orElse(false));
  }

  private static boolean named(
      NamePattern pattern, TlsConnection connection, Optional<Service> service) {
    return Stream.of(
            connection.names().stream().map(NameSeen::name),
            connection.way().target().map(Target::host).stream(),
            service.map(Service::host).stream())
        .flatMap(names -> names)
        .anyMatch(pattern::covers);
  }

  /** Returns what it says of what it covers. */
  public Finding.Waiver waiver() {
    return new Finding.Waiver(reason, owner, expires);
  }

  /** Returns whether it holds no more at the time of {@code connection}. */
  public boolean isExpiredAt(TlsConnection connection) {
    return !connection
        .evidence()
        .first()
        .time()
        .isBefore(expires.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  /** Returns whether whatever {@code later} covers is covered by this one, for as long. */
  public boolean shadows(Exemption later) {
    return holdsAll(rule, later.rule)
        && client.map(a -> later.client.map(a::contains).orElse(false)).orElse(true)
        && serverName.map(a -> later.serverName.map(a::includes).orElse(false)).orElse(true)
        && (stacks.isEmpty() || !later.stacks.isEmpty() && stacks.containsAll(later.stacks))
        && !expires.isBefore(later.expires);
  }

  private static <T> boolean holdsAll(Optional<T> mine, Optional<T> theirs) {
    return mine.isEmpty() || mine.equals(theirs);
  }
}
