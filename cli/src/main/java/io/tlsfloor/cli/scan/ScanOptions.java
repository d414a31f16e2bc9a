package io.tlsfloor.cli.scan;

import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.capture.file.CaptureSet;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.When;
import io.tlsfloor.cli.evidence.EvidenceOptions;
import io.tlsfloor.cli.option.ClientChoice;
import io.tlsfloor.cli.option.OptionMark;
import io.tlsfloor.cli.option.Setting;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.cli.output.OutputPlan;
import io.tlsfloor.cli.policy.JudgingOptions;
import io.tlsfloor.logs.ReportDates;
import io.tlsfloor.report.form.FormOptions;
import io.tlsfloor.report.form.Format;
import io.tlsfloor.report.form.table.TableOptions;
import io.tlsfloor.report.form.table.TableOptions.Grouping;
import io.tlsfloor.report.pseudonym.PseudonymKey;
import io.tlsfloor.report.pseudonym.Pseudonymizer;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Severity;
import io.tlsfloor.rules.catalogue.Catalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The options of a scan, checked.
 *
 * @param outputs which forms are written, and where
 * @param pseudonymKey for the clients' pseudonyms; empty for none
 * @param follow whether to go on while the one capture grows
 * @param evidence where evidence goes; empty for none
 * @param narrowing which connections are looked at
 * @param filter that frames are read through; empty for none
 * @param judging what is flagged
 * @param judged the options that change what is found, as text: the same for the same ones
 * @param typed the same options, for commands to type next
 * @param dates for reports that do not say theirs
 * @param display what people see of it
 * @param failOn severity from which a finding makes the run fail; empty for any
 * @param inputs files and directories as given, {@code -} for standard input
 */
record ScanOptions(
    OutputPlan outputs,
    Optional<PseudonymKey> pseudonymKey,
    boolean follow,
    Optional<EvidenceOptions> evidence,
    Narrowing narrowing,
    Optional<String> filter,
    JudgingOptions judging,
    String judged,
    TableOptions.Typed typed,
    ReportDates dates,
    Display display,
    Optional<Severity> failOn,
    List<String> inputs) {
  /**
   * Holds what people see of a scan.
   *
   * @param quiet whether only results and errors are printed
   * @param verbose whether nothing is folded
   * @param color when the table is coloured
   * @param progress when progress is shown
   * @param top rows of the table; 0 for all
   * @param grouping what a row of the table is
   */
  record Display(
      boolean quiet, boolean verbose, When color, When progress, int top, Grouping grouping) {}

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
    boolean follow = values.has(Settings.FOLLOW);
    if (follow && (inputs.size() != 1 || inputs.contains(Inputs.STANDARD_INPUT))) {
      throw CommandException.usage(
          "--follow needs one capture file",
          "Give the file that is being written; a pipe is read as it comes without the option.");
    }
    JudgingOptions judging = JudgingOptions.of(values);
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
    Grouping grouping = values.last(Settings.GROUP).orElse(Grouping.CLIENT);
    return new ScanOptions(
        outputs(values, grouping),
        values.pseudonymKey(),
        follow,
        EvidenceOptions.ofScan(values),
        narrowing,
        values.filter(Settings.FILTER),
        judging,
        judged(values),
        typed(values),
        new ReportDates(values.last(Settings.DATES), values.last(Settings.DAY)),
        new Display(
            values.has(Settings.QUIET),
            values.has(Settings.VERBOSE),
            values.last(Settings.COLOR).orElse(When.AUTO),
            values.last(Settings.PROGRESS).orElse(When.AUTO),
            values.last(Settings.TOP).orElse(0L).intValue(),
            grouping),
        values.last(Settings.FAIL_ON),
        inputs);
  }

  /**
   * The same with the addresses of clients that are asked for by name.
   *
   * @throws CommandException if no client has one of the names, or the inputs cannot be read twice
   */
  ScanOptions named(Inputs found, Console console) throws CommandException {
    if (narrowing.clients().stream().allMatch(each -> each.name().isEmpty())) {
      return this;
    }
    if (follow || found.standardInput()) {
      throw CommandException.usage(
          Settings.CLIENT + " needs an address for what cannot be read twice",
          "A name may come after the connections of its client.");
    }
    List<Path> captures = found.captures().stream().map(CaptureSet.Capture::path).toList();
    AnalyzerOptions analysis = AnalyzerOptions.standard(judging.policy().homeNetworks()::contains);
    List<ClientChoice> clients =
        NamedClients.byAddress(narrowing.clients(), captures, found.logs(), analysis, console);
    return with(outputs, narrowing.of(clients));
  }

  /**
   * The same with the site of its inventory, if it has one.
   *
   * @param notices takes a sentence where its tables were changed to this version
   * @throws IOException if the inventory cannot be read, or it cannot be told which site is meant
   */
  ScanOptions settled(Consumer<String> notices) throws IOException {
    return outputs.inventory().isEmpty()
        ? this
        : with(outputs.into(outputs.inventory().get().settled(notices)), narrowing);
  }

  private ScanOptions with(OutputPlan plan, Narrowing narrowed) {
    return new ScanOptions(
        plan,
        pseudonymKey,
        follow,
        evidence,
        narrowed,
        filter,
        judging,
        judged,
        typed,
        dates,
        display,
        failOn,
        inputs);
  }

  private static OutputPlan outputs(Values values, Grouping grouping) throws CommandException {
    Optional<String> output = values.last(Settings.OUTPUT);
    Format format =
        values.last(Settings.FORMAT).or(() -> output.flatMap(Format::ofName)).orElse(Format.TABLE);
    OutputPlan plan = OutputPlan.of(values, format, output);
    if (grouping == Grouping.FIX && !plan.tellsFixes()) {
      List<String> others =
          Arrays.stream(Format.values()).filter(Format::tellsFixes).map(Words::constant).toList();
      throw CommandException.usage(
          "--group fix has no place in the form " + Words.constant(format),
          "It fits " + String.join(", ", others) + ".");
    }
    return plan;
  }

  private static TableOptions.Typed typed(Values values) {
    StringBuilder all = new StringBuilder();
    StringBuilder ofExplain = new StringBuilder();
    for (Setting<?> option : values.given()) {
      if (option.is(OptionMark.FINDING)) {
        List<String> texts = option.hasValue() ? values.texts(option) : List.of("");
        for (String text : texts) {
          String word = option + (option.hasValue() ? " " + Printable.shell(text) : "") + " ";
          all.append(word);
          ofExplain.append(option.isOf("explain") && !option.equals(Settings.CLIENT) ? word : "");
        }
      }
    }
    return new TableOptions.Typed(all.toString(), ofExplain.toString());
  }

  /** The options that change what is found, in the order of the help. */
  private static String judged(Values values) {
    StringBuilder text = new StringBuilder();
    for (Setting<?> option : values.given()) {
      if (option.is(OptionMark.FINDING)) {
        text.append(option).append(values.texts(option)).append(' ');
      }
    }
    return text.toString();
  }

  /** How the first output is written. */
  FormOptions form(Console console, List<String> inputsShown) {
    boolean terminal = console.outIsTerminal() && outputs.output().isEmpty();
    return new FormOptions(
        false,
        outputs.site(),
        new TableOptions(
            judging.policy(),
            console.columns(),
            display.color.decide(terminal && !console.refusesColor()),
            display.verbose,
            display.quiet,
            outputs.all(),
            inputsShown,
            typed,
            display.top,
            display.grouping,
            terminal && !display.verbose ? console.lines() : 0));
  }

  /** Names of the options that keep connections or frames out of the run. */
  List<String> narrowedBy() {
    List<String> by = new ArrayList<>(narrowing.by());
    filter.ifPresent(text -> by.add(Settings.FILTER.name()));
    return by;
  }

  /** The inputs as given, by the names that may be shown. */
  List<String> inputs(Optional<Pseudonymizer> pseudonymizer) {
    return inputs.stream()
        .map(input -> pseudonymizer.map(p -> p.capture(input)).orElse(input))
        .toList();
  }

  /**
   * The endpoint list, with the services of the policy file.
   *
   * @throws CommandException if a list, a service or a stack that was asked for cannot be used
   */
  Catalogue catalogue(Console console) throws CommandException {
    Catalogue catalogue = judging.catalogue(console);
    if (!narrowing.services().isEmpty() || !narrowing.stacks().isEmpty()) {
      narrowing.check(catalogue);
    }
    return catalogue;
  }

  /** Returns whether clients are replaced before anything is reported. */
  boolean hasPseudonyms() {
    return pseudonymKey.isPresent();
  }

  /** Returns what replaces clients before anything is reported; empty where nothing does. */
  Optional<Pseudonymizer> pseudonymizer(Catalogue catalogue, Console console) {
    if (pseudonymKey.isEmpty()) {
      return Optional.empty();
    }
    PseudonymKey key = pseudonymKey.get();
    key.warning().ifPresent(console::warn);
    return Optional.of(Pseudonymizer.of(key, judging.policy(), () -> catalogue));
  }
}
