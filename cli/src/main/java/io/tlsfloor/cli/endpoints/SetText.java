package io.tlsfloor.cli.endpoints;

import io.tlsfloor.rules.catalogue.EndpointSet;
import io.tlsfloor.rules.catalogue.Ports;

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

  /** Ports, or a dash. */
  static String ports(Ports ports) {
    return ports.isEmpty() ? "-" : ports.toString();
  }
}
