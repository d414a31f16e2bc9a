package io.tlsfloor.rules.policy;

import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Adjustments;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Direction;
import io.tlsfloor.rules.HomeNetworks;
import io.tlsfloor.rules.IpPrefix;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.catalogue.OtherNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A policy as a person writes it, in TOML: {@code tlsfloor.conf}. What the file does not say stays
 * as it was, so that options of the command line can come after it.
 */
public final class PolicyFile {
  private static final List<String> KEYS =
      List.of(
          "floor",
          "min-severity",
          "min-confidence",
          "any-service",
          "direction",
          "instance",
          "home-net",
          "nat-addresses",
          "floors",
          "severities",
          "exceptions",
          "services");
  private static final String OFF = "off";
  private static final List<String> AREAS =
      List.of(
          "Exchange",
          "Exchange Online",
          "SharePoint",
          "Skype",
          "Teams",
          "Microsoft Teams",
          "Common",
          "Microsoft 365 Common",
          "MEM",
          "Microsoft Intune");

  private final ConfigTable table;
  private final Optional<TlsVersion> floor;
  private final Optional<Severity> minSeverity;
  private final Optional<Confidence> minConfidence;
  private final Optional<Boolean> anyService;
  private final Set<RuleId> rulesOff;
  private final Set<Direction> directions;
  private final Set<String> instances;
  private final Optional<HomeNetworks> homeNetworks;
  private final List<IpPrefix> natAddresses;
  private final Adjustments adjustments;
  private final OwnServices ownServices;

  private PolicyFile(ConfigTable table) throws ConfigException {
    this.table = table;
    floor = table.value("floor", Vocabulary::floor);
    minSeverity = table.value("min-severity", Vocabulary.SEVERITY::read);
    minConfidence = table.value("min-confidence", Vocabulary.CONFIDENCE::read);
    anyService = table.flag("any-service");
    rulesOff = EnumSet.noneOf(RuleId.class);
    directions = new LinkedHashSet<>(table.list("direction", Vocabulary.DIRECTION::read));
    instances = new LinkedHashSet<>(table.list("instance", PolicyFile::instance));
    homeNetworks = homeNetworks(table);
    natAddresses = table.list("nat-addresses", IpPrefix::parse);
    ownServices = OwnServices.read(table.tables("services"));
    adjustments =
        new Adjustments(
            floors(table, ownServices), severities(table, rulesOff), ExemptionList.read(table));
  }

  /**
   * Reads a policy.
   *
   * @param path the file
   * @param otherTables tables that others read from the same file, by {@link #table}
   * @throws ConfigException if it cannot be used: says what is wrong, in which line, what to do
   * @throws IOException if it cannot be read
   */
  public static PolicyFile read(Path path, Set<String> otherTables) throws IOException {
    ConfigTable table = ConfigTable.read(path);
    List<String> known = new ArrayList<>(KEYS);
    known.addAll(otherTables);
    table.allow(known);
    return new PolicyFile(table);
  }

  /** A table that somebody else reads, and its keys with it. */
  public Optional<ConfigTable> table(String name) throws ConfigException {
    return table.table(name);
  }

  /** {@code base}, with what this file says in its place. */
  public Policy applyTo(Policy base) {
    Set<RuleId> rules = EnumSet.noneOf(RuleId.class);
    rules.addAll(base.rules());
    rules.removeAll(rulesOff);
    return new Policy(
        floor.orElse(base.floor()),
        minSeverity.orElse(base.minSeverity()),
        minConfidence.orElse(base.minConfidence()),
        anyService.orElse(base.anyService()),
        rules,
        directions.isEmpty() ? base.directions() : directions,
        instances.isEmpty() ? base.instances() : instances,
        homeNetworks.orElse(base.homeNetworks()).behind(natAddresses),
        adjustments);
  }

  /** {@code base}, with the services of this file. */
  public Catalogue addTo(Catalogue base) {
    return ownServices.rows().isEmpty() ? base : ownServices.addTo(base);
  }

  private static String instance(String text) {
    for (String known : Catalogue.bundled().instances()) {
      if (known.equalsIgnoreCase(OtherNames.instance(text))) {
        return known;
      }
    }
    throw new IllegalArgumentException(
        "no cloud instance \""
            + text
            + "\": write one of "
            + String.join(", ", Catalogue.bundled().instances()));
  }

  private static Optional<HomeNetworks> homeNetworks(ConfigTable table) throws ConfigException {
    Optional<ConfigTable> home = table.table("home-net");
    if (home.isEmpty()) {
      return Optional.empty();
    }
    Map<IpPrefix, String> names = new HashMap<>();
    for (String name : home.get().keys()) {
      for (IpPrefix prefix : home.get().list(name, IpPrefix::parse)) {
        String other = names.put(prefix, name);
        if (other != null) {
          throw home.get()
              .wrong(name, prefix + " is home network \"" + other + "\" already: leave it to one");
        }
      }
    }
    return Optional.of(new HomeNetworks(List.copyOf(names.keySet())));
  }

  private static Map<String, TlsVersion> floors(ConfigTable table, OwnServices own)
      throws ConfigException {
    Map<String, TlsVersion> floors = new HashMap<>(own.floors());
    List<String> known = new ArrayList<>(AREAS);
    own.rows().forEach(row -> known.add(row.set().area()));
    Optional<ConfigTable> entries = table.table("floors");
    if (entries.isPresent()) {
      entries.get().allow(known);
      for (String name : entries.get().keys()) {
        TlsVersion version = entries.get().required(name, Vocabulary::floor);
        if (floors.put(name.equals("Teams") ? "Skype" : name, version) != null) {
          throw entries
              .get()
              .wrong(name, "the floor of \"" + name + "\" is given twice: leave it in one place");
        }
      }
    }
    return floors;
  }

  /** Severities by rule; what is {@code off} goes to {@code rulesOff}. */
  private static Map<RuleId, Severity> severities(ConfigTable table, Set<RuleId> rulesOff)
      throws ConfigException {
    Map<RuleId, Severity> severities = new EnumMap<>(RuleId.class);
    Optional<ConfigTable> entries = table.table("severities");
    if (entries.isPresent()) {
      List<String> known = new ArrayList<>();
      for (RuleId rule : RuleId.values()) {
        known.add(rule.id().toLowerCase(Locale.ROOT));
      }
      entries.get().allow(known);
      for (String name : entries.get().keys()) {
        RuleId rule = Vocabulary.RULE.read(name);
        if (entries.get().text(name).filter(OFF::equals).isPresent()) {
          rulesOff.add(rule);
        } else {
          severities.put(rule, entries.get().required(name, Vocabulary.SEVERITY::read));
        }
      }
    }
    return severities;
  }
}
