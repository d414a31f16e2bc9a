package io.tlsfloor.report.form.jsonl;

import io.tlsfloor.report.model.InputSummary;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.model.RunSummary;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Version;
import io.tlsfloor.rules.RuleId;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The fields of the line of dataset {@code tlsfloor.run}. */
final class RunFields {
  private RunFields() {}

  static void write(JsonLine json, RunSummary run) throws IOException {
    json.text("@timestamp", Timestamps.iso(run.ended()));
    ConnectionFields.ecs(json);
    json.object("event");
    json.text("kind", "event");
    json.texts("category", List.of("network"));
    json.texts("type", List.of(run.interrupted() ? "error" : "end"));
    json.text("dataset", "tlsfloor.run");
    json.text("start", Timestamps.iso(run.ended().minus(run.duration())));
    json.text("end", Timestamps.iso(run.ended()));
    json.number("duration", run.duration().toNanos());
    json.endObject();
    json.object("observer");
    json.text("product", "tlsfloor");
    json.text("version", Version.text());
    json.endObject();
    json.object("tlsfloor");
    json.object("run");
    inputs(json, run.inputs());
    json.number("packets", run.packets());
    json.number("bytes", run.bytes());
    json.number("connections", run.connections());
    json.number("clients", run.clients());
    json.number("both_sides", run.bothSides());
    json.number("flagged", run.flagged());
    json.number("excepted", run.excepted());
    json.text("floor", run.floor().toString());
    json.flag("any_service", run.anyService());
    json.text("pseudonym_key", run.pseudonymKey());
    json.text("first_packet", run.firstPacket().map(Timestamps::iso));
    json.text("last_packet", run.lastPacket().map(Timestamps::iso));
    json.object("findings");
    for (RuleId rule : RuleId.values()) {
      Long count = run.findings().get(rule);
      if (count != null) {
        json.number(rule.id(), count);
      }
    }
    json.endObject();
    json.number("below_threshold", run.belowThreshold());
    json.object("coverage");
    for (LossCount loss : run.coverage()) {
      json.number(loss.name(), loss.count());
    }
    json.endObject();
    unsupported(json, run.unsupported());
    json.object("catalogue");
    json.text("version", run.catalogueVersion());
    json.text("date", run.catalogueDate());
    json.endObject();
    json.endObject();
    json.endObject();
  }

  private static void unsupported(JsonLine json, Map<String, Long> kinds) throws IOException {
    if (kinds.isEmpty()) {
      return;
    }
    json.list("unsupported");
    for (Map.Entry<String, Long> kind : kinds.entrySet()) {
      json.element();
      json.text("kind", kind.getKey());
      json.number("packets", kind.getValue());
      json.endObject();
    }
    json.endList();
  }

  private static void inputs(JsonLine json, List<InputSummary> inputs) throws IOException {
    json.list("inputs");
    for (InputSummary input : inputs) {
      json.element();
      json.text("file", input.file());
      json.number("packets", input.packets());
      if (input.entries().isPresent()) {
        json.number("entries", input.entries().getAsLong());
      }
      json.number("bytes", input.bytes());
      json.text("damage", input.damage());
      json.endObject();
    }
    json.endList();
  }
}
