package io.tlsfloor.cli.watch;

import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.capture.live.LiveOptions;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Habits;
import io.tlsfloor.cli.command.When;
import io.tlsfloor.cli.evidence.EvidenceOptions;
import io.tlsfloor.cli.option.OptionMark;
import io.tlsfloor.cli.option.Setting;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Settings.Engine;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.cli.output.OutputPlan;
import io.tlsfloor.cli.policy.JudgingOptions;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.form.Format;
import io.tlsfloor.report.pseudonym.PseudonymKey;
import io.tlsfloor.report.sink.OutputTarget;
import io.tlsfloor.rules.policy.PolicyFile;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The options of a watch, checked.
 *
 * @param capturing what is captured, how, and until when
 * @param outputs which forms are written, and where
 * @param formatGiven whether the form of the first output was asked for
 * @param pseudonymKey for the clients' pseudonyms; empty for none
 * @param evidence where evidence goes; empty for none
 * @param metrics where to serve numbers
 * @param judging what is flagged
 * @param given all options as given, by name; what is secret in them is in them
 * @param quiet whether only results and errors are printed
 * @param color when lines are coloured
 */
record WatchOptions(
    Capturing capturing,
    OutputPlan outputs,
    boolean formatGiven,
    Optional<PseudonymKey> pseudonymKey,
    Optional<EvidenceOptions> evidence,
    Optional<InetSocketAddress> metrics,
    JudgingOptions judging,
    Map<String, List<String>> given,
    boolean quiet,
    When color) {
  /**
   * Holds what is captured, how, and until when.
   *
   * @param interfaces as given, without repeats
   * @param live how they are captured
   * @param engine by which
   * @param duration after which to end
   * @param count of packets after which to end
   */
  record Capturing(
      List<String> interfaces,
      LiveOptions live,
      Engine engine,
      Optional<Duration> duration,
      OptionalLong count) {}

  /** Which forms are written, and where: where nothing was said, lines for people on a terminal. */
  OutputPlan outputs(boolean terminal) {
    return terminal && !formatGiven ? outputs.as(Format.LINES) : outputs;
  }

  /**
   * How connections are followed.
   *
   * @param isHome whether an address is of the home networks
   */
  AnalyzerOptions analyzer(Predicate<IpAddress> isHome) {
    return AnalyzerOptions.standard(isHome).withTimeout(judging.timeout()).live();
  }

  /**
   * Checks a parsed command line.
   *
   * @param config the policy file that {@code --config} named
   * @throws CommandException if a value is wrong; the message names option and value
   */
  static WatchOptions of(Values values, Optional<PolicyFile> config) throws CommandException {
    if (!values.arguments().isEmpty()) {
      String first = values.arguments().get(0);
      throw CommandException.usage(
          "watch takes no argument \"" + first + "\"",
          Habits.filter(first)
              .orElse(
                  "Name the interface: tlsfloor watch -i eth0. Files are read by tlsfloor scan."));
    }
    List<String> interfaces = List.copyOf(new LinkedHashSet<>(values.all(Settings.INTERFACE)));
    if (interfaces.isEmpty()) {
      throw CommandException.usage(
          "watch needs an interface",
          "Name it: tlsfloor watch -i eth0, or interface = [\"eth0\"] below [watch] of the"
              + " configuration file. tlsfloor watch --list lists them.");
    }
    if (interfaces.size() > 1 && interfaces.contains("any")) {
      throw CommandException.usage(
          "--interface any is all interfaces already", "Leave the others out.");
    }
    Optional<Format> format = values.last(Settings.LIVE_FORMAT).orElse(Optional.empty());
    OutputPlan outputs =
        OutputPlan.of(values, format.orElse(Format.JSONL), values.last(Settings.LIVE_OUTPUT));
    refusePipes(outputs);
    return new WatchOptions(
        new Capturing(
            interfaces,
            live(values, interfaces),
            values.last(Settings.ENGINE).orElse(Engine.AUTO),
            values.last(Settings.DURATION),
            values.last(Settings.COUNT).map(OptionalLong::of).orElse(OptionalLong.empty())),
        outputs,
        format.isPresent(),
        values.pseudonymKey(),
        EvidenceOptions.ofWatch(values),
        values.last(Settings.METRICS),
        JudgingOptions.of(values, config),
        given(values),
        values.has(Settings.QUIET),
        values.last(Settings.COLOR).orElse(When.AUTO));
  }

  /** Standard output does what a named pipe would, and says more of its reader. */
  private static void refusePipes(OutputPlan outputs) throws CommandException {
    for (Path file : outputs.files()) {
      if (OutputTarget.isSpecial(file)) {
        throw CommandException.usage(
            "a watch writes to files and to standard output, and "
                + file
                + " is a named pipe or a device",
            "Leave --output out, and pipe or redirect: tlsfloor watch -i eth0 --format jsonl >"
                + file
                + ", or | PROGRAM.");
      }
    }
  }

  private static Map<String, List<String>> given(Values values) {
    Map<String, List<String>> given = new LinkedHashMap<>();
    for (Setting<?> setting : values.given()) {
      given.put(setting.name(), values.texts(setting));
    }
    return given;
  }

  /** All options as given, for those who read results: without what is secret in them. */
  List<String> shown() {
    List<String> shown = new ArrayList<>();
    given.forEach(
        (name, texts) -> {
          if (texts.isEmpty()) {
            shown.add(name);
          }
          texts.forEach(text -> shown.add(name + "=" + withoutSecrets(text)));
        });
    return shown;
  }

  /**
   * Returns what a watch with these options keeps until it is started again, by name: what a file
   * says, and is not by what connections are judged. Values are told apart by numbers: some are
   * secret.
   *
   * @param line what was typed, which does not change
   */
  Map<String, String> kept(Values line) {
    Map<String, String> kept = new TreeMap<>();
    Set<String> reloaded =
        Settings.of("watch").stream()
            .filter(option -> option.is(OptionMark.RELOAD))
            .map(Setting::name)
            .collect(Collectors.toSet());
    Set<String> typed = line.given().stream().map(Setting::name).collect(Collectors.toSet());
    given.forEach(
        (name, texts) -> {
          if (!reloaded.contains(name) && !typed.contains(name)) {
            kept.put(name, Integer.toHexString(texts.hashCode()));
          }
        });
    return kept;
  }

  /**
   * Leaves out the user and password of an address, and the password among a database's parameters.
   */
  private static String withoutSecrets(String text) {
    return text.replaceAll("://[^/@]*@", "://\u2026@")
        .replaceAll("(?i)(password|secret|token)=[^&;,]*", "$1=\u2026");
  }

  private static LiveOptions live(Values values, List<String> interfaces) throws CommandException {
    boolean any = interfaces.contains("any"); // has no promiscuous mode
    return new LiveOptions(
        values.last(Settings.BUFFER).map(Long::intValue).orElse(LiveOptions.DEFAULT_BUFFER_BYTES),
        !any && !values.has(Settings.NO_PROMISCUOUS),
        values.filter(Settings.LIVE_FILTER).orElse(""));
  }
}
