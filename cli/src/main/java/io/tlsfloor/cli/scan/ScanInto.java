package io.tlsfloor.cli.scan;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.cli.output.InventoryTarget;
import io.tlsfloor.cli.output.Places;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.output.Output;
import io.tlsfloor.report.output.Outputs;
import io.tlsfloor.report.pseudonym.Pseudonymizer;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.catalogue.Catalogue;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** A scan for another command, which makes a report of its own of it. */
public final class ScanInto {
  private ScanInto() {}

  /**
   * Scans what the command line names, as {@code scan} does.
   *
   * @param values of the options of judging and narrowing, and {@code --progress} and {@code
   *     --quiet}
   * @param output makes the output, for the policy of the run and the inputs as it may name them
   * @throws CommandException if an option is wrong, or nothing could be read
   * @throws IOException if the output fails
   */
  public static Run output(
      Values values, Console console, BiFunction<Policy, List<String>, Output> output)
      throws CommandException, IOException {
    ScanOptions given = ScanOptions.of(values);
    Inputs inputs = Inputs.of(given.inputs(), given.display().verbose(), console);
    ScanOptions options = given.named(inputs, console);
    Catalogue catalogue = options.catalogue(console);
    Optional<Pseudonymizer> pseudonymizer = options.pseudonymizer(catalogue, console);
    boolean shows =
        options.display().progress().decide(console.errIsTerminal() && !options.display().quiet());
    try (Outputs outputs = new Outputs(pseudonymizer);
        ProgressDisplay progress = new ProgressDisplay(shows, inputs.size(), console)) {
      outputs.add(output.apply(options.judging().policy(), options.inputs(pseudonymizer)));
      if (options.outputs().inventory().isPresent()) {
        InventoryTarget target = options.outputs().inventory().get();
        outputs.add(Places.ofScan(console).inventory(target));
      }
      Run run = new Scan(options, inputs, null, catalogue, outputs, null, console).run(progress);
      outputs.finish();
      return run;
    }
  }
}
