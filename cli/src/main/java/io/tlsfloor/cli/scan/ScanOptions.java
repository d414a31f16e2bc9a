package io.tlsfloor.cli.scan;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Values;
import io.tlsfloor.cli.command.When;
import io.tlsfloor.cli.judging.CatalogueLoader;
import io.tlsfloor.cli.judging.JudgingOptions;
import io.tlsfloor.cli.report.Format;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.policy.PolicyFile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;

/**
 * The options of a scan, checked.
 *
 * @param format of the results
 * @param output file for the results; empty for standard output
 * @param writes more outputs
 * @param narrowing which connections are looked at
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
    Narrowing narrowing,
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
  static ScanOptions of(CommandLine line) throws CommandException {
    List<String> inputs = line.getArgList();
    if (inputs.isEmpty()) {
      throw CommandException.usage(
          "scan needs a capture",
          "Give files, directories, or - for standard input: tlsfloor scan capture.pcapng");
    }
    Values values = new Values(line);
    JudgingOptions judging = JudgingOptions.of(line);
    Optional<String> output = values.last(ScanFlags.OUTPUT).filter(file -> !file.equals("-"));
    Narrowing narrowing = Narrowing.of(values);
    if (narrowing.isRelative() && inputs.contains(Inputs.STANDARD_INPUT)) {
      throw CommandException.usage(
          "a time after the first packet needs captures in files",
          "Give --from and --to as times of day when the capture comes by standard input.");
    }
    return new ScanOptions(
        values.word(ScanFlags.FORMAT, Format.class).orElse(Format.TABLE),
        output,
        WriteTarget.of(line, values, output),
        narrowing,
        judging.all(),
        judging.policyFile(),
        judging.policy(),
        judging.endpoints(),
        judging.timeout(),
        line.hasOption(ScanFlags.QUIET),
        line.hasOption(ScanFlags.VERBOSE),
        values.word(ScanFlags.COLOR, When.class).orElse(When.AUTO),
        values.word(ScanFlags.PROGRESS, When.class).orElse(When.AUTO),
        List.copyOf(inputs));
  }

  /**
   * The endpoint list, with the services of the policy file.
   *
   * @throws CommandException if it cannot be loaded
   */
  Catalogue catalogue(CatalogueLoader loader) throws CommandException {
    Catalogue list = loader.get();
    return policyFile.map(file -> file.addTo(list)).orElse(list);
  }

  /** The same, telling of every connection. */
  ScanOptions tellingAll() {
    return new ScanOptions(
        format,
        output,
        writes,
        narrowing,
        true,
        policyFile,
        policy,
        endpoints,
        timeout,
        quiet,
        verbose,
        color,
        progress,
        inputs);
  }
}
