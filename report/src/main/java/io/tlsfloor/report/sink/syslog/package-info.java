/**
 * Results as syslog messages over UDP, TCP or TLS (RFC 5424, 5426, 6587, 5425).
 *
 * <p>In: judgements and the run, as every report gets them. Out: messages, by a thread of its own
 * from a bounded queue, so that a slow or absent receiver stops nothing; what it did not take is
 * counted. Start at {@link io.tlsfloor.report.sink.syslog.Syslog}. Not here: what a message says;
 * that is CEF or JSON, written by the reports of those forms. Loaded only when asked for.
 */
@NullMarked
package io.tlsfloor.report.sink.syslog;

import org.jspecify.annotations.NullMarked;
