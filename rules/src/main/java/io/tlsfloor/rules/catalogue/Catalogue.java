package io.tlsfloor.rules.catalogue;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.rules.HostName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Endpoint lists of one or more cloud instances, ready for look-ups of names and addresses.
 *
 * <p>Safe for use by several threads. A look-up never fails: what is no name or matches nothing has
 * no match.
 */
public final class Catalogue {
  /** The instance that most tenants are in; it wins where several hold the same value. */
  public static final String WORLDWIDE = "Worldwide";

  private final List<String> instances;

  /** Those of the instances that are the user's own catalogues. */
  private final Set<String> owned;

  private final ListVersion version;
  private final LazyIndex today;
  private final LazyIndex withRetired;

  private Catalogue(
      List<String> instances,
      Set<String> owned,
      ListVersion version,
      LazyIndex today,
      LazyIndex withRetired) {
    this.instances = List.copyOf(instances);
    this.owned = Set.copyOf(owned);
    this.version = version;
    this.today = today;
    this.withRetired = withRetired;
  }

  private static Catalogue of(
      List<String> instances, Set<String> owned, ListVersion version, LazyIndex today) {
    LazyIndex withRetired =
        new LazyIndex(
            () -> {
              List<Row> rows = new ArrayList<>(today.get().rows());
              rows.addAll(
                  BundledLists.retired().stream()
                      .filter(row -> instances.contains(row.set().instance()))
                      .toList());
              return rows;
            });
    return new Catalogue(instances, owned, version, today, withRetired);
  }

  /** Microsoft's list as this program carries it, for all instances. Read when it is first used. */
  public static Catalogue bundled() {
    return of(
        BundledLists.INSTANCES,
        Set.of(),
        BundledLists.version(),
        new LazyIndex(BundledLists::bundled));
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
      return read(in, file.toString(), instance);
    }
  }

  /**
   * Works as {@link #load}, with what {@code in} holds.
   *
   * @param source what messages call it
   */
  public static Catalogue read(InputStream in, String source, String instance) throws IOException {
    List<Row> rows = BundledLists.completed(OfficialJson.read(in, source, instance), instance);
    return of(
        List.of(instance),
        Set.of(),
        new ListVersion(source, Optional.empty(), Optional.empty()),
        new LazyIndex(() -> rows));
  }

  /**
   * This catalogue with a saved answer of the web service in place of one instance's list.
   *
   * @param instance by the list's name for it; may be new
   * @param file the JSON
   * @param saved which list the file is; it becomes this catalogue's version where the instance is
   *     {@link #WORLDWIDE} or the only one
   * @throws ListFormatException if the file is no such answer: says what is wrong, and where
   * @throws IOException if the file cannot be read
   */
  public Catalogue replacing(String instance, Path file, ListVersion saved) throws IOException {
    List<Row> rows;
    try (InputStream in = Files.newInputStream(file)) {
      rows = BundledLists.completed(OfficialJson.read(in, file.toString(), instance), instance);
    }
    List<String> names = new ArrayList<>(instances);
    if (!names.contains(instance)) {
      names.add(instance);
    }
    boolean main = instance.equals(WORLDWIDE) || names.size() == 1;
    return of(
        names,
        owned,
        main ? saved : version,
        new LazyIndex(
            () -> {
              List<Row> all = new ArrayList<>(rows);
              for (Row row : today.get().rows()) {
                if (!row.set().instance().equals(instance)) {
                  all.add(row);
                }
              }
              return all;
            }));
  }

  /**
   * This catalogue without the instances that are not named.
   *
   * @param wanted names in any case; empty for all
   */
  public Catalogue restrictedTo(Set<String> wanted) {
    if (wanted.isEmpty()) {
      return this;
    }
    List<String> kept =
        instances.stream()
            .filter(
                instance ->
                    owned.contains(instance)
                        || wanted.stream().anyMatch(instance::equalsIgnoreCase))
            .toList();
    return of(
        kept,
        owned,
        version,
        new LazyIndex(
            () ->
                today.get().rows().stream()
                    .filter(row -> kept.contains(row.set().instance()))
                    .toList()));
  }

  /**
   * This catalogue and the user's own services, which come first where both hold a value.
   *
   * @param name of the own catalogue: the instance of its rows
   * @param rows of origin {@link EndpointSet.Origin#OWN}
   */
  public Catalogue with(String name, List<Row> rows) {
    List<String> names = new ArrayList<>(List.of(name));
    names.addAll(instances);
    Set<String> own = new HashSet<>(owned);
    own.add(name);
    return of(
        names,
        own,
        version,
        new LazyIndex(
            () -> {
              List<Row> all = new ArrayList<>(rows);
              all.addAll(today.get().rows());
              return all;
            }));
  }

  /** Which list this is. */
  public ListVersion version() {
    return version;
  }

  /** Names of the instances, in the order in which they are preferred. */
  public List<String> instances() {
    return instances;
  }

  /** All rows that are in the list today, instance by instance. */
  public List<Row> rows() {
    return today.get().rows();
  }

  /** The row that a host name matches. */
  public Optional<Match> byName(String name, Scope scope) {
    String host = HostName.normal(name);
    if (host.isEmpty()) {
      return Optional.empty();
    }
    Candidates candidates = new Candidates(scope);
    index(scope.timeNanos()).names().matching(host, candidates);
    return best(host, candidates);
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
    if (zone.indexOf('.') < 0) {
      return Optional.empty(); // a wildcard over a whole top-level domain says nothing
    }
    String host = "*." + zone;
    // A wildcard name lies under the rows that any label in place of its asterisk lies under.
    Candidates above = new Candidates(scope);
    index(scope.timeNanos()).names().holdingAllBelow(zone, above);
    if (!above.rows.isEmpty()) {
      return best(host, above);
    }
    Candidates below = new Candidates(scope);
    index(scope.timeNanos()).names().oneLabelBelow(zone, below);
    return best(host, below)
        .map(match -> BundledLists.isSharedZone(zone) ? match.asShared() : match);
  }

  /**
   * The row whose prefix holds an address. Sets overlap, so the port chooses first, then the length
   * of the prefix.
   */
  public Optional<Match> byAddress(IpAddress address, Scope scope) {
    Match best = null;
    List<List<Row>> covering = index(scope.timeNanos()).prefixes().covering(address);
    for (int i = 0; i < covering.size(); i++) { // no iterator: most addresses are in none
      Match match = choose(covering.get(i), address.toString(), scope);
      if (match != null && (best == null || match.port().compareTo(best.port()) < 0)) {
        best = match;
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * Returns whether a published prefix of any cloud instance holds {@code address} at that time.
   * Own services do not count: their servers are often clients of others.
   */
  public boolean holds(IpAddress address, long timeNanos) {
    List<List<Row>> covering = index(timeNanos).prefixes().covering(address);
    if (covering.isEmpty()) {
      return false;
    }
    Scope any = new Scope(Transport.TCP, 0, timeNanos, false);
    for (List<Row> rows : covering) {
      for (Row row : rows) {
        if (any.admits(row) && row.set().origin() != EndpointSet.Origin.OWN) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns whether the set of a row of this catalogue has addresses as well as names. */
  public boolean publishesPrefixes(EndpointSet set) {
    return today.get().hasPrefixes(set);
  }

  /** Every row that matches a name or an address, and what comes near: see {@link Explanation}. */
  public Explanation explain(String nameOrAddress, Transport transport, Optional<Integer> port) {
    return MatchReasons.explain(this, nameOrAddress, transport, port);
  }

  /** The rows of today; for {@link MatchReasons}. */
  RowIndex index() {
    return today.get();
  }

  /** The rows that may count at that time. */
  RowIndex index(long timeNanos) {
    return timeNanos < BundledLists.NONE_RETIRED_FROM ? withRetired.get() : today.get();
  }

  private Optional<Match> best(String host, Candidates candidates) {
    return Optional.ofNullable(choose(candidates.rows, host, candidates.scope));
  }

  /** Keeps the rows of the most specific value of each instance: takes the longest one first. */
  private static final class Candidates implements Consumer<List<Row>> {
    private final Scope scope;
    private List<Row> rows = List.of(); // most names are of somebody else

    Candidates(Scope scope) {
      this.scope = scope;
    }

    @Override
    public void accept(List<Row> more) {
      int before = rows.size();
      for (int i = 0; i < more.size(); i++) {
        Row row = more.get(i);
        if (scope.admits(row) && !isServed(row.set().instance(), before)) {
          rows = rows.isEmpty() ? new ArrayList<>(4) : rows;
          rows.add(row);
        }
      }
    }

    private boolean isServed(String instance, int before) {
      for (int i = 0; i < before; i++) {
        if (rows.get(i).set().instance().equals(instance)) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * The best of some rows: one of an own service, an exact name of one instance before wildcards of
   * others, a specific one before a shared one, one of a known set before one without, then the
   * instances' order; within an instance the port chooses, then the category's order (Optimize,
   * Allow, Default), then the number of the set.
   */
  private @Nullable Match choose(List<Row> rows, String host, Scope scope) {
    boolean exactFirst = namesOneCloud(rows, scope);
    Match best = null;
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      if (scope.admits(row)) {
        Match match = new Match(row, host, scope.fit(row));
        if (best == null || compare(match, best, exactFirst) < 0) {
          best = match;
        }
      }
    }
    return best;
  }

  /**
   * Returns whether an exact name says which cloud it is. One that several others list, below a
   * wildcard of Worldwide's (statics.teams.microsoft.com), is a host of Worldwide's that they
   * share.
   */
  private static boolean namesOneCloud(List<Row> rows, Scope scope) {
    String exact = null;
    boolean several = false;
    boolean below = false;
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      if (scope.admits(row)) {
        String instance = row.set().instance();
        if (isWildcard(row)) {
          below |= instance.equals(WORLDWIDE);
        } else {
          several |= exact != null && !exact.equals(instance);
          exact = instance;
        }
      }
    }
    return !several || !below;
  }

  private int compare(Match a, Match b, boolean exactFirst) {
    EndpointSet setA = a.row().set();
    EndpointSet setB = b.row().set();
    int order = Boolean.compare(owned.contains(setB.instance()), owned.contains(setA.instance()));
    if (order == 0 && exactFirst) {
      order = Boolean.compare(isWildcard(a.row()), isWildcard(b.row()));
    }
    if (order == 0) {
      order = weakness(a) - weakness(b);
    }
    if (order == 0) {
      order = instances.indexOf(setA.instance()) - instances.indexOf(setB.instance());
    }
    if (order == 0) {
      order = a.port().compareTo(b.port());
    }
    if (order == 0) {
      order = setA.category().compareTo(setB.category());
    }
    return order != 0
        ? order
        : Integer.compare(setA.id().orElse(Integer.MAX_VALUE), setB.id().orElse(Integer.MAX_VALUE));
  }

  private static boolean isWildcard(Row row) {
    return row.value().indexOf('*') >= 0;
  }

  private static int weakness(Match match) {
    if (match.row().use() == Row.Use.SHARED) {
      return 2;
    }
    return match.row().set().origin() == EndpointSet.Origin.LIST_WITHOUT_SET ? 1 : 0;
  }

  /** An index that is made when it is first asked for, once. */
  private static final class LazyIndex implements Supplier<RowIndex> {
    private final Supplier<List<Row>> rows;
    private volatile @Nullable RowIndex index;

    LazyIndex(Supplier<List<Row>> rows) {
      this.rows = rows;
    }

    @Override
    public RowIndex get() {
      RowIndex made = index;
      return made != null ? made : make();
    }

    private synchronized RowIndex make() {
      RowIndex made = index;
      if (made == null) {
        made = new RowIndex(rows.get());
        index = made;
      }
      return made;
    }
  }
}
