/**
 * Reads JSON Lines that a run wrote, and gives them again to any form of report.
 *
 * <p>In: lines of {@code tlsfloor.connection}, {@code tlsfloor.client} and {@code tlsfloor.run}.
 * Out: judgements, clients and the summary of the run, as far as the lines hold them: numbers of
 * suites and extensions, for instance, are not in them. Start at {@link
 * io.tlsfloor.report.saved.SavedLines}. The lines are input like any other: what does not fit is
 * refused with its line number.
 */
@NullMarked
package io.tlsfloor.report.saved;

import org.jspecify.annotations.NullMarked;
