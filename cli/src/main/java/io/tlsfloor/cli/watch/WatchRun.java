package io.tlsfloor.cli.watch;

import io.tlsfloor.cli.metrics.Snapshot;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.report.model.LossKind;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.Tally;
import io.tlsfloor.report.model.WatchState;
import io.tlsfloor.rules.catalogue.ListVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Holds what a watch reports of itself: how it is doing, the run so far, and the whole run. */
final class WatchRun {
  private final String id = UUID.randomUUID().toString().replace("-", "");
  private final WatchClock clock;
  private final Instant begun;
  private final long begunNanos;
  private final List<String> given;
  private final List<String> narrowedBy;

  /** Describes a watch that begins now. */
  WatchRun(WatchOptions options, WatchClock clock) {
    this.clock = clock;
    begun = clock.now();
    begunNanos = clock.nanos();
    given = options.shown();
    narrowedBy = options.capturing().live().filter().isEmpty() ? List.of() : List.of("filter");
  }

  /**
   * The whole run.
   *
   * @param loop that has ended
   * @param undelivered what outputs lost
   */
  Run end(Tally tally, Snapshot snapshot, ListVersion list, PacketLoop loop, Losses undelivered) {
    return tally
        .run(
            frame(),
            new Run.Read(
                loop.inputs(),
                snapshot.reading().packets(),
                snapshot.reading().bytes(),
                loop.times().first(),
                loop.times().last()),
            list,
            Losses.of(loop.coverage()).and(drops(snapshot)).and(undelivered))
        .withId(id);
  }

  /** How it is doing, for lines that programs read. */
  WatchState state(Tally tally, Snapshot snapshot, ListVersion list) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("packets", snapshot.reading().packets());
    counts.put("bytes", snapshot.reading().bytes());
    counts.put("connections", snapshot.connections());
    counts.put("flagged", snapshot.flagged());
    counts.put(Loss.KERNEL_DROPS.id(), snapshot.live().kernelDrops());
    counts.put(Loss.INTERFACE_DROPS.id(), snapshot.live().interfaceDrops());
    counts.put(Loss.QUEUE_DROPS.id(), snapshot.live().queueDrops());
    counts.put(Loss.EVICTED_FLOWS.id(), snapshot.reading().evictedFlows());
    counts.put(Loss.BLIND_SECONDS.id(), snapshot.blindSeconds());
    counts.put(LossKind.LOST_LINES.id(), snapshot.lostLines());
    Runtime memory = Runtime.getRuntime();
    counts.put("memory_bytes", memory.totalMemory() - memory.freeMemory());
    Run soFar = soFar(tally, snapshot, list);
    List<WatchState.Interface> interfaces =
        snapshot.reading().interfaces().stream()
            .map(
                each ->
                    new WatchState.Interface(
                        each.name(),
                        each.engine(),
                        each.up(),
                        each.packets(),
                        each.bytes(),
                        each.stats().drops(),
                        each.blindSeconds()))
            .toList();
    return new WatchState(
        id,
        begun,
        clock.now(),
        Duration.ofNanos(clock.nanos() - begunNanos),
        given,
        narrowedBy,
        interfaces,
        counts,
        soFar.read().days(),
        tally.floor(),
        soFar.terms().list(),
        soFar.terms().listDate(),
        WatchState.InForce.of(soFar.terms().policy()));
  }

  /**
   * The run as far as it is. What the reading thread could not see, it alone knows until its end.
   */
  Run soFar(Tally tally, Snapshot snapshot, ListVersion list) {
    return tally.run(
        frame(),
        new Run.Read(
            List.of(),
            snapshot.reading().packets(),
            snapshot.reading().bytes(),
            Optional.of(begun),
            Optional.of(clock.now())),
        list,
        losses(snapshot).and(LossKind.GOES_ON, 1));
  }

  private static Losses losses(Snapshot snapshot) {
    return drops(snapshot)
        .and(LossKind.EVICTED_FLOWS, snapshot.reading().evictedFlows())
        .and(LossKind.LOST_LINES, snapshot.lostLines());
  }

  private static Losses drops(Snapshot snapshot) {
    return Losses.of(
        Map.of(
            LossKind.KERNEL_DROPS, snapshot.live().kernelDrops(),
            LossKind.INTERFACE_DROPS, snapshot.live().interfaceDrops(),
            LossKind.QUEUE_DROPS, snapshot.live().queueDrops(),
            LossKind.BLIND_SECONDS, snapshot.blindSeconds()));
  }

  private Tally.Frame frame() {
    return new Tally.Frame(begun, "watch " + begun, narrowedBy, false);
  }
}
