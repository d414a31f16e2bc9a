/**
 * Holds what {@code explain --filter} prints: filters that pick the packets of findings.
 *
 * <p>In: captures or JSON Lines of a run. Out: a Wireshark display filter and a BPF filter. Start
 * at {@link io.tlsfloor.cli.filter.FindingFilters}.
 */
@NullMarked
package io.tlsfloor.cli.filter;

import org.jspecify.annotations.NullMarked;
