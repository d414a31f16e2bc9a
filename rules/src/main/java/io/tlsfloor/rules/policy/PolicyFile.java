package io.tlsfloor.rules.policy;

import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Adjustments;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Direction;
import io.tlsfloor.rules.Exemption;
import io.tlsfloor.rules.HomeNetworks;
import io.tlsfloor.rules.IpPrefix;
import io.tlsfloor.rules.NamePattern;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.catalogue.Category;
import io.tlsfloor.rules.catalogue.EndpointSet;
import io.tlsfloor.rules.catalogue.OtherNames;
import io.tlsfloor.rules.catalogue.Ports;
import io.tlsfloor.rules.catalogue.Row;
import io.tlsfloor.rules.catalogue.ServiceNames;
import io.tlsfloor.rules.resource.Spelling;
import io.tlsfloor.rules.stack.StackTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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
  private static final List<String> EXCEPTION_KEYS =
      List.of("client", "server-name", "stack", "rule", "reason", "owner", "expires");
  private static final List<String> SERVICE_KEYS =
      List.of("name", "names", "prefixes", "tcp-ports", "udp-ports", "floor");
  private static final String OWN_INSTANCE = "own"; // what outputs name as the instance
  private static final String OFF = "off";
  private static final List<String> AREAS =
      List.of("Exchange", "SharePoint", "Skype", "Teams", "Common", "MEM");

  private final ConfigTable table;
  private final Optional<TlsVersion> floor;
  private final Optional<Severity> minSeverity;
  private final Optional<Confidence> minConfidence;
  private final Optional<Boolean> anyService;
  private final Set<RuleId> rulesOff;
  private final Set<Direction> directions;
  private final Set<String> instances;
  private final Optional<List<IpPrefix>> home;
  private final List<IpPrefix> natAddresses;
  private final Adjustments adjustments;
  private final List<Row> ownRows = new ArrayList<>(); // of services next to Microsoft's

  private PolicyFile(ConfigTable table) throws ConfigException {
    this.table = table;
    floor = table.value("floor", Vocabulary::floor);
    minSeverity = table.value("min-severity", Vocabulary.SEVERITY::read);
    minConfidence = table.value("min-confidence", Vocabulary.CONFIDENCE::read);
    anyService = table.flag("any-service");
    rulesOff = EnumSet.noneOf(RuleId.class);
    directions = new LinkedHashSet<>(table.list("direction", Vocabulary.DIRECTION::read));
    instances = new LinkedHashSet<>(table.list("instance", PolicyFile::instance));
    home = home(table);
    natAddresses = table.list("nat-addresses", IpPrefix::parse);
    adjustments =
        new Adjustments(
            floors(table, ownServices(table.tables("services"))),
            severities(table, rulesOff),
            exemptions(table));
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

  /** Returns whether it is a key of the policy, which stands above all tables, or a table of it. */
  public static boolean hasKey(String name) {
    return KEYS.contains(name);
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
        new HomeNetworks(home.orElse(base.homeNetworks().prefixes()), natAddresses),
        adjustments);
  }

  /** {@code base}, with the services of this file. */
  public Catalogue addTo(Catalogue base) {
    return ownRows.isEmpty() ? base : base.with(OWN_INSTANCE, ownRows);
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

  private static Optional<List<IpPrefix>> home(ConfigTable table) throws ConfigException {
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
    return Optional.of(List.copyOf(names.keySet()));
  }

  private Map<String, TlsVersion> floors(ConfigTable table, Map<String, TlsVersion> own)
      throws ConfigException {
    Map<String, TlsVersion> floors = new HashMap<>(own);
    List<String> known = new ArrayList<>(AREAS);
    ServiceNames.all().stream().filter(name -> !known.contains(name)).forEach(known::add);
    ownRows.forEach(row -> known.add(row.set().area()));
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

  /** Takes the services next to Microsoft's; returns the floor of each that has one of its own. */
  private Map<String, TlsVersion> ownServices(List<ConfigTable> services) throws ConfigException {
    Map<String, TlsVersion> floors = new HashMap<>();
    Set<String> serviceNames = new HashSet<>();
    Map<String, String> owners = new HashMap<>();
    for (ConfigTable service : services) {
      service.allow(SERVICE_KEYS);
      String name = service.required("name", text -> text);
      if (!serviceNames.add(name)) {
        throw service.wrong("name", "a second service \"" + name + "\": join the two");
      }
      service.value("floor", Vocabulary::floor).ifPresent(floor -> floors.put(name, floor));
      for (Row row : rows(name, service)) {
        String other = owners.put(row.value(), name);
        if (other != null) {
          throw service.wrong(
              "\"" + row.value() + "\" is in service \"" + other + "\" already: leave it to one");
        }
        ownRows.add(row);
      }
    }
    return floors;
  }

  private static List<Row> rows(String name, ConfigTable service) throws ConfigException {
    EndpointSet set =
        new EndpointSet(
            OWN_INSTANCE,
            Optional.empty(),
            name,
            Category.NONE,
            true,
            service.value("tcp-ports", Ports::parse).orElse(Ports.NONE),
            service.value("udp-ports", Ports::parse).orElse(Ports.NONE),
            EndpointSet.Origin.OWN);
    List<Row> rows = new ArrayList<>();
    for (NamePattern pattern : service.list("names", NamePattern::parse)) {
      rows.add(new Row(set, pattern.toString(), Row.Use.NORMAL, Optional.empty()));
    }
    for (IpPrefix prefix : service.list("prefixes", IpPrefix::parse)) {
      rows.add(new Row(set, prefix.toString(), Row.Use.NORMAL, Optional.empty()));
    }
    if (rows.isEmpty()) {
      throw service.wrong(
          "service \"" + name + "\" has neither \"names\" nor \"prefixes\": nothing would match");
    }
    return rows;
  }

  private static List<Exemption> exemptions(ConfigTable file) throws ConfigException {
    List<Exemption> exemptions = new ArrayList<>();
    for (ConfigTable entry : file.tables("exceptions")) {
      Exemption exemption = exemption(entry);
      for (Exemption earlier : exemptions) {
        if (earlier.shadows(exemption)) {
          throw entry.wrong(
              "this exception is shadowed: the one in line "
                  + earlier.line()
                  + " covers all of it, for as long; take it out, or change one of them");
        }
      }
      exemptions.add(exemption);
    }
    return exemptions;
  }

  private static Exemption exemption(ConfigTable entry) throws ConfigException {
    entry.allow(EXCEPTION_KEYS);
    Exemption exemption =
        new Exemption(
            entry.value("client", IpPrefix::parse),
            entry.value("server-name", NamePattern::parse),
            entry.value("stack", PolicyFile::stacks).orElse(Set.of()),
            entry.value("rule", Vocabulary.RULE::read),
            entry.required("reason", text -> text),
            entry.required("owner", text -> text),
            entry.day("expires"),
            entry.line());
    if (exemption.client().isEmpty()
        && exemption.serverName().isEmpty()
        && exemption.stacks().isEmpty()) {
      throw entry.wrong(
          "an exception needs \"client\", \"server-name\" or \"stack\"; to turn a rule off for all,"
              + " set its severity to \"off\"");
    }
    return exemption;
  }

  /** A stack, or a family with all its stacks. */
  private static Set<String> stacks(String text) {
    Set<String> keys = StackTable.bundled().keys();
    if (keys.contains(text)) {
      Set<String> stacks = new TreeSet<>(Set.of(text));
      for (String key : keys) {
        if (StackTable.bundled().family(key).equals(Optional.of(text))) {
          stacks.add(key);
        }
      }
      return stacks;
    }
    Optional<String> near = Spelling.nearest(text, keys);
    throw new IllegalArgumentException(
        "no client stack \""
            + text
            + "\""
            + near.map(key -> "; did you mean \"" + key + "\"?")
                .orElse(": the keys are " + String.join(", ", new TreeSet<>(keys))));
  }
}
