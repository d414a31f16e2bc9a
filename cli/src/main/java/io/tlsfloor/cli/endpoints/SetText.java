package io.tlsfloor.cli.endpoints;

import io.tlsfloor.rules.catalogue.EndpointSet;

/** Words for endpoint sets. */
final class SetText {
  private SetText() {}

  /** The set's number, or where it comes from. */
  static String number(EndpointSet set) {
    return set.id()
        .map(Object::toString)
        .orElse(
            switch (set.origin()) {
              case BY_HAND -> "added";
              case OWN -> "own";
              default -> "-";
            });
  }

  /** The category, or a dash. */
  static String category(EndpointSet set) {
    String label = set.category().label();
    return label.isEmpty() ? "-" : label;
  }

  /** Ports of TCP and of UDP, or a dash. */
  static String ports(EndpointSet set) {
    String tcp = set.tcp().toString().replace(",", ", ");
    String udp = set.udp().isEmpty() ? "" : "UDP " + set.udp().toString().replace(",", ", ");
    String all = tcp + (set.tcp().isEmpty() || udp.isEmpty() ? "" : "; ") + udp;
    return all.isEmpty() ? "-" : all;
  }
}
