package io.tlsfloor.report.saved;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.report.model.Found;
import io.tlsfloor.report.text.JsonLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What was found on a client's day, as a text of its own, with the fields that its line has. */
public final class SavedFinding {
  private static final IpAddress NOBODY = Reported.nowhere(); // no client has it: all are written

  private SavedFinding() {}

  /** As text, in one line. */
  public static String text(Found found) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    JsonLine json = new JsonLine(out);
    try {
      json.open();
      Fields.write(json, found, each -> FoundFields.fields(each, NOBODY));
      json.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8).strip();
  }

  /**
   * From text.
   *
   * @throws SavedLineException if it is none
   */
  public static Found of(String text) {
    byte[] line = text.getBytes(StandardCharsets.UTF_8);
    return Fields.<Found, Found>read(
        FieldTree.read(line, Set.of()), each -> FoundFields.fields(each, NOBODY));
  }
}
