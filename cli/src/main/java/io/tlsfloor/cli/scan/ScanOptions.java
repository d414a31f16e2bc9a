package io.tlsfloor.cli.scan;

import io.tlsfloor.capture.live.CaptureException;
import io.tlsfloor.capture.live.pcap.FrameFilter;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.command.When;
import io.tlsfloor.cli.evidence.EvidenceOptions;
import io.tlsfloor.cli.judging.CatalogueLoader;
import io.tlsfloor.cli.judging.JudgingOptions;
import io.tlsfloor.cli.option.NarrowingSettings;
import io.tlsfloor.cli.option.ResultSettings;
import io.tlsfloor.cli.option.ResultValues;
import io.tlsfloor.cli.option.TerminalSettings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.cli.option.WriteTarget;
import io.tlsfloor.report.form.Format;
import io.tlsfloor.report.pseudonym.PseudonymKey;
import io.tlsfloor.report.pseudonym.Pseudonymizer;
import io.tlsfloor.report.sink.syslog.SyslogOptions;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.policy.PolicyFile;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The options of a scan, checked.
 *
 * @param format of the results
 * @param output file for the results; empty for standard output
 * @param writes more outputs
 * @param syslog where the results go by syslog; empty for nowhere
 * @param pseudonymKey for the clients' pseudonyms; empty for none
 * @param follow whether to go on while the one capture grows
 * @param evidence where evidence goes; empty for none
 * @param narrowing which connections are looked at
 * @param filter that frames are read through; empty for none
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
    List<WriteTarget> writes,
    Optional<SyslogOptions> syslog,
    Optional<PseudonymKey> pseudonymKey,
    boolean follow,
    Optional<EvidenceOptions> evidence,
    Narrowing narrowing,
    Optional<String> filter,
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
  /**
   * Checks a parsed command line.
   *
   * @throws CommandException if a value is wrong; the message names option and value
   */
  static ScanOptions of(Values values) throws CommandException {
    List<String> inputs = values.arguments();
    if (inputs.isEmpty()) {
      throw CommandException.usage(
          "scan needs a capture",
          "Give files, directories, or - for standard input: tlsfloor scan capture.pcapng");
    }
    boolean follow = values.has(ResultSettings.FOLLOW);
    if (follow && (inputs.size() != 1 || inputs.contains(Inputs.STANDARD_INPUT))) {
      throw CommandException.usage(
          "--follow needs one capture file",
          "Give the file that is being written; a pipe is read as it comes without the option.");
    }
    JudgingOptions judging = JudgingOptions.of(values);
    Optional<String> named = values.last(ResultSettings.OUTPUT);
    Optional<String> output = named.equals(Optional.of("-")) ? Optional.empty() : named;
    Narrowing narrowing = Narrowing.of(values);
    if (narrowing.isRelative() && inputs.contains(Inputs.STANDARD_INPUT)) {
      throw CommandException.usage(
          "a time after the first packet needs captures in files",
          "Give --from and --to as times of day when the capture comes by standard input.");
    }
    if (narrowing.isRelative() && follow) {
      throw CommandException.usage(
          "a time after the first packet needs a capture that is complete",
          "Give --from and --to as times of day together with --follow.");
    }
    return new ScanOptions(
        values.last(ResultSettings.FORMAT).orElse(Format.TABLE),
        output,
        writes(values, output),
        ResultValues.syslog(values),
        ResultValues.pseudonymKey(values),
        follow,
        EvidenceOptions.ofScan(values),
        narrowing,
        filter(values),
        judging.all(),
        judging.policyFile(),
        judging.policy(),
        judging.endpoints(),
        judging.timeout(),
        values.has(TerminalSettings.QUIET),
        values.has(TerminalSettings.VERBOSE),
        values.last(TerminalSettings.COLOR).orElse(When.AUTO),
        values.last(TerminalSettings.PROGRESS).orElse(When.AUTO),
        inputs);
  }

  /** No two outputs go to one file. */
  private static List<WriteTarget> writes(Values values, Optional<String> output)
      throws CommandException {
    List<WriteTarget> targets = values.whole(ResultSettings.WRITE);
    Set<String> files = new HashSet<>();
    output.ifPresent(files::add);
    for (WriteTarget target : targets) {
      if (!files.add(target.file())) {
        throw CommandException.usage(
            "two outputs go to " + target.file(),
            "Give each --write, and --output, a file of its own.");
      }
    }
    return targets;
  }

  /** Checked against libpcap, which is loaded for it alone. */
  private static Optional<String> filter(Values values) throws CommandException {
    Optional<String> given = values.last(NarrowingSettings.FILTER);
    if (given.isEmpty()) {
      return given;
    }
    String text = given.get().strip();
    try {
      FrameFilter.check(text);
    } catch (CaptureException e) {
      throw new CommandException(
          e.kind() == CaptureException.Kind.NO_LIBRARY ? ExitCode.FAULT : ExitCode.USAGE,
          String.valueOf(e.getMessage()),
          e.hint(),
          e);
    }
    return Optional.of(text);
  }

  /**
   * The endpoint list, with the services of the policy file.
   *
   * @throws CommandException if it cannot be loaded
   */
  Catalogue catalogue(CatalogueLoader loader) throws CommandException {
    Catalogue list = loader.get();
    return policyFile.isPresent() ? policyFile.get().addTo(list) : list;
  }

  /** What replaces clients before anything is told; empty where nothing does. */
  Optional<Pseudonymizer> pseudonymizer(CatalogueLoader loader, Console console) {
    if (pseudonymKey.isEmpty()) {
      return Optional.empty();
    }
    PseudonymKey key = pseudonymKey.get();
    key.warning().ifPresent(console::warn);
    return Optional.of(Pseudonymizer.of(key, policy, () -> loaded(loader)));
  }

  /** Judgements come first, so it is loaded when this is asked for. */
  private Catalogue loaded(CatalogueLoader loader) {
    try {
      return catalogue(loader);
    } catch (CommandException e) {
      throw new IllegalStateException("asked for the endpoint list before a judgement", e);
    }
  }
}
