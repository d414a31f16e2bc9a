package io.tlsfloor.report.saved;

import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.Fixes;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.WatchState;
import io.tlsfloor.report.text.JsonLine;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * A line of {@code --format jsonl}. Written and read again it is the same, and all that takes saved
 * results takes it from here.
 */
public sealed interface SavedLine {
  /** Fields that repeat others, for those who read lines one by one. */
  Set<String> REPEATED = Set.of("message", "ecs", "rule", "related");

  /** Takes what lines hold, in their order. */
  interface Taker {
    /** A line of {@code tlsfloor.connection}. */
    void connection(Origin origin, Result result) throws IOException;

    /**
     * A line of {@code tlsfloor.client}: what comes until the next run line belongs to that run.
     */
    void client(Origin origin, ClientDay client) throws IOException;

    /** A line of {@code tlsfloor.start} or {@code tlsfloor.stats}: a watch was there. */
    void watch(Origin origin, WatchState state) throws IOException;

    /** A line of {@code tlsfloor.run}, which ends its run. */
    void run(Origin origin, Run run) throws IOException;
  }

  /** A line of {@code tlsfloor.connection}. */
  record OfConnection(Origin origin, Result result) implements SavedLine {
    @Override
    public void fields(JsonLine json) throws IOException {
      ConnectionLine.write(json, result, origin);
    }

    @Override
    public void to(Taker taker) throws IOException {
      taker.connection(origin, result);
    }
  }

  /** A line of {@code tlsfloor.client}. */
  record OfClient(Origin origin, ClientDay client) implements SavedLine {
    @Override
    public void fields(JsonLine json) throws IOException {
      ClientLine.write(json, client, origin);
    }

    @Override
    public void to(Taker taker) throws IOException {
      taker.client(origin, client);
    }
  }

  /** A line of {@code tlsfloor.start} or {@code tlsfloor.stats}. */
  record OfWatch(Origin origin, WatchState state) implements SavedLine {
    @Override
    public void fields(JsonLine json) throws IOException {
      WatchLine.write(json, state, origin.site());
    }

    @Override
    public void to(Taker taker) throws IOException {
      taker.watch(origin, state);
    }
  }

  /**
   * A line of {@code tlsfloor.run}.
   *
   * @param fixes what to do, where that is asked for: not read back, as connections tell it
   */
  record OfRun(Origin origin, Run run, Optional<Fixes> fixes) implements SavedLine {
    @Override
    public void fields(JsonLine json) throws IOException {
      RunLine.write(json, run, origin.site(), fixes);
    }

    @Override
    public void to(Taker taker) throws IOException {
      taker.run(origin, run);
    }
  }

  /** Writes its fields. */
  void fields(JsonLine json) throws IOException;

  /** Hands it on. */
  void to(Taker taker) throws IOException;

  /**
   * Reads a line.
   *
   * @throws SavedLineException if it is no line of results
   */
  static SavedLine of(byte[] line) {
    Fields fields = Fields.of(line, REPEATED);
    String dataset = fields.object("event").needed("dataset");
    return switch (dataset) {
      case "tlsfloor.connection" -> new OfConnection(Origin.of(fields), ConnectionLine.of(fields));
      case "tlsfloor.client" -> new OfClient(Origin.of(fields), ClientLine.of(fields));
      case WatchLine.START, WatchLine.STATS -> new OfWatch(Origin.of(fields), WatchLine.of(fields));
      case "tlsfloor.run" -> new OfRun(Origin.of(fields), RunLine.of(fields), Optional.empty());
      default -> throw new SavedLineException("its event.dataset is none of tlsfloor's");
    };
  }
}
