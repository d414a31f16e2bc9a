package io.tlsfloor.report.saved;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.report.text.Version;
import io.tlsfloor.rules.Ends;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The fields of the Elastic Common Schema that every line has, and those that SIEMs pivot on. */
final class EcsFields {
  /** The version of ECS that the names are taken from. */
  static final String VERSION = "8.11.0";

  private static final int FEW = 8; // of which each is compared with each

  private EcsFields() {}

  static void ecs(JsonLine json) throws IOException {
    json.object("ecs");
    json.plain("version", VERSION);
    json.endObject();
  }

  /**
   * Who saw it.
   *
   * @param site name of the sensor
   * @param ingress interface that a connection was first seen on; empty for a file
   */
  static void observer(JsonLine json, Optional<String> site, Optional<String> ingress)
      throws IOException {
    json.object("observer");
    json.plain("type", "sensor");
    json.plain("product", "tlsfloor");
    json.plain("version", Version.text());
    json.text("name", site);
    if (ingress.isPresent()) {
      json.object("ingress");
      json.object("interface");
      json.text("name", ingress.get());
      json.endObject();
      json.endObject();
    }
    json.endObject();
  }

  /** {@code ipv4} or {@code ipv6}; nothing for an address that a report does not say. */
  static void type(JsonLine json, IpAddress address) throws IOException {
    if (!Reported.isStandIn(address)) {
      json.plain("type", address.v4() ? "ipv4" : "ipv6");
    }
  }

  /** All addresses and host names of a connection. */
  static void related(JsonLine json, Ends ends, TlsConnection connection) throws IOException {
    List<IpAddress> ips = new ArrayList<>(3);
    ips.add(ends.client().address());
    addNew(ips, ends.server().address());
    if (connection.nat().isPresent()) {
      addNew(ips, connection.nat().get().address());
    }
    List<String> hosts = hosts(connection.names());
    if (connection.way().target().isPresent()) {
      addNew(hosts, connection.way().target().get().host());
    }
    related(json, ips, hosts);
  }

  /** Most connections have one name; certificates and DNS may bring a thousand. */
  private static List<String> hosts(List<NameSeen> names) {
    if (names.size() > FEW) {
      Set<String> hosts = new LinkedHashSet<>();
      for (NameSeen name : names) {
        hosts.add(name.name());
      }
      return new ArrayList<>(hosts);
    }
    List<String> hosts = new ArrayList<>(2);
    for (int i = 0; i < names.size(); i++) {
      addNew(hosts, names.get(i).name());
    }
    return hosts;
  }

  private static <T> void addNew(List<T> known, T other) {
    if (!known.contains(other)) {
      known.add(other);
    }
  }

  /** The address of a client, and the names that it gave itself. */
  static void related(JsonLine json, ClientDay client) throws IOException {
    related(
        json,
        List.of(client.client()),
        client.names().isEmpty()
            ? List.of()
            : client.names().stream()
                .filter(name -> !name.isOfPeople())
                .map(ClientName::name)
                .distinct()
                .toList());
  }

  private static void related(JsonLine json, List<IpAddress> ips, List<String> hosts)
      throws IOException {
    json.object("related");
    json.list("ip");
    for (int i = 0; i < ips.size(); i++) {
      if (!Reported.isStandIn(ips.get(i))) {
        json.item(ips.get(i));
      }
    }
    json.endList();
    if (!hosts.isEmpty()) {
      json.texts("hosts", hosts);
    }
    json.endObject();
  }
}
