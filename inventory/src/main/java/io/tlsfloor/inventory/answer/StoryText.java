package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.answer.ClientStory.Client;
import io.tlsfloor.inventory.answer.Listing.Form;
import io.tlsfloor.inventory.store.KnownAs;
import io.tlsfloor.report.form.table.Lines;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.report.text.Printable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

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

  private static Map<String, Listing> parts(ClientStory story) {
    Map<String, Listing> parts = new LinkedHashMap<>();
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
    for (Map.Entry<String, Listing> part : parts(story).entrySet()) {
      if (part.getValue().rows().isEmpty()) {
        continue;
      }
      line(out, "\n" + part.getKey());
      if (part.getKey().equals(FINDINGS)) {
        findings(part.getValue(), out, Math.min(columns, MOST_COLUMNS));
      } else if (part.getKey().equals(RHYTHMS)) {
        rhythms(part.getValue(), out, Math.min(columns, MOST_COLUMNS));
      } else {
        Listing listing = part.getValue();
        boolean cut = columns < Integer.MAX_VALUE && listing.rows().size() > MOST_ROWS;
        ListingWriter.write(cut ? listing.first(MOST_ROWS) : listing, Form.TABLE, out, columns);
        if (cut) {
          line(out, " and " + (listing.rows().size() - MOST_ROWS) + " more: --format json");
        }
      }
    }
  }

  /** A finding is sentences: too long for a cell. */
  private static void findings(Listing findings, OutputStream out, int columns) throws IOException {
    for (List<Object> row : findings.rows()) {
      Function<String, String> field =
          name -> Printable.text(Listing.text(row.get(findings.columns().indexOf(name)), ", "));
      line(
          out,
          " " + field.apply("seen") + "  " + field.apply("rule") + " · " + field.apply("service"));
      String remedy = field.apply("remedy");
      String reference = field.apply("reference");
      String exception = field.apply("exception");
      for (String paragraph :
          List.of(
              field.apply("summary"),
              remedy.isEmpty() ? "" : "To do: " + remedy,
              reference.isEmpty() ? "" : "See " + reference,
              exception.isEmpty() ? "" : "Accepted: " + exception,
              "Evidence: " + field.apply("evidence"))) {
        for (String line : Lines.wrap(paragraph, columns - INDENT.length())) {
          line(out, line.isEmpty() ? "" : INDENT + line);
        }
      }
    }
  }

  private static void rhythms(Listing rhythms, OutputStream out, int columns) throws IOException {
    for (List<Object> row : rhythms.rows()) {
      String text = row.get(0) + ": " + stack(row) + " " + row.get(row.size() - 1);
      for (String line : Lines.wrap(Printable.text(text), columns - 1)) {
        line(out, " " + line);
      }
    }
  }

  private static String stack(List<Object> row) {
    return row.get(1).toString().isEmpty() ? "an unknown program" : row.get(1).toString();
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
    json.text("volume", story.volume().words());
    for (Map.Entry<String, Listing> part : parts(story).entrySet()) {
      ListingWriter.elements(json, part.getKey(), part.getValue());
    }
    json.close();
  }
}
