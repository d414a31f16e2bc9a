package io.tlsfloor.rules;

import io.tlsfloor.parser.observation.TlsVersion;
import java.util.Set;

/**
 * What a run flags.
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

  /** A policy without adjustments. */
  public Policy(
      TlsVersion floor,
      Severity minSeverity,
      Confidence minConfidence,
      boolean anyService,
      Set<RuleId> rules,
      Set<Direction> directions,
      Set<String> instances,
      HomeNetworks homeNetworks) {
    this(
        floor,
        minSeverity,
        minConfidence,
        anyService,
        rules,
        directions,
        instances,
        homeNetworks,
        Adjustments.NONE);
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
        HomeNetworks.standard());
  }

  /** This policy with another floor. */
  public Policy withFloor(TlsVersion other) {
    return new Policy(
        other,
        minSeverity,
        minConfidence,
        anyService,
        rules,
        directions,
        instances,
        homeNetworks,
        adjustments);
  }

  /** This policy for other cloud instances. */
  public Policy withInstances(Set<String> others) {
    return new Policy(
        floor,
        minSeverity,
        minConfidence,
        anyService,
        rules,
        directions,
        others,
        homeNetworks,
        adjustments);
  }

  /** This policy with other adjustments. */
  public Policy withAdjustments(Adjustments others) {
    return new Policy(
        floor,
        minSeverity,
        minConfidence,
        anyService,
        rules,
        directions,
        instances,
        homeNetworks,
        others);
  }
}
