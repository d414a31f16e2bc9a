package io.tlsfloor.cli.option;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.form.Format;
import io.tlsfloor.report.pseudonym.PseudonymKey;
import io.tlsfloor.report.sink.syslog.SyslogOptions;
import io.tlsfloor.report.sink.syslog.SyslogTarget;
import io.tlsfloor.report.sink.syslog.SyslogTarget.Carrier;
import io.tlsfloor.report.sink.syslog.Trust;
import io.tlsfloor.report.text.Words;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Options of {@link ResultSettings} that only together make a value, or that name a file to read.
 */
public final class ResultValues {
  private ResultValues() {}

  /**
   * How results are sent by syslog.
   *
   * @return empty where no syslog is asked for
   * @throws CommandException if one of the options is wrong: exit 2
   */
  public static Optional<SyslogOptions> syslog(Values values) throws CommandException {
    Optional<SyslogTarget> given = values.last(ResultSettings.SYSLOG);
    Optional<String> ca = values.last(ResultSettings.SYSLOG_CA);
    Optional<Format> form = values.last(ResultSettings.SYSLOG_FORMAT);
    if (given.isEmpty()) {
      if (ca.isPresent() || form.isPresent()) {
        throw CommandException.usage(
            (ca.isPresent() ? ResultSettings.SYSLOG_CA : ResultSettings.SYSLOG_FORMAT)
                + " has no effect without "
                + ResultSettings.SYSLOG,
            "Say where messages go: --syslog tls://siem.example.com:6514.");
      }
      return Optional.empty();
    }
    if (form.isPresent() && form.get().shape() != Format.Shape.MESSAGES) {
      throw Values.refusal(
          ResultSettings.SYSLOG_FORMAT,
          Words.constant(form.get()),
          "a message is one line of plain ASCII");
    }
    SyslogTarget target = given.get();
    if (ca.isPresent() && target.carrier() != Carrier.TLS) {
      throw CommandException.usage(
          ResultSettings.SYSLOG_CA + " has no effect on " + target,
          "Only tls:// checks a certificate: leave the option out, or use tls://.");
    }
    return Optional.of(
        new SyslogOptions(
            target,
            form.orElse(Format.CEF),
            target.carrier() == Carrier.TLS ? Optional.of(trust(ca)) : Optional.empty()));
  }

  private static SSLContext trust(Optional<String> file) throws CommandException {
    try {
      return Trust.context(file);
    } catch (ReportException e) {
      throw CommandException.of(ResultSettings.SYSLOG_CA + ": ", e);
    }
  }

  /**
   * The key that pseudonyms are made with.
   *
   * @return empty where no pseudonyms are asked for
   * @throws CommandException if the file is no good: exit 2
   */
  public static Optional<PseudonymKey> pseudonymKey(Values values) throws CommandException {
    Optional<String> file = values.last(ResultSettings.PSEUDONYMIZE);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(PseudonymKey.read(file.get()));
    } catch (ReportException e) {
      throw CommandException.of(ResultSettings.PSEUDONYMIZE + ": ", e);
    }
  }
}
