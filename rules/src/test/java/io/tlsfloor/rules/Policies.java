package io.tlsfloor.rules;

import io.tlsfloor.parser.observation.TlsVersion;
import java.util.Set;

/** Makes policies for tests: the standard one but for one value. */
public final class Policies {
  private static final Policy STANDARD = Policy.standard();

  private Policies() {}

  /** With another floor. */
  public static Policy floor(TlsVersion floor) {
    return of(floor, false, STANDARD.directions(), Set.of(), STANDARD.homeNetworks());
  }

  /** Flags without a service. */
  public static Policy anyService() {
    return of(STANDARD.floor(), true, STANDARD.directions(), Set.of(), STANDARD.homeNetworks());
  }

  /** Flags these directions. */
  public static Policy directions(Set<Direction> directions) {
    return of(STANDARD.floor(), false, directions, Set.of(), STANDARD.homeNetworks());
  }

  /** Only these cloud instances count. */
  public static Policy instances(Set<String> instances) {
    return of(STANDARD.floor(), false, STANDARD.directions(), instances, STANDARD.homeNetworks());
  }

  /** With other home networks. */
  public static Policy home(HomeNetworks home) {
    return of(STANDARD.floor(), false, STANDARD.directions(), Set.of(), home);
  }

  private static Policy of(
      TlsVersion floor,
      boolean anyService,
      Set<Direction> directions,
      Set<String> instances,
      HomeNetworks home) {
    return new Policy(
        floor,
        STANDARD.minSeverity(),
        STANDARD.minConfidence(),
        anyService,
        STANDARD.rules(),
        directions,
        instances,
        home,
        STANDARD.adjustments());
  }
}
