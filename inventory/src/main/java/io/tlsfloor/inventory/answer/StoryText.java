package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.answer.ClientStory.Client;
import io.tlsfloor.inventory.answer.ClientStory.LowRhythm;
import io.tlsfloor.inventory.answer.ClientStory.NewestFinding;
import io.tlsfloor.inventory.answer.Listing.Form;
import io.tlsfloor.inventory.store.KnownAs;
import io.tlsfloor.report.form.table.Lines;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Timestamps;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A client's story, for a terminal and as JSON. */
public final class StoryText {
  private static final String FINDINGS = "findings";
  private static final String RHYTHMS = "rhythms";

  /** More rows of a part would push its beginning off a terminal. */
  private static final int MOST_ROWS = 20;

  private static final String INDENT = "   ";

  /** Longer lines of text are hard to read. */
  private static final int MOST_COLUMNS = 110;

  private StoryText() {}

  private static Map<String, Listing<?>> parts(ClientStory story) {
    Map<String, Listing<?>> parts = new LinkedHashMap<>();
    parts.put("services", story.services());
    parts.put(RHYTHMS, story.rhythms());
    parts.put("endpoints", story.endpoints());
    parts.put("notes", story.notes());
    parts.put(FINDINGS, story.findings());
    parts.put("days", story.days());
    return parts;
  }

  /** Writes it for people, in lines of so many columns where its words leave room for that. */
  public static void text(ClientStory story, OutputStream out, int columns) throws IOException {
    Client client = story.client();
    line(
        out,
        Printable.name(client.shown())
            + ": "
            + story.state().word()
            + ", "
            + story.faring().text());
    String one = client.isAccount() ? "One account: " : "One client by " + client.basis() + ": ";
    line(out, one + Printable.name(client.identity()));
    line(out, "Seen: " + story.volume().words() + ".");
    for (Map.Entry<String, Listing<?>> part : parts(story).entrySet()) {
      if (part.getValue().rows().isEmpty()) {
        continue;
      }
      line(out, "\n" + part.getKey());
      if (part.getKey().equals(FINDINGS)) {
        findings(story.findings().rows(), out, Math.min(columns, MOST_COLUMNS));
      } else if (part.getKey().equals(RHYTHMS)) {
        rhythms(story.rhythms().rows(), out, Math.min(columns, MOST_COLUMNS));
      } else {
        Listing<?> listing = part.getValue();
        boolean cut = columns < Integer.MAX_VALUE && listing.rows().size() > MOST_ROWS;
        ListingWriter.write(
            listing.first(cut ? MOST_ROWS : Integer.MAX_VALUE), Form.TABLE, out, columns);
        if (cut) {
          line(out, " and " + (listing.rows().size() - MOST_ROWS) + " more: --format json");
        }
      }
    }
  }

  /** A finding is sentences: too long for a cell. */
  private static void findings(List<NewestFinding> findings, OutputStream out, int columns)
      throws IOException {
    for (NewestFinding each : findings) {
      String rule = each.found().rule().id();
      String service = Printable.text(each.service());
      line(out, " " + Timestamps.seconds(each.seen()) + "  " + rule + " · " + service);
      for (String paragraph :
          List.of(
              each.found().worst().summary(),
              each.remedy().isEmpty() ? "" : "To do: " + each.remedy(),
              each.reference().isEmpty() ? "" : "See " + each.reference(),
              each.exception().isEmpty() ? "" : "Accepted: " + each.exception(),
              "Evidence: " + each.evidence())) {
        for (String line : Lines.wrap(Printable.text(paragraph), columns - INDENT.length())) {
          line(out, line.isEmpty() ? "" : INDENT + line);
        }
      }
    }
  }

  private static void rhythms(List<LowRhythm> rhythms, OutputStream out, int columns)
      throws IOException {
    for (LowRhythm each : rhythms) {
      String stack = each.stack().isEmpty() ? "an unknown program" : each.stack();
      String text = each.service() + ": " + stack + " " + each.words();
      for (String line : Lines.wrap(Printable.text(text), columns - 1)) {
        line(out, " " + line);
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
    json.text("client", KnownAs.shown(client.address()));
    json.text("identity", client.basis());
    json.text("id", client.identity());
    ListingWriter.field(json, "name", client.name());
    ListingWriter.field(json, "mac", client.mac());
    json.text("state", story.state().word());
    json.text("fares", story.faring().kind().word());
    ListingWriter.field(json, "date", story.faring().date().map(LocalDate::toString).orElse(""));
    json.object("volume");
    story.volume().write(json);
    json.endObject();
    for (Map.Entry<String, Listing<?>> part : parts(story).entrySet()) {
      ListingWriter.elements(json, part.getKey(), part.getValue());
    }
    json.close();
  }
}
