package io.tlsfloor.cli.scan;

import io.tlsfloor.capture.chain.ChainResult;
import io.tlsfloor.capture.connection.CaptureTwins;
import io.tlsfloor.capture.connection.CaptureTwins.Begin;
import io.tlsfloor.capture.file.CaptureSet.Capture;
import io.tlsfloor.capture.file.CaptureSet.Unread;
import io.tlsfloor.capture.record.ConnectionFrames;
import io.tlsfloor.capture.record.FrameKeeper;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.evidence.EvidenceWriter;
import io.tlsfloor.cli.policy.CatalogueLoader;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.report.model.LossKind;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.report.model.ReportJoin;
import io.tlsfloor.report.model.ReportedNames;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.Tally;
import io.tlsfloor.report.output.Ledger;
import io.tlsfloor.report.output.Ledger.Seen;
import io.tlsfloor.report.output.Outputs;
import io.tlsfloor.rules.ExemptionUse;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Severity;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.catalogue.ListVersion;
import io.tlsfloor.rules.judge.Judge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One run: what {@link ScanReading} reads is judged, counted, and reported to all outputs. */
final class Scan implements ScanReading.Sink {
  private final ScanOptions options;
  private final Inputs inputs;
  private final @Nullable ChainEngine engine;
  private final Catalogue catalogue;
  private final Outputs outputs;
  private final Console console;
  private final Tally tally;
  private Losses losses = Losses.NONE; // of all chains
  private final Ledger ledger;
  private final ExemptionUse exemptions;
  private final InputLog log;
  private final @Nullable EvidenceWriter evidence;
  private @Nullable Judge judge;
  private @Nullable CaptureTwins<Optional<ConnectionFrames>> twins;
  private long filtered; // frames that the filter kept out
  private final LogInputs logs;
  private final ReportJoin join;
  private final ReportedNames reported = new ReportedNames();
  private int finished; // captures
  private final boolean mayMeetReports;
  private long firstNanos = Long.MAX_VALUE;
  private long lastNanos = Long.MIN_VALUE;

  /**
   * A run.
   *
   * @param engine that reads the captures; null for this process
   * @param evidence takes what proves each finding; null for none
   */
  Scan(
      ScanOptions options,
      Inputs inputs,
      @Nullable ChainEngine engine,
      Catalogue catalogue,
      Outputs outputs,
      @Nullable EvidenceWriter evidence,
      Console console) {
    this.evidence = evidence;
    this.options = options;
    this.inputs = inputs;
    this.engine = engine;
    this.catalogue = catalogue;
    this.outputs = outputs;
    this.console = console;
    log = new InputLog(console, options.display().verbose());
    join = new ReportJoin(options.judging().policy());
    logs = new LogInputs(this::tellLogged, log, console, options.dates());
    tally = new Tally(options.judging().policy(), outputs::shown);
    exemptions = new ExemptionUse(options.judging().policy());
    boolean one = (engine == null ? inputs.count() : engine.count()) == 1;
    ledger = new Ledger(tally, outputs, one ? Seen.ONCE : Seen.IN_SEVERAL, exemptions::count);
    mayMeetReports =
        inputs.standardInput()
            || (engine == null ? inputs.logs().holdsReports() : engine.holdsReports());
  }

  /**
   * Reads everything, and reports all of it.
   *
   * @throws CommandException if nothing could be read after all
   * @throws IOException if the output fails
   */
  Run run(ProgressDisplay progress) throws CommandException, IOException {
    Instant begun = Instant.now();
    for (Unread failed : inputs.failed()) {
      log.add(failed);
    }
    inputs.logs().unread().forEach(log::addLog);
    ledger.nextCaptureAt(nextCapture());
    try {
      if (engine == null) {
        new ScanReading(options, inputs, logs, log, evidence, progress, this, console).run();
      } else {
        engine.run(options.judging().timeout(), options.judging().policy().homeNetworks(), this);
        engine.readLogs(options.dates(), this::tellLogged, logs::add);
      }
      twins().end();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    progress.close();
    log.end();
    if (!console.interrupted()) {
      log.refuseNothing();
    }
    tally.clients().named(logs.clientNames());
    tellReports();
    lookedAt();
    ledger.end(reported.names());
    Run run = run(begun, catalogue.version());
    outputs.run(run);
    if (options.outputs().leavesOutTheRun()) {
      run.terms().leftOut().ifPresent(left -> console.warn(left.text()));
    }
    if (!run.course().interrupted() && run.terms().leftOut().isEmpty()) {
      exemptions.unused().forEach(console::warn);
      Instant now = console.now();
      run.read()
          .last()
          .flatMap(last -> CatalogueLoader.notice(catalogue.version(), last, now))
          .ifPresent(console::warn);
    }
    return run;
  }

  /** While the first connections are read there is time to load what judges them. */
  @Override
  public void begun() {
    judge();
  }

  @Override
  public void finished(ChainResult chain) throws IOException {
    if (!chain.inputs().isEmpty()) {
      twins().finished(chain.inputs().get(chain.inputs().size() - 1).name());
    }
    chain.inputs().forEach(log::add);
    losses = losses.and(Losses.of(chain.coverage()));
    tally.clients().named(chain.clientNames());
    losses = losses.and(LossKind.KERNEL_DROPS, chain.droppedByCapture());
    filtered += chain.filtered();
    if (chain.firstNanos() <= chain.lastNanos()) {
      tally
          .days()
          .watched(
              time(chain.firstNanos(), Long.MAX_VALUE).orElseThrow(),
              time(chain.lastNanos(), Long.MIN_VALUE).orElseThrow(),
              chain.inputs().stream().mapToLong(ChainResult.Input::packets).sum(),
              chain.droppedByCapture(),
              0);
    }
    firstNanos = Math.min(firstNanos, chain.firstNanos());
    lastNanos = Math.max(lastNanos, chain.lastNanos());
    lookedAt();
    finished += chain.inputs().size();
    ledger.nextCaptureAt(nextCapture());
  }

  /** When the first of the captures begins that no finished chain has. */
  private Optional<Instant> nextCapture() {
    List<Begin> captures = captures();
    return finished < captures.size() && captures.get(finished).firstNanos().isPresent()
        ? time(captures.get(finished).firstNanos().getAsLong(), Long.MAX_VALUE)
        : Optional.empty();
  }

  /** In the order of their first packets. */
  private List<Begin> captures() {
    return engine != null
        ? engine.captures()
        : inputs.captures().stream()
            .map(capture -> new Begin(capture.path().toString(), capture.first()))
            .toList();
  }

  @Override
  public void connection(TlsConnection connection) throws IOException {
    connection(connection, null);
  }

  /** Asks for what proves a connection now, also if it waits for a twin. */
  @Override
  public void connection(TlsConnection connection, @Nullable FrameKeeper keeper)
      throws IOException {
    Optional<ConnectionFrames> proof =
        keeper != null && judge().judge(connection).flagged()
            ? Optional.of(keeper.told())
            : Optional.empty();
    twins().connection(connection, proof);
  }

  private CaptureTwins<Optional<ConnectionFrames>> twins() {
    if (twins == null) {
      twins =
          new CaptureTwins<>(
              captures(), options.judging().policy().homeNetworks()::contains, this::tellUnchecked);
    }
    return twins;
  }

  /** Reports wait for the wire, on which their machines may be seen. */
  private void tellLogged(TlsConnection connection) {
    try {
      if (connection.report().isEmpty() || !join.report(judge().judge(connection))) {
        tell(connection, Optional.empty());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void tellReports() throws IOException {
    for (TlsConnection each : join.joined(tally.clients()::namesOf)) {
      tell(each, Optional.empty());
    }
    if (!captures().isEmpty() || inputs.standardInput() || logs.connections() > 0) {
      tally.reports(join.onOneSide());
    }
  }

  private void tellUnchecked(TlsConnection connection, Optional<ConnectionFrames> frames) {
    try {
      tell(connection, frames);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void tell(TlsConnection connection, Optional<ConnectionFrames> frames)
      throws IOException {
    Judgement judgement = judge().judge(connection);
    if (!admits(judgement)) {
      tally.leaveOut(judgement);
      return;
    }
    Optional<Ledger.Entry> entry = ledger.tell(judgement);
    if (entry.isEmpty()) {
      return; // another capture has shown it as it is
    }
    if (connection.report().isPresent()) {
      reported.add(judgement);
    } else if (mayMeetReports) {
      join.wire(judgement);
    }
    if (judgement.flagged() && evidence != null && frames.isPresent()) {
      evidence.add(judgement, frames.get());
    }
  }

  private boolean admits(Judgement judgement) {
    return !options.narrowing().isAny() || options.narrowing().admits(judgement, firstOfAll());
  }

  /** The worst severity of flagged connections; empty for none. */
  Optional<Severity> worst() {
    return tally.worst();
  }

  /** Captures are in the order of their first packets. */
  private Optional<Instant> firstOfAll() {
    if (engine != null) {
      return engine.first();
    }
    return inputs.captures().stream()
        .map(Capture::first)
        .filter(OptionalLong::isPresent)
        .findFirst()
        .flatMap(first -> time(first.getAsLong(), Long.MAX_VALUE))
        .or(() -> inputs.logs().first());
  }

  private Judge judge() {
    if (judge == null) {
      judge = new Judge(options.judging().policy(), catalogue);
    }
    return judge;
  }

  private Run run(Instant begun, ListVersion list) throws IOException {
    long packets = 0;
    long bytes = 0;
    for (Run.Input input : log.all()) {
      packets += input.packets();
      bytes += input.bytes();
    }
    logs.earliest(Optional.empty())
        .ifPresent(
            from ->
                logs.latest(Optional.empty())
                    .ifPresent(to -> tally.days().watched(from, to, 0, 0, 0)));
    Losses missed = losses.and(logs.losses()).and(outputs.settle());
    if (options.filter().isPresent()) {
      missed = missed.and(LossKind.FILTERED_FRAMES, filtered);
    }
    if (evidence != null) {
      evidence.commit();
      missed = missed.and(LossKind.LOST_EVIDENCE, evidence.lost());
    }
    return tally.run(
        new Tally.Frame(begun, options.judged(), options.narrowedBy(), console.interrupted()),
        new Run.Read(
            log.all(),
            packets,
            bytes,
            logs.earliest(time(firstNanos, Long.MAX_VALUE)),
            logs.latest(time(lastNanos, Long.MIN_VALUE))),
        list,
        missed);
  }

  /** From the first packet that was read to the last, as far as it is known. */
  private void lookedAt() {
    ledger.lookedAt(
        logs.earliest(time(firstNanos, Long.MAX_VALUE)).orElse(Instant.MAX),
        logs.latest(time(lastNanos, Long.MIN_VALUE)).orElse(Instant.MIN));
  }

  private static Optional<Instant> time(long nanos, long none) {
    return nanos == none ? Optional.empty() : Optional.of(Instant.ofEpochSecond(0, nanos));
  }
}
