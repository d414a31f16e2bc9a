package io.tlsfloor.logs;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Holds what a user says of the dates in reports, for those that do not say it themselves.
 *
 * @param order of day and month, where no date of a report shows it
 * @param day of rows without a date, in reports whose names have none
 */
public record ReportDates(Optional<DateOrder> order, Optional<LocalDate> day) {
  /** Nothing is said. */
  public static final ReportDates NONE = new ReportDates(Optional.empty(), Optional.empty());
}
