package io.tlsfloor.cli.syslog;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Values;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.sink.syslog.SyslogOptions;
import io.tlsfloor.report.sink.syslog.SyslogTarget;
import io.tlsfloor.report.sink.syslog.SyslogTarget.Carrier;
import io.tlsfloor.report.sink.syslog.Trust;
import java.util.Optional;
import javax.net.ssl.SSLContext;
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

  /**
   * Reads the options.
   *
   * @return empty where no syslog is asked for
   * @throws CommandException if one is wrong: exit 2
   */
  public static Optional<SyslogOptions> of(Values values) throws CommandException {
    Optional<String> url = values.last(SYSLOG);
    Optional<String> ca = values.last(CA);
    Optional<SyslogOptions.Form> form = values.word(FORMAT, SyslogOptions.Form.class);
    if (url.isEmpty()) {
      if (ca.isPresent() || form.isPresent()) {
        throw CommandException.usage(
            "--" + (ca.isPresent() ? CA : FORMAT) + " has no effect without --" + SYSLOG,
            "Say where messages go: --syslog tls://siem.example.com:6514.");
      }
      return Optional.empty();
    }
    SyslogTarget target = target(url.get());
    if (ca.isPresent() && target.carrier() != Carrier.TLS) {
      throw CommandException.usage(
          "--" + CA + " has no effect on " + target,
          "Only tls:// checks a certificate: leave the option out, or use tls://.");
    }
    return Optional.of(
        new SyslogOptions(
            target,
            form.orElse(SyslogOptions.Form.CEF),
            target.carrier() == Carrier.TLS ? Optional.of(trust(ca)) : Optional.empty()));
  }

  private static SyslogTarget target(String url) throws CommandException {
    try {
      return SyslogTarget.parse(url);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(
          "--" + SYSLOG + " cannot be \"" + url + "\": " + e.getMessage(),
          "Give a way, a host and a port: tls://siem.example.com:6514, tcp://10.0.0.9:514,"
              + " udp://[2001:db8::9]:514.");
    }
  }

  private static SSLContext trust(Optional<String> file) throws CommandException {
    try {
      return Trust.context(file);
    } catch (ReportException e) {
      throw CommandException.of("--" + CA + ": ", e);
    }
  }
}
