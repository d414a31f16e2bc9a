package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.answer.Listing.Form;
import io.tlsfloor.inventory.state.Ledger.Client;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.report.text.Printable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client's story, for a terminal and as JSON. */
public final class StoryText {
  private StoryText() {}

  private static Map<String, Listing> parts(ClientStory story) {
    Map<String, Listing> parts = new LinkedHashMap<>();
    parts.put("services", story.services());
    parts.put("endpoints", story.endpoints());
    parts.put("notes", story.notes());
    parts.put("findings", story.findings());
    parts.put("days", story.days());
    return parts;
  }

  /** Writes it for people. */
  public static void text(ClientStory story, OutputStream out) throws IOException {
    Client client = story.client();
    String name = client.name().isEmpty() ? "" : " " + Printable.name(client.name());
    line(out, Printable.name(client.address()) + name + ": " + story.state().word());
    line(out, "One client by " + client.basis() + ": " + Printable.name(client.identity()));
    for (Map.Entry<String, Listing> part : parts(story).entrySet()) {
      if (!part.getValue().rows().isEmpty()) {
        line(out, "\n" + part.getKey());
        ListingWriter.write(part.getValue(), Form.TABLE, out);
      }
    }
  }

  private static void line(OutputStream out, String text) throws IOException {
    out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Writes it as one JSON object. */
  public static void json(ClientStory story, OutputStream out) throws IOException {
    Client client = story.client();
    JsonLine json = new JsonLine(out);
    json.open();
    json.text("client", client.address());
    json.text("identity", client.basis());
    json.text("id", client.identity());
    json.text("name", client.name());
    json.text("mac", client.mac());
    json.text("state", story.state().word());
    for (Map.Entry<String, Listing> part : parts(story).entrySet()) {
      json.list(part.getKey());
      List<String> columns = part.getValue().columns();
      for (List<@Nullable Object> row : part.getValue().rows()) {
        json.element();
        for (int i = 0; i < row.size(); i++) {
          ListingWriter.field(json, columns.get(i), row.get(i));
        }
        json.endObject();
      }
      json.endList();
    }
    json.close();
  }
}
