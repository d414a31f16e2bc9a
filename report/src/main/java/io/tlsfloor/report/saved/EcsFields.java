package io.tlsfloor.report.saved;

import static io.tlsfloor.report.saved.Fields.object;
import static io.tlsfloor.report.saved.Scalar.ADDRESS;
import static io.tlsfloor.report.saved.Scalar.TEXT;

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
import java.util.function.Function;

/** The fields of the Elastic Common Schema that every line has, and those that SIEMs pivot on. */
final class EcsFields {
  /** The version of ECS that the names are taken from. */
  static final String VERSION = "8.11.0";

  private static final int FEW = 8; // of which each is compared with each

  private EcsFields() {}

  static void ecs(Fields<?> line) throws IOException {
    line.also(
        (json, each) -> {
          json.object("ecs");
          json.plain("version", VERSION);
          json.endObject();
        });
  }

  static void event(JsonLine json, String... types) throws IOException {
    json.list("category");
    json.plain("network");
    json.endList();
    json.list("type");
    for (String type : types) {
      json.plain(type);
    }
    json.endList();
  }

  /**
   * Who saw it.
   *
   * @param site name of the sensor
   */
  static <T> Optional<String> site(Fields<T> line, Function<T, Optional<String>> site)
      throws IOException {
    return observer(line, each -> new Observer(site.apply(each), Optional.empty())).site();
  }

  /**
   * Who saw a connection.
   *
   * @param site name of the sensor
   * @param ingress interface that it was first seen on; empty for a file
   */
  record Observer(Optional<String> site, Optional<String> ingress) {}

  /** Who saw a connection, and where. */
  static <T> Observer observer(Fields<T> line, Function<T, Observer> get) throws IOException {
    return line.within("observer", get, EcsFields::seenBy);
  }

  private static Observer seenBy(Fields<Observer> observer) throws IOException {
    observer.also("type", "sensor");
    observer.also("product", "tlsfloor");
    observer.also("version", Version.text());
    return new Observer(
        observer.any("name", TEXT, Observer::site),
        observer.any("ingress", object(EcsFields::ingress), Observer::ingress));
  }

  private static String ingress(Fields<String> ingress) throws IOException {
    return ingress.within(
        "interface", name -> name, each -> each.needed("name", TEXT, name -> name));
  }

  /** Which watch a line is of. */
  static String watch(Fields<String> run) throws IOException {
    return run.needed("id", TEXT, id -> id);
  }

  /**
   * An address, which is left out where a report does not say it.
   *
   * @param standIn by which one is known that is not said
   */
  static <T> IpAddress address(
      Fields<T> end, Function<T, IpAddress> get, Optional<IpAddress> standIn) throws IOException {
    Fields<IpAddress> address = end.of(get);
    Optional<IpAddress> known = address.any("ip", ADDRESS, EcsFields::said);
    return end.isWritten()
        ? address.from()
        : known.or(() -> standIn).orElseThrow(() -> end.wrong("ip"));
  }

  private static Optional<IpAddress> said(IpAddress address) {
    return Reported.isStandIn(address) ? Optional.empty() : Optional.of(address);
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

  /** The address of a client, its type, and the names that it gave itself. */
  static void client(JsonLine json, ClientDay client) throws IOException {
    related(
        json,
        List.of(client.client()),
        client.names().stream()
            .filter(name -> !name.isOfPeople())
            .map(ClientName::name)
            .distinct()
            .toList());
    json.object("network");
    type(json, client.client());
    json.endObject();
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
