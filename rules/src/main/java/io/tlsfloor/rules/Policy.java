package io.tlsfloor.rules;

import io.tlsfloor.parser.observation.TlsVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  /** Another policy, which begins as a copy of this one. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** A policy in the making. */
  public static final class Builder {
    private TlsVersion floor;
    private Severity minSeverity;
    private Confidence minConfidence;
    private boolean anyService;
    private Set<RuleId> rules;
    private Set<Direction> directions;
    private Set<String> instances;
    private HomeNetworks homeNetworks;
    private Adjustments adjustments;

    private Builder(Policy from) {
      floor = from.floor;
      minSeverity = from.minSeverity;
      minConfidence = from.minConfidence;
      anyService = from.anyService;
      rules = from.rules;
      directions = from.directions;
      instances = from.instances;
      homeNetworks = from.homeNetworks;
      adjustments = from.adjustments;
    }

    /** Versions before this one are below the floor. */
    public Builder floor(TlsVersion value) {
      floor = value;
      return this;
    }

    /** Findings below it are counted only. */
    public Builder minSeverity(Severity value) {
      minSeverity = value;
      return this;
    }

    /** Findings below it are counted only. */
    public Builder minConfidence(Confidence value) {
      minConfidence = value;
      return this;
    }

    /** Returns whether to flag without a service. */
    public Builder anyService(boolean value) {
      anyService = value;
      return this;
    }

    /** The rules that are on. */
    public Builder rules(Set<RuleId> value) {
      rules = value;
      return this;
    }

    /** The directions that are flagged. */
    public Builder directions(Set<Direction> value) {
      directions = value;
      return this;
    }

    /** Cloud instances that count; empty for all. */
    public Builder instances(Set<String> value) {
      instances = value;
      return this;
    }

    /** The ranges that are home. */
    public Builder homeNetworks(HomeNetworks value) {
      homeNetworks = value;
      return this;
    }

    /** Returns what differs by service, rule or connection. */
    public Builder adjustments(Adjustments value) {
      adjustments = value;
      return this;
    }

    /** The policy as it stands. */
    public Policy build() {
      return new Policy(
          floor,
          minSeverity,
          minConfidence,
          anyService,
          rules,
          directions,
          instances,
          homeNetworks,
          adjustments);
    }
  }
}
