package io.tlsfloor.logs;

import io.tlsfloor.logs.LogFields.BadEntryException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table as RFC 4180 has it, whose first row names the columns: an export of a portal, with
 * commas, semicolons or tabs, in UTF-8 or as spreadsheets write UTF-16. Memory holds one row of
 * bounded size.
 */
final class CsvTable implements EntrySource {
  private static final int MAX_CELLS = 1024;

  private final BufferedReader in;
  private final char comma;
  private List<String> heads = List.of();
  private long line; // of the last row's beginning
  private long next = 1;
  private int held = -1; // a character that was read ahead

  /**
   * A table.
   *
   * @param head what the stream begins with
   */
  CsvTable(InputStream in, byte[] head) {
    this.in = new BufferedReader(new InputStreamReader(in, charset(head)));
    comma = comma(text(head).lines().findFirst().orElse(""));
  }

  private static Charset charset(byte[] head) {
    boolean wide = head.length > 1 && (head[0] & 0xFF) == 0xFF && (head[1] & 0xFF) == 0xFE;
    return wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
  }

  private static String text(byte[] head) {
    return new String(head, charset(head));
  }

  private static char comma(String first) {
    return first.contains("\t") ? '\t' : first.contains(";") && !first.contains(",") ? ';' : ',';
  }

  /**
   * Returns whether a stream begins with a row that names the columns of a report that is known.
   */
  static boolean begins(byte[] head) {
    String first = text(head).lines().findFirst().orElse("");
    if (first.length() < 8 || first.charAt(0) == '{' || first.charAt(0) == '[') {
      return false;
    }
    Map<String, Object> names = new HashMap<>();
    for (String name : first.split(String.valueOf(comma(first)), MAX_CELLS)) {
      names.put(ReportEntry.folded(name), "");
    }
    return ReportEntry.kind(JsonEntry.of(names)) != LogKind.OTHER;
  }

  @Override
  public @Nullable LogFields next() throws IOException, BadEntryException {
    List<String> cells = row();
    while (cells != null && cells.size() == 1 && cells.get(0).isBlank()) {
      cells = row();
    }
    if (cells == null) {
      return null;
    }
    if (heads.isEmpty()) {
      heads = cells.stream().map(ReportEntry::folded).toList();
      return next();
    }
    if (cells.size() != heads.size()) {
      throw new BadEntryException("has " + cells.size() + " of " + heads.size() + " columns");
    }
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < heads.size(); i++) {
      if (!cells.get(i).isBlank()) {
        values.putIfAbsent(heads.get(i), cells.get(i).strip());
      } else {
        values.putIfAbsent(heads.get(i), ""); // the column is there
      }
    }
    return JsonEntry.of(values);
  }

  @Override
  public long line() {
    return line;
  }

  private @Nullable List<String> row() throws IOException, BadEntryException {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    boolean any = false;
    int size = 0;
    line = next;
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
          cell.append((char) c);
        } else {
          held = in.read();
          quoted = held == '"';
          if (quoted) {
            cell.append('"');
            held = -1;
          }
        }
      } else if (c == '"' && cell.length() == 0) {
        quoted = true;
      } else if (c == comma || c == '\n') {
        cells.add(cell.toString());
        cell.setLength(0);
        if (c == '\n') {
          return cells;
        }
      } else if (c != '\r' && c != '\uFEFF') {
        cell.append((char) c);
      }
    }
    if (quoted) {
      throw new BadEntryException("begins a cell in quotes that does not end");
    }
    if (!any) {
      return null;
    }
    cells.add(cell.toString());
    return cells;
  }

  private int read() throws IOException {
    int c = held >= 0 ? held : in.read();
    held = -1;
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
