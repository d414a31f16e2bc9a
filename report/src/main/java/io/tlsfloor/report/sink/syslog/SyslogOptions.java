package io.tlsfloor.report.sink.syslog;

import io.tlsfloor.report.form.Format;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How results are sent by syslog.
 *
 * @param target where messages go
 * @param form of a message, one of lines
 * @param tls whom to trust; empty where TLS does not carry them
 */
public record SyslogOptions(SyslogTarget target, Format form, Optional<SSLContext> tls) {}
