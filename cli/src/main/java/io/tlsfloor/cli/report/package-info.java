/**
 * The command {@code report}: one page about captures or saved results.
 *
 * <p>In: command-line options, captures or JSON Lines. Out: a file with the page. Start at {@link
 * io.tlsfloor.cli.report.ReportCommand}. Not here: what the page shows.
 */
@NullMarked
package io.tlsfloor.cli.report;

import org.jspecify.annotations.NullMarked;
