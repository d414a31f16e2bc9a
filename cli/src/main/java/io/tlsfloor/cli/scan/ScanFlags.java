package io.tlsfloor.cli.scan;

import io.tlsfloor.cli.judging.JudgingFlags;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The options of {@code scan}, in the order of its help. */
final class ScanFlags {
  static final String FORMAT = "format";
  static final String OUTPUT = "output";
  static final String QUIET = "quiet";
  static final String VERBOSE = "verbose";
  static final String COLOR = "color";
  static final String PROGRESS = "progress";

  private ScanFlags() {}

  static Options options() {
    Options options = new Options();
    value(options, FORMAT, "FORM", "form of the results: table (default), or jsonl for JSON Lines");
    value(
        options,
        OUTPUT,
        "FILE",
        "write the results to FILE instead of standard output; FILE appears only when it is whole");
    JudgingFlags.addTo(options);
    options.addOption(flag("q", QUIET, "print results and errors only"));
    options.addOption(flag("v", VERBOSE, "show every group of findings, and what was left aside"));
    value(options, COLOR, "WHEN", "colour: auto (default), always, never");
    value(options, PROGRESS, "WHEN", "progress display: auto (default), always, never");
    return options;
  }

  private static void value(Options options, String name, String argument, String description) {
    options.addOption(
        Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get());
  }

  private static Option flag(String letter, String name, String description) {
    return Option.builder(letter).longOpt(name).desc(description).get();
  }
}
