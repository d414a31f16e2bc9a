package io.tlsfloor.cli.scan;

import io.tlsfloor.capture.connection.Analyzer;
import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.evidence.EvidenceOptions;
import io.tlsfloor.cli.evidence.EvidenceWriter;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.cli.output.InventoryTarget;
import io.tlsfloor.cli.output.KnownClients;
import io.tlsfloor.cli.output.OutputPath;
import io.tlsfloor.cli.output.Places;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.report.form.FormOptions;
import io.tlsfloor.report.form.Format;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.Wants;
import io.tlsfloor.report.output.Output;
import io.tlsfloor.report.output.Outputs;
import io.tlsfloor.report.pseudonym.Pseudonymizer;
import io.tlsfloor.report.sink.Sink;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.Severity;
import io.tlsfloor.rules.catalogue.Catalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.commons.cli.CommandLine;
import org.jspecify.annotations.Nullable;

/** {@code tlsfloor scan}: reads captures and reports who speaks to the service below the floor. */
public final class ScanCommand implements Command {
  private static final String PAGE = "(?i).*\\.(?:html?|pdf|docx?|xlsx?)";

  private final String name;
  private final @Nullable ChainEngine engine;

  /** The command of this process. */
  public ScanCommand() {
    this("scan", null);
  }

  /**
   * A scan whose captures another engine reads.
   *
   * @param name of the command whose options it takes
   */
  public ScanCommand(String name, @Nullable ChainEngine engine) {
    this.name = name;
    this.engine = engine;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String summary() {
    return "Reads capture files and flags Microsoft 365 connections below TLS 1.2.";
  }

  @Override
  public String arguments() {
    return "FILE|DIR|- ...";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("tlsfloor scan incident.pcapng", "what is below the floor in one capture"),
        new Example("tlsfloor scan captures/", "all captures in a folder"),
        new Example(
            "tlsfloor scan --format jsonl --output today.jsonl captures/",
            "a record of each finding for a SIEM"),
        new Example(
            "tlsfloor scan --write jsonl=today.jsonl captures/",
            "the table, and a record of each finding for a SIEM"),
        new Example(
            "tlsfloor scan --evidence proof/ incident.pcapng",
            "the packets that prove each finding, as small captures"),
        new Example(
            "tlsfloor scan --client 10.20.3.0/24 --from +10m incident.pcapng",
            "some clients, from the tenth minute on"),
        new Example(
            "tlsfloor scan --all --any-service --direction any capture.pcap",
            "every TLS connection with any server"),
        new Example(
            "ssh gateway tcpdump -w - -U 'tcp' | tlsfloor scan -",
            "from a pipe, as the packets come"),
        new Example(
            "tlsfloor scan --follow lan.pcap",
            "a capture that is still being written, until interrupted"));
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandException, IOException {
    Values values = new Values(name(), line);
    refusePage(values.last(Settings.OUTPUT));
    Analyzer.prepare();
    ScanOptions given = ScanOptions.of(values);
    if (given.display().quiet()) {
      console.quiet();
    }
    Inputs inputs = inputs(given, console);
    ScanOptions options = given.named(inputs, console).settled(console::warn);
    List<Path> targets = new ArrayList<>(options.outputs().files());
    options.evidence().filter(EvidenceOptions::file).ifPresent(file -> targets.add(file.target()));
    for (Path target : targets) {
      OutputPath.refuseInput(target, inputs.files(options.inputs()));
    }
    Catalogue catalogue = options.catalogue(console);
    Optional<Pseudonymizer> pseudonymizer = options.pseudonymizer(catalogue, console);
    try (Outputs outputs = outputs(options, pseudonymizer, console);
        @Nullable EvidenceWriter evidence = evidence(options, catalogue, console);
        ProgressDisplay progress =
            new ProgressDisplay(showsProgress(options, console), inputs.size(), console)) {
      Scan scan = new Scan(options, inputs, engine, catalogue, outputs, evidence, console);
      Run run = scan.run(progress);
      deliver(outputs, evidence);
      if (!options.display().quiet()) {
        options.outputs().inventory().ifPresent(kept -> console.note("kept in " + kept.shown()));
      }
      return exitCode(run, scan.worst(), options);
    }
  }

  /**
   * Scans what the command line names, for another command that makes a report of its own of it.
   *
   * @param values of the options of judging and narrowing, and {@code --progress} and {@code
   *     --quiet}
   * @param output makes the output, for the policy of the run and the inputs as it may name them
   * @throws CommandException if an option is wrong, or nothing could be read
   * @throws IOException if the output fails
   */
  public static Run into(
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
      ask(outputs, options, options.outputs().inventory().map(InventoryTarget::location), console);
      outputs.add(output.apply(options.judging().policy(), options.inputs(pseudonymizer)));
      Run run = new Scan(options, inputs, null, catalogue, outputs, null, console).run(progress);
      outputs.finish();
      return run;
    }
  }

  /** A page is what report writes. */
  private static void refusePage(Optional<String> output) throws CommandException {
    if (output.isPresent() && output.get().matches(PAGE)) {
      throw CommandException.usage(
          "scan writes no page, and " + output.get() + " is called one",
          "Use tlsfloor report -o report.html CAPTURE; for PDF, print that from a browser.");
    }
  }

  private Inputs inputs(ScanOptions options, Console console) throws CommandException {
    if (engine != null) {
      return Inputs.elsewhere(engine.find(options.inputs()));
    }
    return options.follow()
        ? Inputs.growing(options.inputs().get(0))
        : Inputs.of(options.inputs(), options.display().verbose(), console);
  }

  private Outputs outputs(
      ScanOptions options, Optional<Pseudonymizer> pseudonymizer, Console console)
      throws IOException {
    FormOptions form = options.form(console, options.inputs(pseudonymizer));
    Outputs outputs =
        options.outputs().open(Places.ofScan(console), form, options.follow(), pseudonymizer);
    Optional<Location> known = // one that is yet to be made knows nobody
        options.outputs().inventory().map(InventoryTarget::location).filter(Location::isThere);
    ask(outputs, options, known, console);
    if (engine != null) {
      Optional<Sink> lines = engine.lines();
      if (lines.isPresent()) {
        Report all = Format.JSONL.to(lines.get(), form);
        outputs.add(new Output(all, lines.get(), Wants.ALL));
      }
    }
    return outputs;
  }

  /** Pages with pseudonyms know of nobody. */
  private static void ask(
      Outputs outputs, ScanOptions options, Optional<Location> inventory, Console console)
      throws IOException {
    Optional<Location> known = options.hasPseudonyms() ? Optional.empty() : inventory;
    outputs.ask(console::today, KnownClients.of(known, console.now(), console::warn));
  }

  private static void deliver(Outputs outputs, @Nullable EvidenceWriter evidence)
      throws CommandException, IOException {
    List<String> undelivered = new ArrayList<>(outputs.finish());
    if (evidence != null) {
      evidence.undelivered().ifPresent(undelivered::add);
    }
    if (!undelivered.isEmpty()) {
      throw new CommandException(
          ExitCode.FAULT,
          String.join("; ", undelivered),
          "All other results are complete. Run the scan again when there is room, or the receiver is"
              + " back: event ids stay the same.");
    }
  }

  private static @Nullable EvidenceWriter evidence(
      ScanOptions options, Catalogue catalogue, Console console) throws CommandException {
    if (options.evidence().isEmpty()) {
      return null;
    }
    return new EvidenceWriter(
        options.evidence().get(),
        options.follow() ? EvidenceWriter.Of.FOLLOWED : EvidenceWriter.Of.SCAN,
        catalogue.version(),
        console::now,
        console::warn);
  }

  private static boolean showsProgress(ScanOptions options, Console console) {
    boolean mixes =
        options.outputs().format() != Format.TABLE
            && options.outputs().output().isEmpty()
            && console.outIsTerminal();
    boolean fits = !options.display().quiet() && !options.follow() && !mixes;
    return options.display().progress().decide(console.errIsTerminal() && fits);
  }

  private static ExitCode exitCode(Run run, Optional<Severity> worst, ScanOptions options) {
    if (run.course().interrupted()) {
      return ExitCode.INTERRUPTED;
    }
    Severity least = options.failOn().orElse(Severity.LOW);
    if (worst.isPresent() && worst.get().compareTo(least) >= 0) {
      return ExitCode.FLAGGED;
    }
    return run.missed().hides() ? ExitCode.LOSS : ExitCode.CLEAN;
  }
}
