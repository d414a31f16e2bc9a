package io.tlsfloor.report.form.jsonl;

import io.tlsfloor.report.model.WatchState;
import io.tlsfloor.report.text.JsonLine;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of the lines of datasets {@code tlsfloor.start} and {@code tlsfloor.stats}. */
final class WatchFields {
  private WatchFields() {}

  /** Which watch another line is of; nothing where it is of none. */
  static void of(JsonLine json, Optional<String> watch) throws IOException {
    if (watch.isPresent()) {
      json.object("run");
      json.text("id", watch.get());
      json.endObject();
    }
  }

  static void start(JsonLine json, WatchState watch, Optional<String> site) throws IOException {
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

  static void stats(JsonLine json, WatchState watch, Optional<String> site) throws IOException {
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
}
