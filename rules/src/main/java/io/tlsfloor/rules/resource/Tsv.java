package io.tlsfloor.rules.resource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads tab-separated tables that lie next to a class: lines that begin with {@code #} are
 * comments, the first other line names the columns.
 */
public final class Tsv {
  private Tsv() {}

  /**
   * The rows of a table.
   *
   * @param beside a class in the table's package
   * @param name of the table's file
   * @param columns how many each row has
   * @throws IllegalStateException if the program does not hold the table, or a row has another
   *     number of columns: a fault of the program
   */
  public static List<String[]> rows(Class<?> beside, String name, int columns) {
    List<String[]> rows = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(open(beside, name), StandardCharsets.UTF_8))) {
      boolean header = true;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.isEmpty() || line.charAt(0) == '#') {
          continue;
        }
        String[] fields = line.split("\t", -1);
        if (fields.length != columns) {
          throw new IllegalStateException(
              name + ": " + fields.length + " columns instead of " + columns + ": " + line);
        }
        if (!header) {
          rows.add(fields);
        }
        header = false;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  /**
   * A file that lies next to a class.
   *
   * @throws IllegalStateException if the program does not hold it: a fault of the program
   */
  public static InputStream open(Class<?> beside, String name) {
    InputStream in = beside.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException("the program lacks " + beside.getPackageName() + "/" + name);
    }
    return in;
  }
}
