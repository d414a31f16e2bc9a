package io.tlsfloor.rules.policy;

import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.IpPrefix;
import io.tlsfloor.rules.NamePattern;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.catalogue.Category;
import io.tlsfloor.rules.catalogue.EndpointSet;
import io.tlsfloor.rules.catalogue.Ports;
import io.tlsfloor.rules.catalogue.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Services in addition to Microsoft's: one table {@code [[services]]} of a policy file for each.
 *
 * @param rows names, wildcards and prefixes of all its services
 * @param floors the floor of each service that has one of its own, by its name
 */
public record OwnServices(List<Row> rows, Map<String, TlsVersion> floors) {
  private static final String INSTANCE = "own"; // what outputs name as the instance
  private static final List<String> SERVICE_KEYS =
      List.of("name", "names", "prefixes", "tcp-ports", "udp-ports", "floor");

  /** Copies list and map. */
  public OwnServices {
    rows = List.copyOf(rows);
    floors = Map.copyOf(floors);
  }

  /**
   * Reads the services of a policy file.
   *
   * @throws ConfigException if one cannot be used: says what is wrong, in which line, what to do
   */
  static OwnServices read(List<ConfigTable> services) throws ConfigException {
    List<Row> rows = new ArrayList<>();
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
        rows.add(row);
      }
    }
    return new OwnServices(rows, floors);
  }

  private static List<Row> rows(String name, ConfigTable service) throws ConfigException {
    EndpointSet set =
        new EndpointSet(
            INSTANCE,
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

  /** A catalogue with these services in it. */
  public Catalogue addTo(Catalogue catalogue) {
    return catalogue.with(INSTANCE, rows);
  }
}
