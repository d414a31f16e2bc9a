package io.tlsfloor.cli.policy;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.command.Installation;
import io.tlsfloor.cli.option.Setting;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.report.text.Reasons;
import io.tlsfloor.rules.Direction;
import io.tlsfloor.rules.HomeNetworks;
import io.tlsfloor.rules.IpPrefix;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.policy.ConfigException;
import io.tlsfloor.rules.policy.PolicyFile;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The options that say what is flagged, checked.
 *
 * @param all whether connections that are not flagged are reported
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
  /** The configuration file of a watch, unless another one is named. */
  public static final Path STANDARD_CONFIG = Path.of("/etc/tlsfloor/tlsfloor.conf");

  /** The table of a policy file that only a watch reads. */
  public static final String WATCH_TABLE = "watch";

  /**
   * Checks a parsed command line.
   *
   * @throws CommandException if a value is wrong; the message names option and value
   */
  public static JudgingOptions of(Values values) throws CommandException {
    return of(values, Optional.empty());
  }

  /**
   * Checks a parsed command line.
   *
   * @param otherwise the policy file where the command line gives none
   * @throws CommandException if a value is wrong; the message names option and value
   */
  public static JudgingOptions of(Values values, Optional<PolicyFile> otherwise)
      throws CommandException {
    Optional<String> named = values.last(Settings.POLICY);
    Optional<PolicyFile> file =
        named.isEmpty() ? otherwise : Optional.of(read(Settings.POLICY, named.get()));
    Policy standard = Policy.standard();
    Policy base = file.isPresent() ? file.get().applyTo(standard) : standard;
    return new JudgingOptions(
        values.has(Settings.ALL),
        file,
        policy(base, values),
        values.last(Settings.ENDPOINTS),
        values.last(Settings.TIMEOUT).orElse(Duration.ofSeconds(10)));
  }

  /**
   * The endpoint list, with the services of the policy file.
   *
   * @throws CommandException if it cannot be loaded
   */
  public Catalogue catalogue(Console console) throws CommandException {
    Catalogue list = CatalogueLoader.load(endpoints, policy.instances(), ListStore.of(console));
    return policyFile.map(file -> file.addTo(list)).orElse(list);
  }

  /**
   * Reads a policy file.
   *
   * @param option that named it, for messages
   * @throws CommandException if it cannot be used: says what is wrong, and where
   */
  public static PolicyFile read(Setting<String> option, String file) throws CommandException {
    try {
      return PolicyFile.read(Path.of(file), Set.of(WATCH_TABLE));
    } catch (ConfigException e) {
      throw new CommandException(
          ExitCode.USAGE,
          option + ": " + e.getMessage(),
          Installation.document("policy.md")
              + " describes the file"
              + (option.equals(Settings.CONFIG) ? "; options of watch belong below [watch]." : "."),
          e);
    } catch (InvalidPathException | IOException e) {
      throw new CommandException(
          ExitCode.USAGE,
          option + ": cannot read " + file + ": " + Reasons.of(e),
          "Give a policy file; " + Installation.document("policy.md") + " describes it.",
          e);
    }
  }

  /** {@code base}, with what the command line says in its place. */
  private static Policy policy(Policy base, Values values) throws CommandException {
    List<IpPrefix> home = values.all(Settings.HOME_NET);
    return new Policy(
        values.last(Settings.FLOOR).orElse(base.floor()),
        values.last(Settings.MIN_SEVERITY).orElse(base.minSeverity()),
        values.last(Settings.MIN_CONFIDENCE).orElse(base.minConfidence()),
        base.anyService() || values.has(Settings.ANY_SERVICE),
        set(values, Settings.RULE, base.rules()),
        directions(values, base.directions()),
        set(values, Settings.INSTANCE, base.instances()),
        home.isEmpty() ? base.homeNetworks() : new HomeNetworks(home, base.homeNetworks().nat()),
        base.adjustments());
  }

  private static <T> Set<T> set(Values values, Setting<T> option, Set<T> otherwise)
      throws CommandException {
    Set<T> given = new LinkedHashSet<>(values.all(option));
    return given.isEmpty() ? otherwise : given;
  }

  private static Set<Direction> directions(Values values, Set<Direction> otherwise)
      throws CommandException {
    Set<Direction> given = EnumSet.noneOf(Direction.class);
    values.all(Settings.DIRECTION).forEach(given::addAll);
    return given.isEmpty() ? otherwise : given;
  }
}
