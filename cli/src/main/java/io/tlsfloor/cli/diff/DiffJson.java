package io.tlsfloor.cli.diff;

import io.tlsfloor.cli.option.ClientChoice;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Words;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Changes as one JSON object. */
final class DiffJson {
  private DiffJson() {}

  static void write(ComparedRun before, ComparedRun after, Comparison comparison, OutputStream out)
      throws IOException {
    JsonLine json = new JsonLine(out);
    json.open();
    json.text("before", before.name());
    json.text("after", after.name());
    times(json, before, after, comparison);
    json.flag("after_could_see_all", comparison.doubts().ofAfter().isEmpty());
    json.texts("doubts", comparison.doubts().ofAfter());
    json.texts("doubts_of_before", comparison.doubts().ofBefore());
    json.texts(
        "clients", comparison.asked().clients().stream().map(ClientChoice::toString).toList());
    json.texts("services", comparison.asked().services());
    json.list("changes");
    for (Change change : comparison.changes()) {
      json.element();
      json.plain("change", Words.constant(change.kind()));
      json.text("client", change.known());
      json.text("name", change.name());
      json.text("service", change.service().map(ServiceName::name));
      json.text("instance", change.service().map(ServiceName::instance));
      side(json, "before", change.before());
      side(json, "after", change.after());
      json.text("why", change.why());
      json.endObject();
    }
    json.endList();
    json.close();
  }

  private static void times(
      JsonLine json, ComparedRun before, ComparedRun after, Comparison comparison)
      throws IOException {
    json.object("times");
    time(json, "before", before);
    time(json, "after", after);
    json.number("both_seconds", comparison.overlap().toSeconds());
    json.endObject();
  }

  private static void time(JsonLine json, String name, ComparedRun run) throws IOException {
    json.object(name);
    json.text("from", run.first().map(Timestamps::iso));
    json.text("to", run.last().map(Timestamps::iso));
    json.number("seconds", run.covered().toSeconds());
    json.endObject();
  }

  private static void side(JsonLine json, String name, Optional<ClientDay> client)
      throws IOException {
    if (client.isEmpty()) {
      json.nothing(name);
      return;
    }
    json.object(name);
    json.number("connections", client.get().connections());
    json.number("flagged", client.get().flagged());
    json.number("excepted", client.get().excepted());
    json.text("severity", client.get().severity().map(Words::constant));
    json.text("excepted_severity", client.get().exceptedSeverity().map(Words::constant));
    json.endObject();
  }
}
