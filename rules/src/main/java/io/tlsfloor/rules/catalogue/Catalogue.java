package io.tlsfloor.rules.catalogue;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.rules.IpPrefix;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Endpoint lists of one or more cloud instances, ready for look-ups of names and addresses.
 *
 * <p>Safe for use by several threads. A look-up never fails: what is no name or matches nothing has
 * no match.
 */
public final class Catalogue {
  /** The instance that most tenants are in; it wins where several hold the same value. */
  public static final String WORLDWIDE = "Worldwide";

  private final List<Part> parts;
  private final ListVersion version;

  private Catalogue(List<Part> parts, ListVersion version) {
    this.parts = List.copyOf(parts);
    this.version = version;
  }

  /** Microsoft's list as this program carries it, for all instances. */
  public static Catalogue bundled() {
    return new Catalogue(BundledLists.parts(), BundledLists.version());
  }

  /**
   * A saved answer of Microsoft's endpoint web service for one instance, with the hosts added by
   * hand for that instance.
   *
   * @param file the JSON
   * @param instance the instance that the file is of, by the list's name for it
   * @throws ListFormatException if the file is no such answer: says what is wrong, and where
   * @throws IOException if the file cannot be read
   */
  public static Catalogue load(Path file, String instance) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      List<Row> rows = OfficialJson.read(in, file.toString(), instance);
      return new Catalogue(
          List.of(BundledLists.part(instance, rows)),
          new ListVersion(file.toString(), Optional.empty(), Optional.empty()));
    }
  }

  /**
   * This catalogue without the instances that are not named.
   *
   * @param instances names in any case; empty for all
   */
  public Catalogue restrictedTo(Set<String> instances) {
    if (instances.isEmpty()) {
      return this;
    }
    List<Part> kept = new ArrayList<>();
    for (Part part : parts) {
      if (instances.stream().anyMatch(part.instance()::equalsIgnoreCase)) {
        kept.add(part);
      }
    }
    return new Catalogue(kept, version);
  }

  /** Which list this is. */
  public ListVersion version() {
    return version;
  }

  /** Names of the instances, in the order in which they are preferred. */
  public List<String> instances() {
    return parts.stream().map(Part::instance).toList();
  }

  /** All rows that are in the list today, instance by instance. */
  public List<Row> rows() {
    return parts.stream().flatMap(part -> part.today().rows().stream()).toList();
  }

  /** The row that a host name matches. */
  public Optional<Match> byName(String name, Scope scope) {
    String host = HostName.normal(name);
    return host.isEmpty()
        ? Optional.empty()
        : best(part -> part.mostSpecific(host, scope), host, scope);
  }

  /**
   * The row that a name in a certificate matches: one that it equals, lies under, or covers as a
   * wildcard.
   *
   * @param name a dNSName or a common name, perhaps with a wildcard as its first label
   */
  public Optional<Match> byCertificateName(String name, Scope scope) {
    if (!name.startsWith("*.")) {
      return byName(name, scope);
    }
    String zone = HostName.normal(name.substring(2));
    if (zone.isEmpty() || zone.indexOf('.') < 0) {
      return Optional.empty(); // a wildcard over a whole top-level domain says nothing
    }
    // A wildcard name lies under the rows that any label in place of its asterisk lies under.
    Optional<Match> under = best(part -> part.wildcard(zone, scope), "*." + zone, scope);
    if (under.isPresent()) {
      return under;
    }
    return best(part -> part.coveredBy(zone, scope), "*." + zone, scope)
        .map(match -> BundledLists.isSharedZone(zone) ? asShared(match) : match);
  }

  private static Match asShared(Match match) {
    Row row = match.row();
    return new Match(
        new Row(row.set(), row.value(), Row.Use.SHARED, row.lastSeen()),
        match.host(),
        match.port());
  }

  /**
   * The row whose prefix holds an address. Sets overlap, so the port chooses first, then the length
   * of the prefix.
   */
  public Optional<Match> byAddress(IpAddress address, Scope scope) {
    String host = address.toString();
    List<Match> matches = new ArrayList<>();
    for (Part part : parts) {
      for (Row row : part.index(scope.time()).covering(address, scope::admits)) {
        matches.add(new Match(row, host, scope.fit(row)));
      }
    }
    return matches.stream()
        .min(
            Comparator.comparing(Match::port)
                .thenComparing(match -> -IpPrefix.parse(match.row().value()).length())
                .thenComparing(match -> match.row().set().category()));
  }

  /** Whether a published prefix of any instance holds {@code address} at {@code time}. */
  public boolean holds(IpAddress address, Optional<Instant> time) {
    Scope any = new Scope(io.tlsfloor.parser.observation.Transport.TCP, 0, time, false);
    for (Part part : parts) {
      if (!part.index(time).covering(address, any::admits).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Whether {@code set} has addresses as well as names. */
  public boolean publishesPrefixes(EndpointSet set) {
    for (Part part : parts) {
      if (part.instance().equals(set.instance()) && part.publishesPrefixes(set)) {
        return true;
      }
    }
    return false;
  }

  private interface RowsOfPart {
    List<Row> of(Part part);
  }

  /**
   * The best of what the instances say: a row that tells much before a shared one, a row of a known
   * set before one without, then the instances' order.
   */
  private Optional<Match> best(RowsOfPart rows, String host, Scope scope) {
    Match best = null;
    for (Part part : parts) {
      List<Row> found = rows.of(part);
      if (!found.isEmpty()) {
        Match match = InstanceIndex.choose(found, host, scope);
        if (best == null || weakness(match) < weakness(best)) {
          best = match;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private static int weakness(Match match) {
    if (match.row().use() == Row.Use.SHARED) {
      return 2;
    }
    return match.row().set().origin() == EndpointSet.Origin.LIST_WITHOUT_SET ? 1 : 0;
  }
}
