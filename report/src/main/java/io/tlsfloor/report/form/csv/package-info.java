/** One line a client and service, or a change, for spreadsheets. Start at {@code CsvReport}. */
@NullMarked
package io.tlsfloor.report.form.csv;

import org.jspecify.annotations.NullMarked;
