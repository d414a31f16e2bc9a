package io.tlsfloor.cli.judging;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.command.Values;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.text.Reasons;
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
 * The options of {@link JudgingFlags}, checked.
 *
 * @param all whether connections that are not flagged are told of
 * @param policyFile as given, for the services of its own; empty for none
 * @param policy what is flagged
 * @param endpoints file with an endpoint list; empty for the bundled one
 * @param timeout of packet time
 */
public record JudgingOptions(
    boolean all,
    Optional<PolicyFile> policyFile,
    Policy policy,
    Optional<String> endpoints,
    Duration timeout) {
  /** The table of a policy file that only a watch reads. */
  public static final String WATCH_TABLE = "watch";

  private static final Duration MAX_TIMEOUT = Duration.ofHours(1);

  /**
   * Checks a parsed command line.
   *
   * @throws CommandException if a value is wrong; the message names option and value
   */
  public static JudgingOptions of(CommandLine line) throws CommandException {
    return of(line, Optional.empty());
  }

  /**
   * Checks a parsed command line.
   *
   * @param otherwise the policy file where the command line gives none
   * @throws CommandException if a value is wrong; the message names option and value
   */
  public static JudgingOptions of(CommandLine line, Optional<PolicyFile> otherwise)
      throws CommandException {
    Values values = new Values(line);
    Optional<String> named = values.last(JudgingFlags.POLICY);
    Optional<PolicyFile> file =
        named.isEmpty() ? otherwise : Optional.of(read(JudgingFlags.POLICY, named.get()));
    Policy standard = Policy.standard();
    Policy base = file.isPresent() ? file.get().applyTo(standard) : standard;
    return new JudgingOptions(
        line.hasOption(JudgingFlags.ALL),
        file,
        policy(base, values, line),
        values.last(JudgingFlags.ENDPOINTS),
        values.seconds(JudgingFlags.TIMEOUT, MAX_TIMEOUT).orElse(Duration.ofSeconds(10)));
  }

  /**
   * Reads a policy file.
   *
   * @param option that named it, for messages
   * @throws CommandException if it cannot be used: says what is wrong, and where
   */
  public static PolicyFile read(String option, String file) throws CommandException {
    try {
      return PolicyFile.read(Path.of(file), Set.of(WATCH_TABLE));
    } catch (ConfigException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "--" + option + ": " + e.getMessage(),
          "docs/policy.md describes the file.",
          e);
    } catch (InvalidPathException | IOException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "--" + option + ": cannot read " + file + ": " + Reasons.of(e),
          "Give a policy file; docs/policy.md describes it.",
          e);
    }
  }

  /** {@code base}, with what the command line says in its place. */
  private static Policy policy(Policy base, Values values, CommandLine line)
      throws CommandException {
    Set<String> instances = new LinkedHashSet<>(values.list(JudgingFlags.INSTANCE));
    return base.toBuilder()
        .floor(floor(values).orElse(base.floor()))
        .minSeverity(
            values.word(JudgingFlags.MIN_SEVERITY, Severity.class).orElse(base.minSeverity()))
        .minConfidence(
            values.word(JudgingFlags.MIN_CONFIDENCE, Confidence.class).orElse(base.minConfidence()))
        .anyService(base.anyService() || line.hasOption(JudgingFlags.ANY_SERVICE))
        .rules(rules(values).orElse(base.rules()))
        .directions(directions(values).orElse(base.directions()))
        .instances(instances.isEmpty() ? base.instances() : instances)
        .homeNetworks(homeNetworks(values).orElse(base.homeNetworks()))
        .build();
  }

  private static Optional<TlsVersion> floor(Values values) throws CommandException {
    List<String> names = List.of("1.0", "1.1", "1.2", "1.3");
    Optional<String> name = values.oneOf(JudgingFlags.FLOOR, names);
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(new TlsVersion(TlsVersion.TLS_1_0.value() + names.indexOf(name.get())));
  }

  private static Optional<Set<RuleId>> rules(Values values) throws CommandException {
    List<String> given = values.list(JudgingFlags.RULE);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    List<String> ids = new ArrayList<>();
    for (RuleId rule : RuleId.values()) {
      ids.add(rule.id());
    }
    Set<RuleId> rules = EnumSet.noneOf(RuleId.class);
    for (String name : given) {
      rules.add(RuleId.values()[values.indexOf(JudgingFlags.RULE, name, ids)]);
    }
    return Optional.of(rules);
  }

  private static Optional<Set<Direction>> directions(Values values) throws CommandException {
    List<String> given = values.list(JudgingFlags.DIRECTION);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>(Values.words(Direction.class));
    names.add("any");
    Set<Direction> directions = EnumSet.noneOf(Direction.class);
    for (String name : given) {
      int index = values.indexOf(JudgingFlags.DIRECTION, name, names);
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
    for (String text : values.list(JudgingFlags.HOME_NET)) {
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
