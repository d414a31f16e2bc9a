package io.tlsfloor.cli.scan;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.option.ClientChoice;
import io.tlsfloor.cli.option.ServerChoice;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.TimeBound;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.catalogue.EndpointSet;
import io.tlsfloor.rules.catalogue.OtherNames;
import io.tlsfloor.rules.catalogue.Row;
import io.tlsfloor.rules.resource.Spelling;
import io.tlsfloor.rules.stack.StackTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which connections a run looks at; all others count for nothing. All packets are read all the
 * same, so that a name seen before is known.
 *
 * @param from connections that begin earlier are left out
 * @param to connections that begin then or later are left out
 * @param clients one of which the client must be; empty for any
 * @param servers ranges that the server's address must lie in one of, or names it must have one of;
 *     empty for any
 * @param services names of services, areas or cloud instances, as typed; empty for any
 * @param stacks parts of names of client stacks, in lower case; empty for any
 */
record Narrowing(
    Optional<TimeBound> from,
    Optional<TimeBound> to,
    List<ClientChoice> clients,
    List<ServerChoice> servers,
    List<String> services,
    List<String> stacks) {
  /** The word for connections to no service. */
  static final String NO_SERVICE = "none";

  /**
   * Reads the options.
   *
   * @throws CommandException if one is wrong
   */
  static Narrowing of(Values values) throws CommandException {
    return new Narrowing(
        values.last(Settings.FROM),
        values.last(Settings.TO),
        values.all(Settings.CLIENT),
        values.all(Settings.SERVER),
        values.all(Settings.SERVICE),
        lower(values.all(Settings.STACK)));
  }

  private static List<String> lower(List<String> words) {
    List<String> lower = new ArrayList<>(words.size());
    for (String word : words) {
      lower.add(word.toLowerCase(Locale.ROOT));
    }
    return lower;
  }

  /** The same with other clients. */
  Narrowing of(List<ClientChoice> others) {
    return new Narrowing(from, to, others, servers, services, stacks);
  }

  /** Names of the options that are there, without dashes. */
  List<String> by() {
    List<String> by = new ArrayList<>();
    from.ifPresent(bound -> by.add(Settings.FROM.name()));
    to.ifPresent(bound -> by.add(Settings.TO.name()));
    if (!clients.isEmpty()) {
      by.add(Settings.CLIENT.name());
    }
    if (!servers.isEmpty()) {
      by.add(Settings.SERVER.name());
    }
    if (!services.isEmpty()) {
      by.add(Settings.SERVICE.name());
    }
    if (!stacks.isEmpty()) {
      by.add(Settings.STACK.name());
    }
    return by;
  }

  /**
   * Refuses a service or a stack that there is none of: a run narrowed to it would look clean
   * because of a spelling mistake.
   *
   * @throws CommandException if there is one: exit 2
   */
  void check(Catalogue catalogue) throws CommandException {
    Set<String> known = new TreeSet<>();
    for (Row row : catalogue.rows()) {
      EndpointSet set = row.set();
      known.add(row.service());
      known.add(set.area());
      known.add(set.instance());
    }
    known.add(NO_SERVICE);
    Set<String> hints = new TreeSet<>(known);
    hints.addAll(OtherNames.USUAL);
    for (String asked : services) {
      String name = OtherNames.any(asked);
      if (known.stream().noneMatch(each -> each.equalsIgnoreCase(asked) || each.equals(name))) {
        throw CommandException.usage(
            Settings.SERVICE + " cannot be \"" + asked + "\"", Spelling.hint(asked, hints));
      }
    }
    Set<String> knownStacks = StackTable.bundled().names();
    for (String asked : stacks) {
      if (knownStacks.stream().noneMatch(name -> name.toLowerCase(Locale.ROOT).contains(asked))) {
        throw CommandException.usage(
            Settings.STACK
                + " cannot be \""
                + asked
                + "\": no client stack that is known is called so",
            "Give a part of a name, such as Java, OpenSSL 1.0, Schannel or Python.");
      }
    }
  }

  /** Returns whether anything is left out. */
  boolean isAny() {
    return from.isPresent()
        || to.isPresent()
        || !clients.isEmpty()
        || !servers.isEmpty()
        || !services.isEmpty()
        || !stacks.isEmpty();
  }

  /** Returns whether a time counts from the first packet, which must be known then. */
  boolean isRelative() {
    return from.isPresent() && from.get().isRelative() || to.isPresent() && to.get().isRelative();
  }

  /**
   * Returns whether the run looks at a connection.
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
    Optional<Peer> outside = judgement.connection().nat();
    return clients.stream()
        .anyMatch(
            asked ->
                asked.admits(judgement.ends())
                    || outside
                        .map(peer -> asked.admits(peer.address(), Optional.empty()))
                        .orElse(false));
  }

  private boolean isService(Optional<Service> found) {
    if (found.isEmpty()) {
      return services.stream().anyMatch(NO_SERVICE::equalsIgnoreCase);
    }
    Service service = found.get();
    return services.stream()
        .anyMatch(
            asked -> OtherNames.means(asked, service.name(), service.area(), service.instance()));
  }

  /** By the likeliest stack, and by others that send the same hello. */
  private boolean isStack(Optional<ClientStack> found) {
    List<String> names = new ArrayList<>();
    found.ifPresent(stack -> names.add(stack.name()));
    found.ifPresent(stack -> names.addAll(stack.candidates()));
    return lower(names).stream().anyMatch(name -> stacks.stream().anyMatch(name::contains));
  }
}
