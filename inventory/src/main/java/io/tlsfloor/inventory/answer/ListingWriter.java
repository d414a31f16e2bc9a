package io.tlsfloor.inventory.answer;

import io.tlsfloor.report.form.csv.CsvWriter;
import io.tlsfloor.report.form.table.TextTable;
import io.tlsfloor.report.text.Column;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Timestamps;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Writes a list in any form. What came from the network is escaped as each form needs it. */
public final class ListingWriter {
  private static final TextTable.Style STYLE = new TextTable.Style(1, true, Printable::name);

  private ListingWriter() {}

  /**
   * Writes {@code listing} to {@code out}.
   *
   * @param width characters that a line of a table may have; {@link Integer#MAX_VALUE} where no
   *     terminal shows it
   */
  public static <R> void write(Listing<R> listing, Listing.Form form, OutputStream out, int width)
      throws IOException {
    switch (form) {
      case TABLE -> table(listing, out, width);
      case JSONL -> json(listing, out);
      case CSV -> csv(listing, out);
    }
  }

  /** Writes {@code listing} where no terminal shows it. */
  public static void write(Listing<?> listing, Listing.Form form, OutputStream out)
      throws IOException {
    write(listing, form, out, Integer.MAX_VALUE);
  }

  private static <R> void json(Listing<R> listing, OutputStream out) throws IOException {
    JsonLine json = new JsonLine(out);
    for (R row : listing.rows()) {
      json.open();
      fields(json, listing.columns(), row);
      json.close();
    }
  }

  /** Writes the rows as a list of objects. */
  public static <R> void elements(JsonLine json, String name, Listing<R> listing)
      throws IOException {
    json.list(name);
    for (R row : listing.rows()) {
      json.element();
      fields(json, listing.columns(), row);
      json.endObject();
    }
    json.endList();
  }

  private static <R> void fields(JsonLine json, List<Column<R>> columns, R row) throws IOException {
    for (Column<R> column : columns) {
      field(json, column.name(), column.value().apply(row));
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

  private static <R> void csv(Listing<R> listing, OutputStream out) throws IOException {
    text(out, CsvWriter.header(listing.columns()));
    for (R row : listing.rows()) {
      text(out, CsvWriter.line(listing.columns(), row));
    }
  }

  private static <R> void table(Listing<R> listing, OutputStream out, int width)
      throws IOException {
    try {
      new TextTable<>(listing.columns(), listing.rows(), width, STYLE)
          .write(
              line -> {
                try {
                  text(out, line + "\n");
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
