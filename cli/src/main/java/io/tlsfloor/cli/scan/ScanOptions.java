package io.tlsfloor.cli.scan;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.command.Reasons;
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
import io.tlsfloor.rules.policy.ConfigException;
import io.tlsfloor.rules.policy.PolicyFile;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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
 * @param policyFile that the policy is based on; empty for none
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
    Optional<PolicyFile> policyFile,
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
    Optional<PolicyFile> policyFile = policyFile(values);
    Policy base = policyFile.map(file -> file.applyTo(Policy.standard())).orElse(Policy.standard());
    return new ScanOptions(
        values.word(ScanFlags.FORMAT, Format.class).orElse(Format.TABLE),
        values.last(ScanFlags.OUTPUT).filter(file -> !file.equals("-")),
        line.hasOption(ScanFlags.ALL),
        policyFile,
        policy(base, values, line),
        values.last(ScanFlags.ENDPOINTS),
        values.seconds(ScanFlags.TIMEOUT, MAX_TIMEOUT).orElse(Duration.ofSeconds(10)),
        line.hasOption(ScanFlags.QUIET),
        line.hasOption(ScanFlags.VERBOSE),
        values.word(ScanFlags.COLOR, When.class).orElse(When.AUTO),
        values.word(ScanFlags.PROGRESS, When.class).orElse(When.AUTO),
        List.copyOf(inputs));
  }

  private static Optional<PolicyFile> policyFile(Values values) throws CommandException {
    Optional<String> file = values.last(ScanFlags.POLICY);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(PolicyFile.read(Path.of(file.get()), Set.of()));
    } catch (ConfigException e) {
      throw new CommandException(
          ExitCode.USAGE, "--policy: " + e.getMessage(), "docs/policy.md describes the file.", e);
    } catch (InvalidPathException | IOException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "--policy: cannot read " + file.get() + ": " + Reasons.of(e),
          "Give a policy file; docs/policy.md describes it.",
          e);
    }
  }

  /** {@code base}, with what the command line says in its place. */
  private static Policy policy(Policy base, Values values, CommandLine line)
      throws CommandException {
    List<String> instances = values.list(ScanFlags.INSTANCE);
    return new Policy(
        floor(values).orElse(base.floor()),
        values.word(ScanFlags.MIN_SEVERITY, Severity.class).orElse(base.minSeverity()),
        values.word(ScanFlags.MIN_CONFIDENCE, Confidence.class).orElse(base.minConfidence()),
        line.hasOption(ScanFlags.ANY_SERVICE) || base.anyService(),
        rules(values).orElse(base.rules()),
        directions(values).orElse(base.directions()),
        instances.isEmpty() ? base.instances() : new LinkedHashSet<>(instances),
        homeNetworks(values).orElse(base.homeNetworks()),
        base.adjustments());
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
