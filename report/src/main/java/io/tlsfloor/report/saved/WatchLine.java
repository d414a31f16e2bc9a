package io.tlsfloor.report.saved;

import io.tlsfloor.report.model.WatchState;
import io.tlsfloor.report.text.JsonLine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lines of datasets {@code tlsfloor.start} and {@code tlsfloor.stats}, written and read. */
final class WatchLine {
  static final String START = "tlsfloor.start";
  static final String STATS = "tlsfloor.stats";

  private static final String INTERFACES = "interfaces";

  private WatchLine() {}

  /** Which watch another line is of; nothing where it is of none. */
  static void of(JsonLine json, Optional<String> watch) throws IOException {
    if (watch.isPresent()) {
      json.object("run");
      json.text("id", watch.get());
      json.endObject();
    }
  }

  /** Writes the fields of the first line of a watch, or of one that says how it is doing. */
  static void write(JsonLine json, WatchState watch, Optional<String> site) throws IOException {
    if (watch.isStart()) {
      start(json, watch, site);
    } else {
      stats(json, watch, site);
    }
  }

  private static void start(JsonLine json, WatchState watch, Optional<String> site)
      throws IOException {
    head(json, watch, site, "start", START);
    json.texts("options", watch.options());
    json.texts(INTERFACES, watch.interfaces().stream().map(WatchState.Interface::name).toList());
    json.object("catalogue");
    json.text("version", watch.list());
    json.text("date", watch.listDate());
    json.endObject();
    json.endObject();
    json.endObject();
  }

  private static void stats(JsonLine json, WatchState watch, Optional<String> site)
      throws IOException {
    head(json, watch, site, "info", STATS);
    json.endObject();
    json.object("stats");
    for (Map.Entry<String, Long> count : watch.counts().entrySet()) {
      json.number(count.getKey(), count.getValue());
    }
    json.list(INTERFACES);
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
   * Reads either line.
   *
   * @throws SavedLineException if it does not say which watch it is of, or when
   */
  static WatchState of(Fields line) {
    Fields run = line.object("tlsfloor").object("run");
    Fields stats = line.object("tlsfloor").object("stats");
    Fields list = run.object("catalogue");
    Fields event = line.object("event");
    Instant begun = event.neededTime("start");
    Instant at = line.neededTime("@timestamp");
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Object name : stats.values().keySet()) {
      if (!name.equals(INTERFACES)) {
        counts.put(name.toString(), stats.number(name.toString()));
      }
    }
    return new WatchState(
        run.needed("id"),
        begun,
        at,
        event.has("duration")
            ? Duration.ofNanos(event.number("duration"))
            : Duration.between(begun, at),
        run.texts("options"),
        run.object("left_aside").texts("by"),
        run.has(INTERFACES)
            ? run.texts(INTERFACES).stream().map(WatchLine::named).toList()
            : stats.objects(INTERFACES).stream().map(WatchLine::watched).toList(),
        counts,
        list.text("version").orElse(""),
        list.text("date"));
  }

  private static WatchState.Interface named(String name) {
    return new WatchState.Interface(name, "", false, 0, 0, 0, 0);
  }

  private static WatchState.Interface watched(Fields each) {
    return new WatchState.Interface(
        each.needed("name"),
        each.text("engine").orElse(""),
        each.flag("up"),
        each.number("packets"),
        each.number("bytes"),
        each.number("dropped_packets"),
        each.number("blind_seconds"));
  }
}
