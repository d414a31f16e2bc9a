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
          "directions",
          "instances",
          "rules-off",
          "catalogues",
          "home",
          "floors",
          "severities",
          "exceptions",
          "services");
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
  private final Adjustments adjustments;
  private final List<OwnServices> ownServices;

  private PolicyFile(ConfigTable table, Path folder) throws IOException {
    this.table = table;
    floor = table.value("floor", Vocabulary::floor);
    minSeverity = table.value("min-severity", Vocabulary.SEVERITY::read);
    minConfidence = table.value("min-confidence", Vocabulary.CONFIDENCE::read);
    anyService = table.flag("any-service");
    rulesOff = new LinkedHashSet<>(table.list("rules-off", Vocabulary.RULE::read));
    directions = new LinkedHashSet<>(table.list("directions", Vocabulary.DIRECTION::read));
    instances = new LinkedHashSet<>(table.list("instances", PolicyFile::instance));
    homeNetworks = homeNetworks(table);
    ownServices = ownServices(table, folder);
    adjustments =
        new Adjustments(floors(table, ownServices), severities(table), ExemptionList.read(table));
  }

  /**
   * Reads a policy.
   *
   * @param path the file; names of other files in it are relative to its folder
   * @param otherTables tables that others read from the same file, by {@link #table}
   * @throws ConfigException if it cannot be used: says what is wrong, in which line, what to do
   * @throws IOException if it, or a catalogue that it names, cannot be read
   */
  public static PolicyFile read(Path path, Set<String> otherTables) throws IOException {
    ConfigTable table = ConfigTable.read(path);
    List<String> known = new ArrayList<>(KEYS);
    known.addAll(otherTables);
    table.allow(known);
    Path parent = path.toAbsolutePath().getParent();
    return new PolicyFile(table, parent == null ? path.toAbsolutePath() : parent);
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
    Policy.Builder policy = base.toBuilder().rules(rules).adjustments(adjustments);
    floor.ifPresent(policy::floor);
    minSeverity.ifPresent(policy::minSeverity);
    minConfidence.ifPresent(policy::minConfidence);
    anyService.ifPresent(policy::anyService);
    if (!directions.isEmpty()) {
      policy.directions(directions);
    }
    if (!instances.isEmpty()) {
      policy.instances(instances);
    }
    homeNetworks.ifPresent(policy::homeNetworks);
    return policy.build();
  }

  /** {@code base}, with the services of this file and of the catalogues that it names. */
  public Catalogue addTo(Catalogue base) {
    Catalogue catalogue = base;
    for (OwnServices services : ownServices) {
      catalogue = services.addTo(catalogue);
    }
    return catalogue;
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
    Optional<ConfigTable> home = table.table("home");
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
    return Optional.of(new HomeNetworks(List.copyOf(names.keySet()), names));
  }

  private static List<OwnServices> ownServices(ConfigTable table, Path folder) throws IOException {
    List<OwnServices> all = new ArrayList<>();
    List<ConfigTable> here = table.tables("services");
    if (!here.isEmpty()) {
      all.add(OwnServices.read("own", here));
    }
    for (String file : table.list("catalogues", text -> text)) {
      OwnServices services = OwnServices.read(folder.resolve(file));
      if (all.stream().anyMatch(other -> other.name().equals(services.name()))) {
        throw table.wrong(
            "catalogues",
            "two catalogues are called \""
                + services.name()
                + "\": give "
                + file
                + " another \"name\"");
      }
      all.add(services);
    }
    return all;
  }

  private static Map<String, TlsVersion> floors(ConfigTable table, List<OwnServices> own)
      throws ConfigException {
    Map<String, TlsVersion> floors = new HashMap<>();
    List<String> known = new ArrayList<>(AREAS);
    for (OwnServices services : own) {
      floors.putAll(services.floors());
      services.rows().forEach(row -> known.add(row.set().area()));
    }
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

  private static Map<RuleId, Severity> severities(ConfigTable table) throws ConfigException {
    Map<RuleId, Severity> severities = new EnumMap<>(RuleId.class);
    Optional<ConfigTable> entries = table.table("severities");
    if (entries.isPresent()) {
      List<String> known = new ArrayList<>();
      for (RuleId rule : RuleId.values()) {
        known.add(rule.id().toLowerCase(Locale.ROOT));
      }
      entries.get().allow(known);
      for (String name : entries.get().keys()) {
        severities.put(
            Vocabulary.RULE.read(name), entries.get().required(name, Vocabulary.SEVERITY::read));
      }
    }
    return severities;
  }
}
