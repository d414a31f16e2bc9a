package io.tlsfloor.cli.watch;

import io.tlsfloor.capture.live.CaptureException;
import io.tlsfloor.capture.live.InterfaceInfo;
import io.tlsfloor.capture.live.MergedCapture;
import io.tlsfloor.capture.live.pcap.PcapInterfaces;
import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.command.FullMemory;
import io.tlsfloor.cli.command.Tables;
import io.tlsfloor.cli.evidence.EvidenceWriter;
import io.tlsfloor.cli.metrics.MetricsServer;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.cli.output.InventoryTarget;
import io.tlsfloor.cli.output.OutputPlan;
import io.tlsfloor.cli.output.Places;
import io.tlsfloor.cli.policy.CatalogueLoader;
import io.tlsfloor.report.form.FormOptions;
import io.tlsfloor.report.form.table.TableOptions;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.output.Outputs;
import io.tlsfloor.report.pseudonym.PseudonymKey;
import io.tlsfloor.report.pseudonym.Pseudonymizer;
import io.tlsfloor.report.text.Column;
import io.tlsfloor.rules.catalogue.Catalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.cli.CommandLine;
import org.jspecify.annotations.Nullable;

/** {@code tlsfloor watch}: captures interfaces and reports findings as they happen. */
public final class WatchCommand implements Command {
  private static final List<Column<InterfaceInfo>> INTERFACES =
      List.of(
          Column.sentences("name", InterfaceInfo::name),
          Column.sentences("state", one -> one.up() ? "up" : "down"),
          Column.sentences("link", InterfaceInfo::linkType),
          Column.sentences(
              "addresses",
              one -> one.addresses().isEmpty() ? "-" : String.join(" ", one.addresses())),
          Column.sentences("description", InterfaceInfo::description));

  @Override
  public String name() {
    return "watch";
  }

  @Override
  public String summary() {
    return "Captures interfaces and reports findings as they happen.";
  }

  @Override
  public String arguments() {
    return "";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("tlsfloor watch --list", "the interfaces that can be captured"),
        new Example("tlsfloor watch -i eth0", "findings on the terminal, until Ctrl-C"),
        new Example(
            "tlsfloor watch -i eth0,eth1 --user nobody",
            "both sides of a gateway, with few rights"),
        new Example(
            "tlsfloor watch -i eth0 --output findings.jsonl",
            "JSON Lines to a file that logrotate rotates and an agent follows"),
        new Example(
            "tlsfloor watch -i eth0 --evidence /var/lib/tlsfloor/evidence",
            "with the packets that prove each finding"),
        new Example(
            "tlsfloor watch --config tlsfloor.conf --check-config",
            "whether a configuration file is good"));
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandException, IOException {
    Values values = new Values(name(), line);
    if (values.has(Settings.LIST)) {
      list(console);
      return ExitCode.CLEAN;
    }
    ConfigFile.refuseOperation(values);
    console.waitForNoReader();
    ConfigFile config = ConfigFile.of(values);
    WatchOptions options = config.options(values);
    if (options.quiet()) {
      console.quiet();
    }
    if (values.has(Settings.CHECK_CONFIG)) {
      try {
        catalogue(options, console);
        ConfigCheck.run(options, console);
        Restart.check(options.kept(values), console);
      } catch (CommandException e) {
        throw config.placed(e, values);
      }
      console.out().write(config.good(options).getBytes(StandardCharsets.UTF_8));
      return ExitCode.CLEAN;
    }
    if (!options.quiet()) {
      config.path().ifPresent(file -> console.note(ConfigFile.note(file, values)));
    }
    Optional<String> user = values.last(Settings.USER);
    if (user.isPresent() && !options.quiet()) {
      console.note(Rights.of(user.get()));
    }
    Catalogue catalogue = catalogue(options, console);
    options.pseudonymKey().flatMap(PseudonymKey::warning).ifPresent(console::warn);
    Optional<Pseudonymizer> pseudonymizer =
        options
            .pseudonymKey()
            .map(key -> Pseudonymizer.ofWatch(key, options.judging().policy(), () -> catalogue));
    Screen screen =
        new Screen(
            console, isTerminal(options, console) && console.errIsTerminal() && !options.quiet());
    Consumer<String> notes = options.quiet() ? what -> {} : screen::noteLater;
    try (Outputs outputs = outputs(options, pseudonymizer, screen, console);
        @Nullable EvidenceWriter evidence = evidence(options, catalogue, screen);
        Heartbeat heartbeat = Heartbeat.of(console);
        @Nullable MetricsServer metrics = metrics(options);
        MergedCapture capture = open(options, catalogue, notes, screen, console);
        Watch watch =
            new Watch(
                options,
                capture,
                catalogue,
                () -> {
                  WatchOptions again = ConfigFile.of(values).options(values);
                  return new Watch.Judging(
                      again.judging().policy(),
                      again.judging().catalogue(console),
                      Restart.changed(options.kept(values), again.kept(values)));
                },
                outputs,
                screen,
                evidence,
                metrics,
                heartbeat,
                Watch.Every.STANDARD,
                WatchClock.SYSTEM,
                console)) {
      outputs.live();
      Restart.leave(options.kept(values), console);
      Run run = run(watch);
      List<String> undelivered = new ArrayList<>(outputs.finish());
      if (evidence != null) {
        evidence.undelivered().ifPresent(undelivered::add);
      }
      screen.erase();
      for (String each : undelivered) {
        console.error(each, "");
      }
      if (outputs.failure().isPresent()) {
        throw outputs.failure().get();
      }
      return undelivered.isEmpty() ? exitCode(run) : ExitCode.FAULT;
    } catch (CaptureException e) {
      throw new CommandException(ExitCode.FAULT, String.valueOf(e.getMessage()), e.hint(), e);
    }
  }

  /** Ends at once without memory: to close what is open first would need some. */
  private static Run run(Watch watch) throws IOException {
    try {
      return watch.run();
    } catch (OutOfMemoryError e) {
      FullMemory.end(e);
      throw e;
    }
  }

  private static void list(Console console) throws CommandException, IOException {
    try {
      String table = Tables.titled(INTERFACES, PcapInterfaces.list(), console.width());
      console.out().write(table.getBytes(StandardCharsets.UTF_8));
    } catch (CaptureException e) {
      throw new CommandException(ExitCode.FAULT, String.valueOf(e.getMessage()), e.hint(), e);
    }
  }

  /** From here on packets come, so what else takes time is done before. */
  private static MergedCapture open(
      WatchOptions options,
      Catalogue catalogue,
      Consumer<String> notes,
      Screen screen,
      Console console)
      throws CommandException {
    if (console.errIsTerminal()) {
      Engines.refuseTypingErrors(options.capturing().interfaces());
    }
    console.statusRequests(); // begins to listen: SIGUSR1 must not end a watch that warms up
    WarmUp.before(options, catalogue, console);
    return Engines.open(options, notes, screen::eventLater);
  }

  private static @Nullable EvidenceWriter evidence(
      WatchOptions options, Catalogue catalogue, Screen screen) throws CommandException {
    return options.evidence().isEmpty()
        ? null
        : new EvidenceWriter(
            options.evidence().get(),
            EvidenceWriter.Of.WATCH,
            catalogue.version(),
            Clock.systemUTC(),
            screen::eventLater);
  }

  private static @Nullable MetricsServer metrics(WatchOptions options) throws CommandException {
    return options.metrics().isEmpty() ? null : MetricsServer.at(options.metrics().get());
  }

  private static Catalogue catalogue(WatchOptions options, Console console)
      throws CommandException {
    Catalogue catalogue = options.judging().catalogue(console);
    Instant now = console.now();
    CatalogueLoader.notice(catalogue.version(), now, now).ifPresent(console::warn);
    return catalogue;
  }

  private static Outputs outputs(
      WatchOptions options, Optional<Pseudonymizer> pseudonymizer, Screen screen, Console console)
      throws IOException {
    boolean terminal = isTerminal(options, console);
    OutputPlan plan = options.outputs(terminal);
    if (plan.inventory().isPresent()) {
      InventoryTarget target = plan.inventory().get().settledForWatch(console::warn);
      plan = plan.into(target);
      if (!options.quiet()) {
        console.note("results are kept in " + target.shown());
      }
    }
    FormOptions form =
        new FormOptions(
            true,
            plan.site(),
            new TableOptions(
                options.judging().policy(),
                console.columns(),
                options.color().decide(terminal && !console.refusesColor()),
                false,
                false,
                options.judging().all(),
                options.capturing().interfaces()));
    return plan.open(
        Places.ofWatch(console, screen.standardOutput(), screen::eventLater),
        form,
        false,
        pseudonymizer);
  }

  private static boolean isTerminal(WatchOptions options, Console console) {
    return options.outputs().output().isEmpty() && console.outIsTerminal();
  }

  private static ExitCode exitCode(Run run) {
    if (run.found().flagged() > 0) {
      return ExitCode.FLAGGED;
    }
    return run.missed().hides() ? ExitCode.LOSS : ExitCode.CLEAN;
  }
}
