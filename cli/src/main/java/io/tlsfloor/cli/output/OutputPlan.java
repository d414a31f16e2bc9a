package io.tlsfloor.cli.output;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.cli.option.WriteTarget;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.form.FormOptions;
import io.tlsfloor.report.form.Format;
import io.tlsfloor.report.model.Wants;
import io.tlsfloor.report.output.Output;
import io.tlsfloor.report.output.Outputs;
import io.tlsfloor.report.pseudonym.Pseudonymizer;
import io.tlsfloor.report.sink.Sink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which forms a run writes, and where.
 *
 * @param format of the first output
 * @param output file of the first output; empty for standard output
 * @param writes more outputs
 * @param site name of the sensor in lines for programs
 * @param inventory where results are kept; empty for nowhere
 * @param all whether connections that are not flagged are reported
 */
public record OutputPlan(
    Format format,
    Optional<String> output,
    List<WriteTarget> writes,
    Optional<String> site,
    Optional<InventoryTarget> inventory,
    boolean all) {
  private static final Set<String> STANDARD_OUTPUT = Set.of("-", "/dev/stdout");

  /** Copies the list. */
  public OutputPlan {
    writes = List.copyOf(writes);
  }

  /**
   * Returns the plan that the options of a scan or a watch make.
   *
   * @param file as {@code --output} has it
   * @throws CommandException if two outputs go to one file, or an option is wrong
   */
  public static OutputPlan of(Values values, Format format, Optional<String> file)
      throws CommandException {
    Optional<String> output = file.filter(name -> !STANDARD_OUTPUT.contains(name));
    List<WriteTarget> targets = values.whole(Settings.WRITE);
    Set<Path> files = new HashSet<>();
    if (output.isPresent()) {
      files.add(place(output.get()));
    }
    for (WriteTarget target : targets) {
      if (!files.add(place(target.file()))) {
        throw CommandException.usage(
            "two outputs go to " + target.file(),
            "Give each --write, and --output, a file of its own.");
      }
    }
    return new OutputPlan(
        format,
        output,
        targets,
        values.last(Settings.SITE),
        InventoryTarget.of(values),
        values.has(Settings.ALL));
  }

  private static Path place(String file) throws CommandException {
    try {
      return OutputPath.of(file).toAbsolutePath().normalize();
    } catch (ReportException e) {
      throw CommandException.of("", e);
    }
  }

  /**
   * The files that results go to.
   *
   * @throws CommandException if the name of one cannot be a path
   */
  public List<Path> files() throws CommandException {
    List<Path> files = new ArrayList<>();
    if (output.isPresent()) {
      files.add(place(output.get()));
    }
    for (WriteTarget target : writes) {
      files.add(place(target.file()));
    }
    return files;
  }

  /** Returns whether an output says what to do, change by change. */
  public boolean tellsFixes() {
    return format.tellsFixes() || writes.stream().anyMatch(target -> target.format().tellsFixes());
  }

  /** Returns whether an output has no place for what a run says of itself. */
  public boolean leavesOutTheRun() {
    return format == Format.CSV
        || writes.stream().anyMatch(target -> target.format() == Format.CSV);
  }

  /** This plan with another form for the first output. */
  public OutputPlan as(Format other) {
    return new OutputPlan(other, output, writes, site, inventory, all);
  }

  /** This plan with an inventory whose site is known. */
  public OutputPlan into(InventoryTarget settled) {
    return new OutputPlan(format, output, writes, site, Optional.of(settled), all);
  }

  /**
   * Opens all of it.
   *
   * @param given of the first output; the others have no colour
   * @param early whether findings are printed on standard output as they come, before a document
   * @throws IOException if a file cannot be written
   */
  public Outputs open(
      Places places, FormOptions given, boolean early, Optional<Pseudonymizer> pseudonymizer)
      throws IOException {
    Outputs outputs = new Outputs(pseudonymizer);
    try {
      FormOptions plain = given.withoutColor();
      if (output.isPresent()) {
        add(outputs, format, places.file(format, output.get()), plain);
      } else {
        Sink sink = places.standardOutput();
        if (early && format == Format.TABLE) {
          outputs.add(new Output(given.early(sink), sink, Wants.FLAGGED));
        }
        add(outputs, format, sink, given);
      }
      for (WriteTarget target : writes) {
        add(outputs, target.format(), places.file(target.format(), target.file()), plain);
      }
      if (inventory.isPresent()) {
        outputs.add(places.inventory(inventory.get(), given.table().policy()));
      }
      return outputs;
    } catch (IOException | RuntimeException e) {
      outputs.close();
      throw e;
    }
  }

  private void add(Outputs outputs, Format to, Sink sink, FormOptions form) throws IOException {
    outputs.add(new Output(to.to(sink, form), sink, to.wants(all)));
  }
}
