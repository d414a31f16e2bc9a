/**
 * What is told of judged connections, in each form: one writer a form.
 *
 * <p>In: judgements in the order of their verdicts, then the clients and the run as a whole. Out:
 * bytes of one form. Start at {@link io.tlsfloor.cli.report.Report}. Not here: judging, and any
 * trust in text from the network: each form escapes it in its own way.
 */
@NullMarked
package io.tlsfloor.cli.report;

import org.jspecify.annotations.NullMarked;
