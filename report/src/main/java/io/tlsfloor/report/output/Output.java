package io.tlsfloor.report.output;

import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Wants;
import io.tlsfloor.report.sink.Sink;

/**
 * One place that results go to: a form in a sink, whichever of either.
 *
 * @param form writes to {@code sink}
 * @param sink where its chunks go
 * @param wants which connections the form is given
 */
public record Output(Report form, Sink sink, Wants wants) {}
