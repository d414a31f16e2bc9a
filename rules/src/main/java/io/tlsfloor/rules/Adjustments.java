package io.tlsfloor.rules;

import io.tlsfloor.parser.observation.TlsVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Holds what a policy says of single services, rules and connections.
 *
 * @param floors floor of a service, by its name or its area, in any case
 * @param severities severity of a rule, whatever the connection
 * @param exemptions exceptions from the rules, in the order of the file
 */
public record Adjustments(
    Map<String, TlsVersion> floors, Map<RuleId, Severity> severities, List<Exemption> exemptions) {
  /** No adjustment. */
  public static final Adjustments NONE = new Adjustments(Map.of(), Map.of(), List.of());

  /** Copies maps and list; the names of services in lower case. */
  public Adjustments {
    Map<String, TlsVersion> lowered = new HashMap<>();
    for (Map.Entry<String, TlsVersion> floor : floors.entrySet()) {
      lowered.put(floor.getKey().toLowerCase(Locale.ROOT), floor.getValue());
    }
    floors = Map.copyOf(lowered);
    severities = Map.copyOf(severities);
    exemptions = List.copyOf(exemptions);
  }

  /** The floor of a service, by its name before its area. */
  Optional<TlsVersion> floor(String area, String name) {
    if (floors.isEmpty()) {
      return Optional.empty();
    }
    TlsVersion byName = floors.get(name.toLowerCase(Locale.ROOT));
    return Optional.ofNullable(byName != null ? byName : floors.get(area.toLowerCase(Locale.ROOT)));
  }
}
