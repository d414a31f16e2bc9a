package io.tlsfloor.rules;

import io.tlsfloor.parser.observation.TlsVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Holds what a run flags.
 *
 * @param floor versions before this one are below the floor
 * @param minSeverity findings below it are counted only
 * @param minConfidence findings below it are counted only
 * @param anyService flag without a service
 * @param rules the rules that are on
 * @param directions the directions that are flagged
 * @param instances cloud instances that count, by the list's names in any case; empty for all
 * @param homeNetworks the ranges that are home
 * @param adjustments what differs by service, rule or connection
 */
public record Policy(
    TlsVersion floor,
    Severity minSeverity,
    Confidence minConfidence,
    boolean anyService,
    Set<RuleId> rules,
    Set<Direction> directions,
    Set<String> instances,
    HomeNetworks homeNetworks,
    Adjustments adjustments) {
  /** Copies the sets. */
  public Policy {
    rules = Set.copyOf(rules);
    directions = Set.copyOf(directions);
    instances = Set.copyOf(instances);
  }

  /** The floor of connections to a service. */
  public TlsVersion floor(String area, String name) {
    return adjustments.floor(area, name).orElse(floor);
  }

  /** The floor of connections to a service, or to none. */
  public TlsVersion floor(Optional<Service> service) {
    return service.isEmpty() ? floor : floor(service.get().area(), service.get().name());
  }

  /** All floors, that of no service in particular among them. */
  public Set<TlsVersion> floors() {
    Set<TlsVersion> floors = new HashSet<>(adjustments.floors().values());
    floors.add(floor);
    return floors;
  }

  /** The policy of a run without options. */
  public static Policy standard() {
    return new Policy(
        TlsVersion.TLS_1_2,
        Severity.LOW,
        Confidence.MEDIUM,
        false,
        Set.of(RuleId.values()),
        Set.of(Direction.OUTBOUND),
        Set.of(),
        HomeNetworks.standard(),
        Adjustments.NONE);
  }

  /**
   * Returns what keeps findings from being flagged that the standard policy flags, as options are
   * typed: {@code --min-severity high}. Exceptions are not among it.
   */
  public List<String> limits() {
    List<String> limits = new ArrayList<>();
    if (minSeverity.compareTo(Severity.LOW) > 0) {
      limits.add("--min-severity " + word(minSeverity));
    }
    if (minConfidence.compareTo(Confidence.MEDIUM) > 0) {
      limits.add("--min-confidence " + word(minConfidence));
    }
    if (rules.size() < RuleId.values().length) {
      rules.stream().sorted().forEach(rule -> limits.add("--rule " + rule.id()));
    }
    if (!directions.contains(Direction.OUTBOUND)) {
      directions.stream().sorted().forEach(each -> limits.add("--direction " + word(each)));
    }
    instances.stream().sorted().forEach(instance -> limits.add("--instance " + instance));
    return limits;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
