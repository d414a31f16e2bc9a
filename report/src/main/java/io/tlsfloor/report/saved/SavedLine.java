package io.tlsfloor.report.saved;

import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.Fixes.Fix;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.WatchState;
import io.tlsfloor.report.text.JsonLine;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A line of {@code --format jsonl}. Written and read again it is the same, and all that takes saved
 * results takes it from here.
 */
public sealed interface SavedLine {
  /** Fields that repeat others, for those who read lines one by one. */
  Set<String> REPEATED = Set.of("ecs", "rule", "related");

  /** What a line is of. */
  Scalar<String> DATASET = Scalar.text(RunLine.DATASET);

  /** Takes what lines hold, in their order. */
  interface LineHandler {
    /** A line of {@code tlsfloor.connection}. */
    void connection(Origin origin, Result result) throws IOException;

    /**
     * A line of {@code tlsfloor.client}: what comes until the next run line belongs to that run.
     */
    void client(Origin origin, ClientDay client) throws IOException;

    /**
     * A line of {@code tlsfloor.start}, {@code tlsfloor.stats} or {@code tlsfloor.policy}: a watch
     * was there.
     */
    void watch(Origin origin, WatchState state) throws IOException;

    /** A line of {@code tlsfloor.run}, which ends its run. */
    void run(Origin origin, Run run) throws IOException;
  }

  /** A line of {@code tlsfloor.connection}. */
  record OfConnection(Origin origin, Result result) implements SavedLine {
    @Override
    public void fields(JsonLine json) throws IOException {
      Fields.write(json, this, ConnectionLine::fields);
    }

    @Override
    public void to(LineHandler taker) throws IOException {
      taker.connection(origin, result);
    }
  }

  /** A line of {@code tlsfloor.client}. */
  record OfClient(Origin origin, ClientDay client) implements SavedLine {
    @Override
    public void fields(JsonLine json) throws IOException {
      Fields.write(json, this, ClientLine::fields);
    }

    @Override
    public void to(LineHandler taker) throws IOException {
      taker.client(origin, client);
    }
  }

  /** A line of {@code tlsfloor.start} or {@code tlsfloor.stats}. */
  record OfWatch(Origin origin, WatchState state) implements SavedLine {
    @Override
    public void fields(JsonLine json) throws IOException {
      if (state.isChange()) {
        Fields.write(json, this, WatchLine::policy);
      } else {
        Fields.write(json, this, state.isStart() ? WatchLine::start : WatchLine::stats);
      }
    }

    @Override
    public void to(LineHandler taker) throws IOException {
      taker.watch(origin, state);
    }
  }

  /**
   * A line of {@code tlsfloor.run}.
   *
   * @param clients how many of its clients fare how
   * @param fixes what to do, where that is asked for
   */
  record OfRun(Origin origin, Run run, ClientCounts clients, Optional<List<Fix>> fixes)
      implements SavedLine {
    @Override
    public void fields(JsonLine json) throws IOException {
      Fields.write(json, this, RunLine::fields);
    }

    @Override
    public void to(LineHandler taker) throws IOException {
      taker.run(origin, run);
    }
  }

  /** Who wrote it. */
  Origin origin();

  /** Writes its fields. */
  void fields(JsonLine json) throws IOException;

  /** Hands it on. */
  void to(LineHandler taker) throws IOException;

  /**
   * Reads a line.
   *
   * @throws SavedLineException if it is no line of results
   */
  static SavedLine of(byte[] line) {
    Map<?, ?> fields = FieldTree.read(line, REPEATED);
    String dataset = Fields.read(fields, SavedLine::dataset);
    return switch (dataset) {
      case ConnectionLine.DATASET -> Fields.read(fields, ConnectionLine::fields);
      case ClientLine.DATASET -> Fields.read(fields, ClientLine::fields);
      case WatchLine.START -> Fields.read(fields, WatchLine::start);
      case WatchLine.STATS -> Fields.read(fields, WatchLine::stats);
      case WatchLine.POLICY -> Fields.read(fields, WatchLine::policy);
      case RunLine.DATASET -> Fields.read(fields, RunLine::fields);
      default -> throw new SavedLineException("its event.dataset is none of tlsfloor's");
    };
  }

  /** Returns when a line says that it was written; empty where it does not. */
  static Optional<Instant> time(byte[] line) {
    return Fields.<SavedLine, Optional<Instant>>read(
        FieldTree.read(line, REPEATED),
        each -> each.any("@timestamp", "", Scalar.TIME, none -> Optional.empty()));
  }

  /** What a line is of: {@code tlsfloor.run}, …; empty where it does not say. */
  private static String dataset(Fields<SavedLine> line) throws IOException {
    return line.begin("event", "").needed("dataset", "", DATASET, each -> "");
  }
}
