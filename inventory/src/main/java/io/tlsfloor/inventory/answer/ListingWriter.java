package io.tlsfloor.inventory.answer;

import io.tlsfloor.report.form.csv.CsvWriter;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Timestamps;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a list in any form. What came from the network is escaped as each form needs it. */
public final class ListingWriter {
  private ListingWriter() {}

  /**
   * Writes {@code listing} to {@code out}.
   *
   * @param columns that a table may have; {@link Integer#MAX_VALUE} where no terminal shows it
   */
  public static void write(Listing listing, Listing.Form form, OutputStream out, int columns)
      throws IOException {
    switch (form) {
      case TABLE -> table(listing, out, columns);
      case JSONL -> json(listing, out);
      case CSV -> csv(listing, out);
    }
  }

  /** Writes {@code listing} where no terminal shows it. */
  public static void write(Listing listing, Listing.Form form, OutputStream out)
      throws IOException {
    write(listing, form, out, Integer.MAX_VALUE);
  }

  private static void json(Listing listing, OutputStream out) throws IOException {
    JsonLine json = new JsonLine(out);
    for (List<Object> row : listing.rows()) {
      json.open();
      fields(json, listing, row);
      json.close();
    }
  }

  /** Writes the rows as a list of objects. */
  public static void elements(JsonLine json, String name, Listing listing) throws IOException {
    json.list(name);
    for (List<Object> row : listing.rows()) {
      json.element();
      fields(json, listing, row);
      json.endObject();
    }
    json.endList();
  }

  private static void fields(JsonLine json, Listing listing, List<Object> row) throws IOException {
    for (int i = 0; i < row.size(); i++) {
      field(json, listing.columns().get(i), row.get(i));
    }
  }

  /** A field; null for nothing. */
  static void field(JsonLine json, String name, Object value) throws IOException {
    if (value instanceof Number number) {
      json.number(name, number.longValue());
    } else if (value instanceof List<?> list) {
      json.texts(name, list.stream().map(String::valueOf).toList());
    } else if (value instanceof Instant time) {
      json.text(name, Timestamps.seconds(time).replace(' ', 'T') + "Z");
    } else if (value.toString().isEmpty()) {
      json.nothing(name);
    } else {
      json.text(name, value.toString());
    }
  }

  private static void csv(Listing listing, OutputStream out) throws IOException {
    line(out, String.join(",", listing.columns().stream().map(CsvWriter::quoted).toList()), "\r\n");
    for (List<Object> row : listing.rows()) {
      List<String> cells = new ArrayList<>(row.size());
      for (int i = 0; i < row.size(); i++) {
        String between = listing.columns().get(i).equals("clients") ? " " : "; ";
        cells.add(CsvWriter.quoted(Listing.text(row.get(i), between)));
      }
      line(out, String.join(",", cells), "\r\n");
    }
  }

  private static void table(Listing listing, OutputStream out, int columns) throws IOException {
    List<List<String>> cells = new ArrayList<>();
    cells.add(listing.columns().stream().map(name -> head(name).toUpperCase(Locale.ROOT)).toList());
    for (List<Object> row : listing.rows()) {
      cells.add(row.stream().map(value -> Printable.name(Listing.text(value, ", "))).toList());
    }
    for (String line : new ListingTable(cells, columns).lines()) {
      line(out, line, "\n");
    }
  }

  private static String head(String column) {
    return column.replace('_', ' ');
  }

  private static void line(OutputStream out, String text, String end) throws IOException {
    out.write((text + end).getBytes(StandardCharsets.UTF_8));
  }
}
