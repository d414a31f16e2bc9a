package io.tlsfloor.rules.policy;

import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.IpPrefix;
import io.tlsfloor.rules.NamePattern;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.catalogue.Category;
import io.tlsfloor.rules.catalogue.EndpointSet;
import io.tlsfloor.rules.catalogue.Ports;
import io.tlsfloor.rules.catalogue.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A catalogue of services in addition to Microsoft's: a TOML file with one {@code [[services]]}
 * table for each.
 *
 * @param name of the catalogue: what outputs name as the instance
 * @param rows names, wildcards and prefixes of all its services
 * @param floors the floor of each service that has one of its own, by its name
 */
public record OwnServices(String name, List<Row> rows, Map<String, TlsVersion> floors) {
  private static final List<String> FILE_KEYS = List.of("name", "services");
  private static final List<String> SERVICE_KEYS =
      List.of("name", "names", "prefixes", "tcp-ports", "udp-ports", "floor");

  /** Copies list and map. */
  public OwnServices {
    rows = List.copyOf(rows);
    floors = Map.copyOf(floors);
  }

  /**
   * Reads a catalogue.
   *
   * @throws ConfigException if it cannot be used: says what is wrong, in which line, what to do
   * @throws IOException if it cannot be read
   */
  public static OwnServices read(Path path) throws IOException {
    ConfigTable file = ConfigTable.read(path);
    file.allow(FILE_KEYS);
    String name = file.text("name").orElse(withoutEnding(path));
    List<ConfigTable> services = file.tables("services");
    if (services.isEmpty()) {
      throw file.wrong("no service: write [[services]], and name and names below it");
    }
    return read(name, services);
  }

  static OwnServices read(String catalogue, List<ConfigTable> services) throws ConfigException {
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
      for (Row row : rows(catalogue, name, service)) {
        String other = owners.put(row.value(), name);
        if (other != null) {
          throw service.wrong(
              "\"" + row.value() + "\" is in service \"" + other + "\" already: leave it to one");
        }
        rows.add(row);
      }
    }
    return new OwnServices(catalogue, rows, floors);
  }

  private static List<Row> rows(String catalogue, String name, ConfigTable service)
      throws ConfigException {
    EndpointSet set =
        new EndpointSet(
            catalogue,
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

  private static String withoutEnding(Path path) {
    Path last = path.getFileName();
    String name = last == null ? path.toString() : last.toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /** A catalogue with these services in it. */
  public Catalogue addTo(Catalogue catalogue) {
    return catalogue.with(name, rows);
  }
}
