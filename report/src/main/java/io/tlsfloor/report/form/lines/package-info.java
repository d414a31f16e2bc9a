/** One line a finding, for people, as it happens. Start at {@code LinesReport}. */
@NullMarked
package io.tlsfloor.report.form.lines;

import org.jspecify.annotations.NullMarked;
