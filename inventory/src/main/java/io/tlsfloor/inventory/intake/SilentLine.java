package io.tlsfloor.inventory.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tlsfloor.report.saved.Fields;
import java.io.IOException;

/**
 * Looks for lines of connections without a finding, which say nothing to keep. Where every
 * connection has a line, most are such, and to read them into fields takes four times as long.
 */
final class SilentLine {
  private static final JsonFactory JSON = new JsonFactory();

  private boolean connection;
  private boolean speaks;

  private SilentLine() {}

  /**
   * Whether a line is the whole, well-formed line of a connection that {@link
   * LineFacts#speaks(Fields) does not speak}. A line that is malformed is none.
   */
  static boolean is(byte[] line) {
    SilentLine look = new SilentLine();
    try (JsonParser in = JSON.createParser(line)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        boolean object = in.nextToken() == JsonToken.START_OBJECT;
        if (object && name.equals("event")) {
          look.event(in);
        } else if (object && name.equals("tlsfloor")) {
          look.own(in);
        } else {
          in.skipChildren();
        }
        if (look.speaks) {
          return false;
        }
      }
      return look.connection && in.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  private void event(JsonParser in) throws IOException {
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      boolean dataset = in.currentName().equals("dataset");
      in.nextToken();
      if (dataset) {
        connection = "tlsfloor.connection".equals(in.getValueAsString());
      }
      in.skipChildren();
    }
  }

  private void own(JsonParser in) throws IOException {
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      if (name.equals("findings")) {
        speaks |= value != JsonToken.START_ARRAY || in.nextToken() != JsonToken.END_ARRAY;
      } else if (name.equals("amends")) {
        speaks |= value != JsonToken.VALUE_FALSE;
      }
      if (speaks) {
        return;
      }
      if (value != JsonToken.START_ARRAY || !name.equals("findings")) {
        in.skipChildren();
      }
    }
  }
}
