package io.tlsfloor.logs;

import io.tlsfloor.logs.LogFields.BadEntryException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table as RFC 4180 has it, with a row that names the columns: an export of a portal, with
 * commas, semicolons or tabs. Cells are UTF-8, or else what spreadsheets of the West write. Memory
 * holds one row of bounded size.
 */
final class CsvTable implements EntrySource {
  private static final int MAX_CELLS = 1024;
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}; // of byte order
  private static final Charset OLDER = Charset.forName("windows-1252");

  private final InputStream in;
  private final CsvHeading heading;
  private List<String> heads = List.of();
  private long line; // of the last row's beginning
  private long next = 1;
  private int held = -1; // a byte that was read ahead
  private boolean whole; // the last row had an end

  /** A table with this heading. */
  CsvTable(InputStream in, CsvHeading heading) {
    this.in = new BufferedInputStream(in);
    this.heading = heading;
  }

  @Override
  public LogKind kind() {
    return heading.kind();
  }

  @Override
  public @Nullable LogFields next() throws IOException, BadEntryException {
    if (heads.isEmpty()) {
      begin();
    }
    List<String> cells = row();
    while (cells != null && (isBlank(cells) || named(cells).equals(heads))) { // of a file behind it
      cells = row();
    }
    return cells == null ? null : entry(cells);
  }

  /** Up to the first row below the heading. Titles above it may have quotes that do not end. */
  private void begin() throws IOException, BadEntryException {
    in.mark(MARK.length);
    if (!Arrays.equals(in.readNBytes(MARK.length), MARK)) {
      in.reset();
    }
    for (int c = 0; next <= heading.line() && c >= 0; ) {
      c = read();
      next += c == '\n' ? 1 : 0;
    }
    heads = named(row());
  }

  private static List<String> named(@Nullable List<String> cells) {
    return cells == null ? List.of() : cells.stream().map(ReportEntry::folded).toList();
  }

  private static boolean isBlank(List<String> cells) {
    return cells.stream().allMatch(String::isBlank);
  }

  /** Spreadsheets leave out empty cells at the end of a row, or add some. */
  private LogFields entry(List<String> cells) throws BadEntryException {
    int columns = heads.size();
    boolean cut = cells.size() < columns && (!whole || cells.size() * 2 < columns);
    boolean more = cells.size() > columns && !isBlank(cells.subList(columns, cells.size()));
    if (cut || more) {
      throw new BadEntryException("has " + cells.size() + " of " + columns + " columns");
    }
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < columns; i++) {
      String cell = i < cells.size() ? cells.get(i).strip() : ""; // the column is there
      values.merge(heads.get(i), cell, (first, other) -> first.equals("") ? other : first);
    }
    return JsonEntry.of(values);
  }

  @Override
  public long line() {
    return line;
  }

  private @Nullable List<String> row() throws IOException, BadEntryException {
    List<String> cells = new ArrayList<>();
    ByteArrayOutputStream cell = new ByteArrayOutputStream();
    boolean quoted = false;
    boolean any = false;
    int size = 0;
    line = next;
    whole = true;
    for (int c = read(); c >= 0; c = read()) {
      any = true;
      next += c == '\n' ? 1 : 0;
      if (++size > LogLines.MAX_LINE_BYTES || cells.size() > MAX_CELLS) {
        passOver(c, quoted);
        throw new BadEntryException(
            "has a row of more than " + LogLines.MAX_LINE_BYTES + " characters or 1024 columns");
      }
      if (quoted) {
        if (c != '"') {
          cell.write(c);
        } else {
          held = read();
          quoted = held == '"';
          if (quoted) {
            cell.write('"');
            held = -1;
          }
        }
      } else if (c == '"' && cell.size() == 0) {
        quoted = true;
      } else if (c == heading.comma() || c == '\n') {
        cells.add(text(cell));
        if (c == '\n') {
          return cells;
        }
      } else {
        cell.write(c);
      }
    }
    if (quoted) {
      throw new BadEntryException("begins a cell in quotes that does not end");
    }
    if (!any) {
      return null;
    }
    whole = false;
    cells.add(text(cell));
    return cells;
  }

  /** The text of a cell, which is then empty; without a byte order mark before it. */
  private static String text(ByteArrayOutputStream cell) {
    byte[] bytes = cell.toByteArray();
    cell.reset();
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException older) {
      return new String(bytes, OLDER);
    }
  }

  /** The next byte; each end of a line as one of Unix. */
  private int read() throws IOException {
    int c = held >= 0 ? held : in.read();
    held = -1;
    if (c == '\r') {
      in.mark(1);
      if (in.read() != '\n') {
        in.reset();
      }
      return '\n';
    }
    return c;
  }

  /** To the end of a row that is too large; a quote that never ends takes all of it. */
  private void passOver(int last, boolean inQuotes) throws IOException {
    boolean quoted = inQuotes;
    for (int c = last; c >= 0 && (quoted || c != '\n'); c = read()) {
      quoted ^= c == '"';
      next += c == '\n' ? 1 : 0;
    }
  }
}
