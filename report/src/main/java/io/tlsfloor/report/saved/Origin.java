package io.tlsfloor.report.saved;

import java.util.Optional;

/**
 * Who wrote a line.
 *
 * @param site name of the sensor
 * @param watch id of the watch whose line it is; empty for a run that ends by itself
 * @param live whether packets come from interfaces, whose names stand where files would
 */
public record Origin(Optional<String> site, Optional<String> watch, boolean live) {}
