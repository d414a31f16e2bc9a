package io.tlsfloor.cli.option;

import io.tlsfloor.capture.live.CaptureException;
import io.tlsfloor.capture.live.pcap.FrameFilter;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.command.Habits;
import java.util.Optional;

/** A filter of pcap-filter(7), checked against libpcap, which is loaded for it alone. */
public final class FilterValue {
  private FilterValue() {}

  /**
   * The filter of an option; empty for none.
   *
   * @throws CommandException if it does not compile, or libpcap is not there
   */
  public static Optional<String> of(Values values, Setting<String> option) throws CommandException {
    Optional<String> text = values.last(option).map(String::strip);
    if (text.isPresent()) {
      try {
        FrameFilter.check(text.get());
      } catch (CaptureException e) {
        throw new CommandException(
            e.kind() == CaptureException.Kind.BAD_FILTER ? ExitCode.USAGE : ExitCode.FAULT,
            String.valueOf(e.getMessage()),
            Habits.form(text.get()).orElse(e.hint()),
            e);
      }
    }
    return text;
  }
}
