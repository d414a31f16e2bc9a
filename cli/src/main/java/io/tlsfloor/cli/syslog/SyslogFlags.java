package io.tlsfloor.cli.syslog;

import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The options for syslog, in the order of the help. */
public final class SyslogFlags {
  static final String SYSLOG = "syslog";
  static final String FORMAT = "syslog-format";
  static final String CA = "syslog-ca";

  private SyslogFlags() {}

  /** Adds them to those of a command. */
  public static void addTo(Options options) {
    value(
        options,
        SYSLOG,
        "URL",
        "send the results by syslog (RFC 5424), too: udp://HOST:PORT, tcp://HOST:PORT or"
            + " tls://HOST:PORT");
    value(
        options,
        FORMAT,
        "FORM",
        "what a syslog message says: cef (default), or jsonl for all of it");
    value(
        options,
        CA,
        "FILE",
        "for tls://: certificates in PEM of who may sign the receiver's, instead of those that Java"
            + " trusts");
  }

  private static void value(Options options, String name, String argument, String description) {
    options.addOption(
        Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get());
  }
}
