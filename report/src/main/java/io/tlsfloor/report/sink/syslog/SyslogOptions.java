package io.tlsfloor.report.sink.syslog;

import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How results are sent by syslog.
 *
 * @param target where messages go
 * @param form what a message says
 * @param tls whom to trust; empty where TLS does not carry them
 */
public record SyslogOptions(SyslogTarget target, Form form, Optional<SSLContext> tls) {
  /** What a message says. */
  public enum Form {
    /** A line of CEF. */
    CEF,
    /** A line of the JSON Lines. */
    JSONL
  }
}
