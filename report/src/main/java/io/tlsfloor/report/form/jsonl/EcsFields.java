package io.tlsfloor.report.form.jsonl;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.report.text.Version;
import io.tlsfloor.rules.Judgement;
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

  private EcsFields() {}

  static void ecs(JsonLine json) throws IOException {
    json.object("ecs");
    json.text("version", VERSION);
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
    json.text("type", "sensor");
    json.text("product", "tlsfloor");
    json.text("version", Version.text());
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

  /** {@code ipv4} or {@code ipv6}. */
  static String type(IpAddress address) {
    return address.v4() ? "ipv4" : "ipv6";
  }

  /** All addresses and host names of a connection. */
  static void related(JsonLine json, Judgement judgement) throws IOException {
    TlsConnection connection = judgement.connection();
    Set<String> ips = new LinkedHashSet<>();
    ips.add(connection.client().address().toString());
    ips.add(connection.server().address().toString());
    connection.nat().map(Peer::address).map(IpAddress::toString).ifPresent(ips::add);
    Set<String> hosts = new LinkedHashSet<>();
    for (NameSeen name : connection.names()) {
      hosts.add(name.name());
    }
    connection.way().target().map(Target::host).ifPresent(hosts::add);
    related(json, new ArrayList<>(ips), new ArrayList<>(hosts));
  }

  /** The address of a client, and the names that it gave itself. */
  static void related(JsonLine json, ClientSummary client) throws IOException {
    related(
        json,
        List.of(client.client().toString()),
        client.names().stream().map(ClientName::name).distinct().toList());
  }

  private static void related(JsonLine json, List<String> ips, List<String> hosts)
      throws IOException {
    json.object("related");
    json.texts("ip", ips);
    if (!hosts.isEmpty()) {
      json.texts("hosts", hosts);
    }
    json.endObject();
  }
}
