package io.tlsfloor.report.saved;

import io.tlsfloor.report.model.WatchState;
import io.tlsfloor.report.text.JsonLine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The lines of datasets {@code tlsfloor.start} and {@code tlsfloor.stats}, written and read. */
public final class WatchLine {
  static final String START = "tlsfloor.start";

  private WatchLine() {}

  /** Which watch another line is of; nothing where it is of none. */
  static void of(JsonLine json, Optional<String> watch) throws IOException {
    if (watch.isPresent()) {
      json.object("run");
      json.text("id", watch.get());
      json.endObject();
    }
  }

  /** Writes the fields of the first line of a watch. */
  public static void start(JsonLine json, WatchState watch, Optional<String> site)
      throws IOException {
    head(json, watch, site, "start", "tlsfloor.start");
    json.texts("options", watch.options());
    json.texts("interfaces", watch.interfaces().stream().map(WatchState.Interface::name).toList());
    json.object("catalogue");
    json.text("version", watch.list());
    json.text("date", watch.listDate());
    json.endObject();
    json.endObject();
    json.endObject();
  }

  /** Writes the fields of a line that says how it is doing. */
  public static void stats(JsonLine json, WatchState watch, Optional<String> site)
      throws IOException {
    head(json, watch, site, "info", "tlsfloor.stats");
    json.endObject();
    json.object("stats");
    for (Map.Entry<String, Long> count : watch.counts().entrySet()) {
      json.number(count.getKey(), count.getValue());
    }
    json.list("interfaces");
    for (WatchState.Interface each : watch.interfaces()) {
      json.element();
      json.text("name", each.name());
      json.text("engine", each.engine());
      json.flag("up", each.up());
      json.number("packets", each.packets());
      json.number("bytes", each.bytes());
      json.number("dropped_packets", each.dropped());
      json.number("blind_seconds", each.blindSeconds());
      json.endObject();
    }
    json.endList();
    json.endObject();
    json.endObject();
  }

  /** Until within {@code tlsfloor.run}, which the caller ends. */
  private static void head(
      JsonLine json, WatchState watch, Optional<String> site, String type, String dataset)
      throws IOException {
    json.time("@timestamp", watch.at());
    EcsFields.ecs(json);
    json.object("event");
    json.text("kind", type.equals("start") ? "event" : "metric");
    json.texts("category", List.of("network"));
    json.texts("type", List.of(type));
    json.text("dataset", dataset);
    json.time("start", watch.begun());
    if (!type.equals("start")) {
      json.number("duration", watch.ran().toNanos());
    }
    json.endObject();
    EcsFields.observer(json, site, Optional.empty());
    json.object("tlsfloor");
    json.object("run");
    json.text("id", watch.id());
    if (!watch.narrowedBy().isEmpty()) {
      json.object("left_aside");
      json.texts("by", watch.narrowedBy());
      json.endObject();
    }
  }

  /**
   * What a line says of a watch.
   *
   * @param id of the watch
   * @param begun when it began
   * @param at when it was there for sure
   * @param ran for how long by then, whatever the clock was set to meanwhile
   * @param starts whether it is the first line of the watch
   * @param place what it watched; empty if the line does not say
   * @param counts since it began, by name: what it read, and what it lost; none in its first line
   */
  public record Mark(
      String id,
      Instant begun,
      Instant at,
      Duration ran,
      boolean starts,
      Optional<String> place,
      Map<String, Long> counts) {
    private static final List<String> READ = List.of("packets", "bytes", "connections");

    /** Copies the counts. */
    public Mark {
      counts = Map.copyOf(counts);
    }

    /**
     * Reads the line.
     *
     * @throws SavedLineException if it does not say which watch it is of, or when
     */
    public static Mark of(Fields line) {
      Fields run = line.object("tlsfloor").object("run");
      Fields stats = line.object("tlsfloor").object("stats");
      Map<String, Long> counts = new TreeMap<>();
      Stream.concat(READ.stream(), WatchState.LOSSES.stream())
          .filter(stats::has)
          .forEach(name -> counts.put(name, stats.number(name)));
      Fields event = line.object("event");
      Instant begun = event.neededTime("start");
      Instant at = line.neededTime("@timestamp");
      return new Mark(
          run.needed("id"),
          begun,
          at,
          event.has("duration")
              ? Duration.ofNanos(event.number("duration"))
              : Duration.between(begun, at),
          event.text("dataset").equals(Optional.of(START)),
          place(run, stats),
          counts);
    }

    private static Optional<String> place(Fields run, Fields stats) {
      List<String> names =
          run.has("interfaces")
              ? run.texts("interfaces")
              : stats.objects("interfaces").stream().map(each -> each.needed("name")).toList();
      return names.isEmpty() ? Optional.empty() : Optional.of(String.join(",", names));
    }
  }
}
