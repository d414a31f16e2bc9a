package io.tlsfloor.report.saved;

import io.tlsfloor.report.text.JsonLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A line that was read, and written again. */
public final class Rewritten {
  private Rewritten() {}

  public static String line(String line) {
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    JsonLine json = new JsonLine(again);
    try {
      json.open();
      SavedLine.of(line.getBytes(StandardCharsets.UTF_8)).fields(json);
      json.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return again.toString(StandardCharsets.US_ASCII).stripTrailing();
  }
}
