package io.tlsfloor.report.saved;

import io.tlsfloor.parser.observation.TlsVersion;
import java.util.Optional;

/**
 * Who wrote a line.
 *
 * @param site name of the sensor
 * @param watch id of the watch whose line it is; empty for a run that ends by itself
 * @param live whether packets come from interfaces, whose names stand where files would
 * @param floor versions before it are low, where the line says so
 */
public record Origin(
    Optional<String> site, Optional<String> watch, boolean live, Optional<TlsVersion> floor) {
  /** Where a line does not say what is low. */
  public Origin(Optional<String> site, Optional<String> watch, boolean live) {
    this(site, watch, live, Optional.empty());
  }
}
