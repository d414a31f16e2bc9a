package io.tlsfloor.cli.syslog;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Values;
import io.tlsfloor.cli.syslog.SyslogTarget.Carrier;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * The options of {@link SyslogFlags}, checked.
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

  /**
   * Reads the options.
   *
   * @return empty where no syslog is asked for
   * @throws CommandException if one is wrong: exit 2
   */
  public static Optional<SyslogOptions> of(Values values) throws CommandException {
    Optional<String> url = values.last(SyslogFlags.SYSLOG);
    Optional<String> ca = values.last(SyslogFlags.CA);
    Optional<Form> form = values.word(SyslogFlags.FORMAT, Form.class);
    if (url.isEmpty()) {
      if (ca.isPresent() || form.isPresent()) {
        throw CommandException.usage(
            "--"
                + (ca.isPresent() ? SyslogFlags.CA : SyslogFlags.FORMAT)
                + " has no effect without --"
                + SyslogFlags.SYSLOG,
            "Say where messages go: --syslog tls://siem.example.com:6514.");
      }
      return Optional.empty();
    }
    SyslogTarget target = SyslogTarget.parse(url.get());
    if (ca.isPresent() && target.carrier() != Carrier.TLS) {
      throw CommandException.usage(
          "--" + SyslogFlags.CA + " has no effect on " + target,
          "Only tls:// checks a certificate: leave the option out, or use tls://.");
    }
    return Optional.of(
        new SyslogOptions(
            target,
            form.orElse(Form.CEF),
            target.carrier() == Carrier.TLS ? Optional.of(Trust.context(ca)) : Optional.empty()));
  }
}
