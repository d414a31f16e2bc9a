package io.tlsfloor.report.saved;

import static io.tlsfloor.report.saved.Fields.listOf;
import static io.tlsfloor.report.saved.Fields.object;
import static io.tlsfloor.report.saved.Scalar.ADDRESS;
import static io.tlsfloor.report.saved.Scalar.HOST;
import static io.tlsfloor.report.saved.Scalar.RUN_ID;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.saved.Fields.Codec;
import io.tlsfloor.report.text.Version;
import io.tlsfloor.rules.Judgement;
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

  /** The name of an interface. */
  static final Scalar<String> INTERFACE = Scalar.text("eth0");

  private static final int FEW = 8; // of which each is compared with each
  private static final List<String> NETWORK = List.of("network");
  private static final Scalar<String> SITE = Scalar.text("berlin");
  private static final Scalar<String> TYPE = Scalar.oneOf("ipv4", "ipv6");
  private static final Scalar<String> PROGRAM = Scalar.text("0.1.0");
  private static final Codec<List<String>, List<String>> CATEGORIES = types("network");
  private static final String NAME = "As --site says; left out without it.";

  private EcsFields() {}

  /** Which version of ECS the names are of. */
  static void ecs(Fields<?> line) throws IOException {
    Fields<?> ecs = line.begin("ecs", "The Elastic Common Schema.");
    ecs.also("version", "The version that names of fields are taken from.", VERSION);
    ecs.end();
  }

  /**
   * What kind of event it is.
   *
   * @param types that lines of its dataset may have
   */
  static <T> void event(
      Fields<T> event, Codec<List<String>, ?> types, Function<T, List<String>> type)
      throws IOException {
    event.also("category", "As in ECS.", CATEGORIES, each -> NETWORK);
    event.also("type", "As in ECS.", types, type);
  }

  /** Types that an event may have. */
  static Codec<List<String>, List<String>> types(String... words) {
    return listOf(Scalar.oneOf(words));
  }

  /**
   * Who saw it.
   *
   * @param site name of the sensor
   */
  static <T> Optional<String> site(Fields<T> line, Function<T, Optional<String>> site)
      throws IOException {
    Fields<T> observer = line.begin("observer", "Who saw it.");
    sensor(observer);
    Optional<String> name = observer.any("name", NAME, SITE, site);
    observer.end();
    return name;
  }

  private static void sensor(Fields<?> observer) throws IOException {
    observer.also("type", "As in ECS.", "sensor");
    observer.also("product", "This program.", "tlsfloor");
    observer.also("version", "Its version.", PROGRAM, each -> Version.text());
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
    return line.within("observer", "Who saw it.", get, EcsFields::seenBy);
  }

  private static Observer seenBy(Fields<Observer> observer) throws IOException {
    sensor(observer);
    return new Observer(
        observer.any("name", NAME, SITE, Observer::site),
        observer.any(
            "ingress",
            "Where it came in; left out for a file.",
            object(EcsFields::ingress),
            Observer::ingress));
  }

  private static String ingress(Fields<String> ingress) throws IOException {
    return ingress.within(
        "interface",
        "The interface that it was first seen on.",
        name -> name,
        each -> each.needed("name", "Its name.", INTERFACE, name -> name));
  }

  /** Which watch a line is of. */
  static String watch(Fields<String> run) throws IOException {
    return run.needed("id", "As in its first and last line.", RUN_ID, id -> id);
  }

  /**
   * An address, which is left out where a report does not say it.
   *
   * @param standIn by which one is known that is not said
   */
  static <T> IpAddress address(
      Fields<T> end, Function<T, IpAddress> get, Optional<IpAddress> standIn) throws IOException {
    Fields<IpAddress> address = end.of(get);
    Optional<IpAddress> known =
        address.any("ip", "Left out where a report gives none.", ADDRESS, EcsFields::said);
    return end.isWritten()
        ? address.from()
        : known.or(() -> standIn).orElseThrow(() -> end.wrong("ip"));
  }

  private static Optional<IpAddress> said(IpAddress address) {
    return Reported.isStandIn(address) ? Optional.empty() : Optional.of(address);
  }

  /** {@code ipv4} or {@code ipv6}; nothing for an address that a report does not say. */
  static <T> void type(Fields<T> network, Function<T, IpAddress> get) throws IOException {
    network
        .of(get)
        .alsoAny(
            "type", "Of the address; left out where a report gives none.", TYPE, EcsFields::type);
  }

  private static Optional<String> type(IpAddress address) {
    return Reported.isStandIn(address)
        ? Optional.empty()
        : Optional.of(address.v4() ? "ipv4" : "ipv6");
  }

  /** All addresses and host names of a connection. */
  static void related(Fields<Judgement> line) throws IOException {
    related(line, EcsFields::addresses, EcsFields::hosts);
  }

  private static List<IpAddress> addresses(Judgement judgement) {
    List<IpAddress> ips = new ArrayList<>(3);
    addSaid(ips, judgement.ends().client().address());
    addSaid(ips, judgement.ends().server().address());
    Optional<Peer> nat = judgement.connection().nat();
    if (nat.isPresent()) {
      addSaid(ips, nat.get().address());
    }
    return ips;
  }

  private static void addSaid(List<IpAddress> ips, IpAddress address) {
    if (!Reported.isStandIn(address)) {
      addNew(ips, address);
    }
  }

  private static List<String> hosts(Judgement judgement) {
    TlsConnection connection = judgement.connection();
    List<String> hosts = hosts(connection.names());
    if (connection.way().target().isPresent()) {
      addNew(hosts, connection.way().target().get().host());
    }
    return hosts;
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
  static void client(Fields<ClientDay> line) throws IOException {
    related(line, EcsFields::address, EcsFields::names);
    Fields<ClientDay> network = line.begin("network", "How it was carried.");
    type(network, ClientDay::client);
    network.end();
  }

  private static List<IpAddress> address(ClientDay day) {
    return Reported.isStandIn(day.client()) ? List.of() : List.of(day.client());
  }

  private static List<String> names(ClientDay day) {
    return day.names().stream()
        .filter(name -> name.isOfClient())
        .map(ClientName::name)
        .distinct()
        .toList();
  }

  private static <T> void related(
      Fields<T> line, Function<T, List<IpAddress>> ips, Function<T, List<String>> hosts)
      throws IOException {
    Fields<T> related = line.begin("related", "What to search by.");
    related.alsoAnyList("ip", "Addresses; left out where a report gives none.", ADDRESS, ips);
    related.alsoAnyList("hosts", "Names of hosts; left out for none.", HOST, hosts);
    related.end();
  }
}
