package io.tlsfloor.rules.rule;

import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.catalogue.Row;
import java.util.Optional;

/**
 * Since or until when a service refuses old versions.
 *
 * @param date ISO 8601, where there is one
 * @param text for a sentence
 */
record Enforcement(Optional<String> date, String text) {
  static Optional<Enforcement> of(Service service, Optional<Row> row, int port) {
    return Optional.empty();
  }
}
