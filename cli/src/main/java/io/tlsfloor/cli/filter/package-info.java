/**
 * The command {@code export-filter}: filters that pick the packets of findings.
 *
 * <p>In: JSON Lines of a run. Out: a Wireshark display filter and a BPF filter. Start at {@link
 * io.tlsfloor.cli.filter.ExportFilterCommand}.
 */
@NullMarked
package io.tlsfloor.cli.filter;

import org.jspecify.annotations.NullMarked;
