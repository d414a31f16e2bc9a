package io.tlsfloor.rules.judge;

import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.catalogue.EndpointSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds what people call a service area. The list's display names changed over time, so it is keyed
 * on.
 */
public final class ServiceNames {
  private static final Map<String, String> NAMES =
      Map.of(
          "Exchange", "Exchange Online",
          "SharePoint", "SharePoint",
          "Skype", "Microsoft Teams",
          "Common", "Microsoft 365 Common",
          "MEM", "Microsoft Intune");

  private ServiceNames() {}

  /** The name for people of the service that a set belongs to. */
  public static String name(EndpointSet set) {
    return NAMES.getOrDefault(set.area(), set.area());
  }

  /** The names of all services that a catalogue holds. */
  public static Set<String> all(Catalogue catalogue) {
    Set<String> names = new TreeSet<>();
    catalogue.rows().forEach(row -> names.add(name(row.set())));
    return names;
  }
}
