package io.tlsfloor.cli.scan;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Values;
import io.tlsfloor.cli.report.Format;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Direction;
import io.tlsfloor.rules.HomeNetworks;
import io.tlsfloor.rules.IpPrefix;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.CommandLine;

/**
 * The options of a scan, checked.
 *
 * @param format of the results
 * @param output file for the results; empty for standard output
 * @param all whether connections that are not flagged are told of
 * @param policy what is flagged
 * @param endpoints file with an endpoint list; empty for the bundled one
 * @param timeout of packet time
 * @param quiet whether only results and errors are printed
 * @param verbose whether nothing is folded
 * @param color when the table is coloured
 * @param progress when progress is shown
 * @param inputs files and directories as given, {@code -} for standard input
 */
record ScanOptions(
    Format format,
    Optional<String> output,
    boolean all,
    Policy policy,
    Optional<String> endpoints,
    Duration timeout,
    boolean quiet,
    boolean verbose,
    When color,
    When progress,
    List<String> inputs) {
  private static final Duration MAX_TIMEOUT = Duration.ofHours(1);

  /** For what depends on a terminal. */
  enum When {
    AUTO,
    ALWAYS,
    NEVER;

    /** Whether it happens, given whether it would by itself. */
    boolean decide(boolean fitting) {
      return this == ALWAYS || this == AUTO && fitting;
    }
  }

  /**
   * Checks a parsed command line.
   *
   * @throws CommandException if a value is wrong; the message names option and value
   */
  static ScanOptions of(CommandLine line) throws CommandException {
    List<String> inputs = line.getArgList();
    if (inputs.isEmpty()) {
      throw CommandException.usage(
          "scan needs a capture",
          "Give files, directories, or - for standard input: tlsfloor scan capture.pcapng");
    }
    Values values = new Values(line);
    return new ScanOptions(
        values.word(ScanFlags.FORMAT, Format.class).orElse(Format.TABLE),
        values.last(ScanFlags.OUTPUT).filter(file -> !file.equals("-")),
        line.hasOption(ScanFlags.ALL),
        policy(values, line),
        values.last(ScanFlags.ENDPOINTS),
        values.seconds(ScanFlags.TIMEOUT, MAX_TIMEOUT).orElse(Duration.ofSeconds(10)),
        line.hasOption(ScanFlags.QUIET),
        line.hasOption(ScanFlags.VERBOSE),
        values.word(ScanFlags.COLOR, When.class).orElse(When.AUTO),
        values.word(ScanFlags.PROGRESS, When.class).orElse(When.AUTO),
        List.copyOf(inputs));
  }

  private static Policy policy(Values values, CommandLine line) throws CommandException {
    Policy standard = Policy.standard();
    return new Policy(
        floor(values).orElse(standard.floor()),
        values.word(ScanFlags.MIN_SEVERITY, Severity.class).orElse(standard.minSeverity()),
        values.word(ScanFlags.MIN_CONFIDENCE, Confidence.class).orElse(standard.minConfidence()),
        line.hasOption(ScanFlags.ANY_SERVICE),
        rules(values).orElse(standard.rules()),
        directions(values).orElse(standard.directions()),
        new LinkedHashSet<>(values.list(ScanFlags.INSTANCE)),
        homeNetworks(values).orElse(standard.homeNetworks()));
  }

  private static Optional<TlsVersion> floor(Values values) throws CommandException {
    List<String> names = List.of("1.0", "1.1", "1.2", "1.3");
    Optional<String> name = values.oneOf(ScanFlags.FLOOR, names);
    return name.map(n -> new TlsVersion(TlsVersion.TLS_1_0.value() + names.indexOf(n)));
  }

  private static Optional<Set<RuleId>> rules(Values values) throws CommandException {
    List<String> given = values.list(ScanFlags.RULE);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    List<String> ids = new ArrayList<>();
    for (RuleId rule : RuleId.values()) {
      ids.add(rule.id());
    }
    Set<RuleId> rules = EnumSet.noneOf(RuleId.class);
    for (String name : given) {
      rules.add(RuleId.values()[values.indexOf(ScanFlags.RULE, name, ids)]);
    }
    return Optional.of(rules);
  }

  private static Optional<Set<Direction>> directions(Values values) throws CommandException {
    List<String> given = values.list(ScanFlags.DIRECTION);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>(Values.words(Direction.class));
    names.add("any");
    Set<Direction> directions = EnumSet.noneOf(Direction.class);
    for (String name : given) {
      int index = values.indexOf(ScanFlags.DIRECTION, name, names);
      if (index == Direction.values().length) {
        directions.addAll(EnumSet.allOf(Direction.class));
      } else {
        directions.add(Direction.values()[index]);
      }
    }
    return Optional.of(directions);
  }

  private static Optional<HomeNetworks> homeNetworks(Values values) throws CommandException {
    List<IpPrefix> prefixes = new ArrayList<>();
    for (String text : values.list(ScanFlags.HOME_NET)) {
      try {
        prefixes.add(IpPrefix.parse(text));
      } catch (IllegalArgumentException e) {
        throw CommandException.usage(
            "--home-net " + text + ": " + e.getMessage(),
            "Give a range such as 10.0.0.0/8 or 2001:db8::/32, or a single address.");
      }
    }
    return prefixes.isEmpty() ? Optional.empty() : Optional.of(new HomeNetworks(prefixes));
  }
}
