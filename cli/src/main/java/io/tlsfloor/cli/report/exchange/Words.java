package io.tlsfloor.cli.report.exchange;

import io.tlsfloor.cli.report.LossCount;
import io.tlsfloor.cli.report.RunSummary;
import java.util.List;
import java.util.Locale;

/** Words that several forms share. */
final class Words {
  private Words() {}

  static String of(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** What could hide a finding, in words; empty for nothing. */
  static List<String> losses(RunSummary run) {
    return run.coverage().stream()
        .filter(loss -> loss.hides() && loss.count() > 0)
        .map(LossCount::text)
        .toList();
  }
}
