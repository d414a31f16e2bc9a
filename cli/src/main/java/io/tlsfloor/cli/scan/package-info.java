/**
 * The command {@code scan}: captures in, findings out.
 *
 * <p>In: command-line options and the names of inputs. Out: one or more reports, and an exit status
 * that says whether something was flagged or lost. Start at {@link
 * io.tlsfloor.cli.scan.ScanCommand}. Not here: how a report looks.
 */
@NullMarked
package io.tlsfloor.cli.scan;

import org.jspecify.annotations.NullMarked;
