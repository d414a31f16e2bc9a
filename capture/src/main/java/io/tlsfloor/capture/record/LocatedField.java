package io.tlsfloor.capture.record;

import io.tlsfloor.parser.field.Field;
import java.util.List;

/**
 * A field, and where its bytes lie in the file.
 *
 * @param field name, offset in the message, meaning and source
 * @param places in order; more than one where the field is spread over frames, none where the bytes
 *     are not in the file as they are
 */
public record LocatedField(Field field, List<Place> places) {
  /** Copies the list. */
  public LocatedField {
    places = List.copyOf(places);
  }
}
