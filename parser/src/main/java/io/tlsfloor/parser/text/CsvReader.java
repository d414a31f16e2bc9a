package io.tlsfloor.parser.text;

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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table as RFC 4180 has it, with commas or whatever else parts its cells. Cells are
 * UTF-8, or else what spreadsheets of the West write; {@link WideText} is to make UTF-8 of UTF-16.
 * Memory holds one row of bounded size. Confined to one thread.
 */
public final class CsvReader {
  private static final int MAX_ROW_BYTES = 1 << 20;
  private static final int MAX_CELLS = 1024;
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}; // of byte order
  private static final Charset OLDER = Charset.forName("windows-1252");

  private final InputStream in;
  private final char comma;
  private long line; // of the last row's beginning
  private long next = 1;
  private int held = -1; // a byte that was read ahead
  private boolean whole; // the last row had an end

  /** Says that a row is none. The message follows "line 17". */
  public static final class BadRowException extends Exception {
    private static final long serialVersionUID = 1L;

    BadRowException(String what) {
      super(what, null, false, false);
    }

    /** Returns what is wrong with it. */
    public String what() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * Reads a table, behind its byte order mark if it has one.
   *
   * @param in in UTF-8 or an older encoding of a byte a character; the caller closes it
   * @param comma what is between cells
   * @throws IOException if it cannot be read
   */
  public CsvReader(InputStream in, char comma) throws IOException {
    this.in = new BufferedInputStream(in);
    this.comma = comma;
    this.in.mark(MARK.length);
    if (!Arrays.equals(this.in.readNBytes(MARK.length), MARK)) {
      this.in.reset();
    }
  }

  /** What parts the cells of a table of which this is the first row: a comma unless others do. */
  public static char comma(String heads) {
    return heads.contains("\t") ? '\t' : heads.contains(";") && !heads.contains(",") ? ';' : ',';
  }

  /** Passes over lines before the table. Titles may have quotes that do not end. */
  public void skip(int lines) throws IOException {
    for (int c = 0; next <= lines && c >= 0; ) {
      c = read();
      next += c == '\n' ? 1 : 0;
    }
  }

  /** The line on which the last row began, from 1. */
  public long line() {
    return line;
  }

  /** Returns whether the last row had an end: a file that was cut short has none. */
  public boolean isWhole() {
    return whole;
  }

  /**
   * The cells of the next row.
   *
   * @return null at the end
   * @throws BadRowException if it is larger than a row may be, or a quote does not end; the rows
   *     behind it can be read
   */
  public @Nullable List<String> row() throws IOException, BadRowException {
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
      if (++size > MAX_ROW_BYTES || cells.size() > MAX_CELLS) {
        passOver(c, quoted);
        throw new BadRowException(
            "has a row of more than " + MAX_ROW_BYTES + " characters or 1024 columns");
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
      } else if (c == comma || c == '\n') {
        cells.add(text(cell));
        if (c == '\n') {
          return cells;
        }
      } else {
        cell.write(c);
      }
    }
    if (quoted) {
      throw new BadRowException("begins a cell in quotes that does not end");
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
