/**
 * The numbers of a watch for Prometheus, and whether it is well.
 *
 * <p>In: connections as they are judged, and a {@link io.tlsfloor.cli.metrics.Snapshot} each
 * second. Out: an HTTP server with {@code /metrics} and {@code /health}. Loaded only when asked
 * for.
 */
@NullMarked
package io.tlsfloor.cli.metrics;

import org.jspecify.annotations.NullMarked;
