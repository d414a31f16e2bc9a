package io.tlsfloor.cli.watch;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.live.CaptureException;
import io.tlsfloor.capture.live.InterfaceCapture;
import io.tlsfloor.capture.live.LiveStats;
import io.tlsfloor.capture.live.MergedCapture;
import io.tlsfloor.capture.track.Analyzer;
import io.tlsfloor.capture.track.AnalyzerOptions;
import io.tlsfloor.capture.track.Loss;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.judging.Losses;
import io.tlsfloor.cli.judging.Tally;
import io.tlsfloor.cli.judging.UnusedExemptions;
import io.tlsfloor.cli.metrics.MetricsServer;
import io.tlsfloor.cli.metrics.Snapshot;
import io.tlsfloor.cli.report.ClientSummary;
import io.tlsfloor.cli.report.InputSummary;
import io.tlsfloor.cli.report.LossCount;
import io.tlsfloor.cli.report.RunSummary;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.rules.ExemptionUse;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.catalogue.ListVersion;
import io.tlsfloor.rules.judge.Judge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The loop of a watch: frames to the analyzer, connections to the judge and the output, and now and
 * then a look at everything else. One thread does all of it.
 */
final class Watch {
  private static final long NANOS = 1_000_000_000L;
  private static final int BATCH = 256; // frames between looks at the clock
  private static final long LOOK_NANOS = 100_000_000L;
  private static final long PUBLISH_NANOS = NANOS;
  private static final long WAIT_NANOS = 50_000_000L;
  private static final long LATE_NANOS = 400_000_000L; // a frame may still be on its way that long
  private static final long HOUR_NANOS = 3600 * NANOS;
  private static final long DROPS_NANOS = 60 * NANOS;

  private final WatchOptions options;
  private final MergedCapture capture;
  private final WatchOutput output;
  private final Console console;
  private final Optional<MetricsServer> metrics;
  private final Heartbeat heartbeat;
  private final Judge judge;
  private final ListVersion list;
  private final Tally tally;
  private final ExemptionUse exemptions;
  private final Analyzer analyzer;
  private final Frame frame = new Frame();
  private final Instant begun = Instant.now();
  private final long begunNanos = System.nanoTime();
  private Snapshot snapshot = Snapshot.NONE;
  private String source = "";
  private long firstNanos = Long.MAX_VALUE;
  private long lastNanos = Long.MIN_VALUE;
  private long busyNanos;
  private long lookedAt = begunNanos;
  private long publishedAt = begunNanos;
  private long clientsAt = begunNanos;
  private Instant clientsSince = begun;
  private long dropsAt = begunNanos - DROPS_NANOS;
  private long dropsTold;
  private int hangups;
  private int statusRequests;
  private @Nullable CaptureException broken;

  Watch(
      WatchOptions options,
      MergedCapture capture,
      Catalogue catalogue,
      WatchOutput output,
      Optional<MetricsServer> metrics,
      Heartbeat heartbeat,
      Console console) {
    this.options = options;
    this.capture = capture;
    this.output = output;
    this.metrics = metrics;
    this.heartbeat = heartbeat;
    this.console = console;
    judge = new Judge(options.judging().policy(), catalogue);
    list = catalogue.version();
    tally = new Tally(options.judging().policy());
    exemptions = new ExemptionUse(options.judging().policy());
    AnalyzerOptions standard =
        AnalyzerOptions.standard(options.judging().policy().homeNetworks()::contains);
    analyzer =
        new Analyzer(
            new AnalyzerOptions(
                options.judging().timeout(),
                standard.home(),
                standard.maxFlows(),
                standard.maxHeldBytes()),
            this::connection);
    statusRequests = console.statusRequests(); // begins to listen
    hangups = options.output().isPresent() ? console.hangups() : 0;
  }

  /**
   * Watches until a signal, {@code --duration}, {@code --count} or a failure ends it, and tells the
   * end.
   *
   * @throws CaptureException if capture broke off by itself, after the closing record
   * @throws IOException if the output is over with
   */
  RunSummary run() throws IOException {
    try {
      heartbeat.ready();
      loop();
      heartbeat.stopping();
      analyzer.end();
      output.clients(clients());
      RunSummary run = summary(output.settle());
      output.run(run);
      UnusedExemptions.pointOut(exemptions, console);
      if (broken != null && broken.kind() != CaptureException.Kind.NO_INTERFACE) {
        throw broken;
      }
      return run;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void loop() throws IOException {
    while (true) {
      long before = System.nanoTime();
      boolean any = batch();
      long now = System.nanoTime();
      if (any) {
        busyNanos += now - before;
      } else {
        capture.await(WAIT_NANOS);
        analyzer.tick(wallNanos() - LATE_NANOS);
        now = System.nanoTime();
      }
      if (now - lookedAt >= LOOK_NANOS) {
        lookedAt = now;
        look(now);
      }
      if (ends(now)) {
        return;
      }
    }
  }

  private boolean batch() {
    for (int i = 0; i < BATCH; i++) {
      if (counted() || !capture.poll(frame)) {
        return i > 0;
      }
      String from = capture.name();
      if (!from.equals(source)) {
        source = from;
        analyzer.begin(from);
      }
      long time = frame.timeNanos();
      firstNanos = Math.min(firstNanos, time);
      lastNanos = Math.max(lastNanos, time);
      analyzer.frame(frame);
    }
    return true;
  }

  private boolean counted() {
    return options.count().isPresent() && capture.packets() >= options.count().getAsLong();
  }

  private boolean ends(long now) {
    return console.interrupted()
        || broken != null
        || counted()
        || options.duration().isPresent() && now - begunNanos >= options.duration().get().toNanos();
  }

  private static long wallNanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * NANOS + now.getNano();
  }

  /** Called by the analyzer for each connection. */
  private void connection(TlsConnection connection) {
    Judgement judgement = judge.judge(connection);
    tally.add(judgement);
    exemptions.count(judgement);
    metrics.ifPresent(server -> server.count(judgement));
    if (judgement.flagged() || options.judging().all()) {
      try {
        output.connection(judgement);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Everything but packets. */
  private void look(long now) throws IOException {
    capture.check();
    try {
      capture.isOpen();
    } catch (CaptureException e) {
      broken = e;
      output.event(String.valueOf(e.getMessage()));
    }
    if (now - publishedAt >= PUBLISH_NANOS) {
      publish(now);
    }
    output.tick(snapshot);
    heartbeat.beat(LineText.status(snapshot));
    signals();
    if (now - clientsAt >= HOUR_NANOS) {
      clientsAt = now;
      Instant since = clientsSince;
      clientsSince = Instant.now();
      output.clients(
          clients().stream().filter(client -> !client.lastSeen().isBefore(since)).toList());
    }
  }

  private List<ClientSummary> clients() {
    tally.clients().named(analyzer.clientNames());
    return tally.clients().summaries();
  }

  private void signals() {
    int asked = console.statusRequests();
    if (asked != statusRequests) {
      statusRequests = asked;
      publish(System.nanoTime());
      console.note("status: " + LineText.status(snapshot));
    }
    if (options.output().isPresent()) {
      int hung = console.hangups();
      if (hung != hangups) {
        hangups = hung;
        output.reopen();
      }
    }
  }

  private void publish(long now) {
    LiveStats live = capture.stats();
    long packets = capture.packets();
    long elapsed = Math.max(1, now - publishedAt);
    int up = 0;
    for (InterfaceCapture one : capture.interfaces()) {
      up += one.isUp() ? 1 : 0;
    }
    snapshot =
        new Snapshot(
            packets,
            capture.bytes(),
            Math.round((packets - snapshot.packets()) * (double) NANOS / elapsed),
            live,
            analyzer.flows(),
            analyzer.coverage().count(Loss.EVICTED_FLOWS),
            tally.connections(),
            tally.flagged(),
            busyNanos,
            output.lost(),
            output.lostMessages(),
            up,
            capture.interfaces().size() - up);
    publishedAt = now;
    metrics.ifPresent(server -> server.publish(snapshot));
    if (live.drops() > dropsTold && now - dropsAt >= DROPS_NANOS) {
      output.event(
          "packets were dropped: "
              + live.kernelDrops()
              + " by the kernel, "
              + live.interfaceDrops()
              + " by the interface, "
              + live.queueDrops()
              + " by our own queue so far");
      dropsTold = live.drops();
      dropsAt = now;
    }
  }

  private RunSummary summary(List<LossCount> undelivered) {
    publish(System.nanoTime());
    Losses losses = new Losses();
    losses.add(analyzer.coverage());
    losses.add(Loss.KERNEL_DROPS, snapshot.live().kernelDrops());
    losses.add(Loss.INTERFACE_DROPS, snapshot.live().interfaceDrops());
    losses.add(Loss.QUEUE_DROPS, snapshot.live().queueDrops());
    List<InputSummary> inputs = new ArrayList<>();
    for (InterfaceCapture one : capture.interfaces()) {
      inputs.add(
          new InputSummary(
              one.name(), one.packets(), one.bytes(), Optional.empty(), Optional.empty()));
    }
    List<LossCount> coverage = losses.counts(0, tally.halfSeen(), tally.clients().dropped());
    coverage.addAll(undelivered);
    Instant now = Instant.now();
    return new RunSummary(
        inputs,
        capture.packets(),
        capture.bytes(),
        tally.connections(),
        tally.clients().clients(),
        tally.bothSides(),
        tally.flagged(),
        tally.excepted(),
        tally.belowThreshold(),
        tally.findings(),
        coverage,
        losses.unsupported(),
        list.version().orElse(list.source()),
        list.date().map(Object::toString),
        time(firstNanos, Long.MAX_VALUE),
        time(lastNanos, Long.MIN_VALUE),
        now,
        Duration.between(begun, now),
        false,
        options.judging().policy().floor(),
        options.judging().policy().anyService(),
        Optional.empty());
  }

  private static Optional<Instant> time(long nanos, long none) {
    return nanos == none
        ? Optional.empty()
        : Optional.of(
            Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS)));
  }
}
