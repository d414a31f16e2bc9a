package io.tlsfloor.cli.scan;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Values;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.IpPrefix;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.NamePattern;
import io.tlsfloor.rules.Service;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which connections a run looks at; all others count for nothing. All packets are read all the
 * same, so that a name told before is known.
 *
 * @param from connections that begin earlier are left aside
 * @param to connections that begin then or later are left aside
 * @param clients ranges that the client's address must lie in one of; empty for any
 * @param servers ranges that the server's address must lie in one of, or names it must have one of;
 *     empty for any
 * @param services names of services, areas or cloud instances, in lower case; empty for any
 * @param stacks parts of names of client stacks, in lower case; empty for any
 */
record Narrowing(
    Optional<TimeBound> from,
    Optional<TimeBound> to,
    List<IpPrefix> clients,
    List<ServerChoice> servers,
    List<String> services,
    List<String> stacks) {
  /** The word for connections to no service. */
  static final String NO_SERVICE = "none";

  /**
   * A server that is asked for.
   *
   * @param prefix its addresses
   * @param name its names
   */
  record ServerChoice(Optional<IpPrefix> prefix, Optional<NamePattern> name) {
    boolean admits(Judgement judgement) {
      TlsConnection connection = judgement.connection();
      IpAddress address = judgement.ends().server().address();
      return prefix.map(p -> p.contains(address)).orElse(false)
          || name.map(n -> connection.names().stream().map(NameSeen::name).anyMatch(n::matches))
              .orElse(false);
    }
  }

  /**
   * Reads the options.
   *
   * @throws CommandException if one is wrong
   */
  static Narrowing of(Values values) throws CommandException {
    List<IpPrefix> clients = new ArrayList<>();
    for (String text : values.list(ScanFlags.CLIENT)) {
      clients.add(
          prefix(text)
              .orElseThrow(
                  () ->
                      CommandException.usage(
                          "--client cannot be \"" + text + "\"",
                          "Give an address, or a range such as 10.20.3.0/24.")));
    }
    List<ServerChoice> servers = new ArrayList<>();
    for (String text : values.list(ScanFlags.SERVER)) {
      servers.add(server(text));
    }
    return new Narrowing(
        TimeBound.of(ScanFlags.FROM, values),
        TimeBound.of(ScanFlags.TO, values),
        clients,
        servers,
        lower(values.list(ScanFlags.SERVICE)),
        lower(values.list(ScanFlags.STACK)));
  }

  private static List<String> lower(List<String> words) {
    List<String> lower = new ArrayList<>(words.size());
    for (String word : words) {
      lower.add(word.toLowerCase(Locale.ROOT));
    }
    return lower;
  }

  private static Optional<IpPrefix> prefix(String text) {
    try {
      return Optional.of(IpPrefix.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static ServerChoice server(String text) throws CommandException {
    Optional<IpPrefix> prefix = prefix(text);
    if (prefix.isPresent()) {
      return new ServerChoice(prefix, Optional.empty());
    }
    try {
      return new ServerChoice(
          Optional.empty(), Optional.of(NamePattern.parse(text.toLowerCase(Locale.ROOT))));
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(
          "--server cannot be \"" + text + "\"",
          "Give an address, a range, or a name such as smtp.office365.com or *.sharepoint.com.");
    }
  }

  /** Whether anything is left aside. */
  boolean isAny() {
    return from.isPresent()
        || to.isPresent()
        || !clients.isEmpty()
        || !servers.isEmpty()
        || !services.isEmpty()
        || !stacks.isEmpty();
  }

  /** Whether a time counts from the first packet, which must be known then. */
  boolean isRelative() {
    return from.isPresent() && from.get().isRelative() || to.isPresent() && to.get().isRelative();
  }

  /**
   * Whether the run looks at a connection.
   *
   * @param firstPacket time of the first packet of all
   */
  boolean admits(Judgement judgement, Optional<Instant> firstPacket) {
    TlsConnection connection = judgement.connection();
    Instant begun = connection.evidence().first().time();
    return from.map(bound -> !begun.isBefore(bound.at(firstPacket))).orElse(true)
        && to.map(bound -> begun.isBefore(bound.at(firstPacket))).orElse(true)
        && (clients.isEmpty() || isClient(judgement))
        && (servers.isEmpty() || servers.stream().anyMatch(s -> s.admits(judgement)))
        && (services.isEmpty() || isService(judgement.service()))
        && (stacks.isEmpty() || isStack(judgement.stack()));
  }

  private boolean isClient(Judgement judgement) {
    IpAddress inside = judgement.ends().client().address();
    Optional<IpAddress> outside = judgement.connection().nat().map(Peer::address);
    return clients.stream()
        .anyMatch(range -> range.contains(inside) || outside.map(range::contains).orElse(false));
  }

  private boolean isService(Optional<Service> found) {
    if (found.isEmpty()) {
      return services.contains(NO_SERVICE);
    }
    Service service = found.get();
    return services.contains(service.name().toLowerCase(Locale.ROOT))
        || services.contains(service.area().toLowerCase(Locale.ROOT))
        || services.contains(service.instance().toLowerCase(Locale.ROOT));
  }

  /** By the likeliest stack, and by others that send the same hello. */
  private boolean isStack(Optional<ClientStack> found) {
    List<String> names = new ArrayList<>();
    found.ifPresent(stack -> names.add(stack.name()));
    found.ifPresent(stack -> names.addAll(stack.candidates()));
    return lower(names).stream().anyMatch(name -> stacks.stream().anyMatch(name::contains));
  }
}
