package io.tlsfloor.report.output;

import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Wants;
import io.tlsfloor.report.sink.Destination;

/** One place that results go to: a form in a sink, or a store that takes results as they are. */
public interface Output extends Report, Destination {
  /** Which connections it is given. */
  Wants wants();
}
