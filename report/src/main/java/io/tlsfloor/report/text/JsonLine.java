package io.tlsfloor.report.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes one JSON object a line, with the few shapes that the lines are made of. */
public final class JsonLine {
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII) // C1 controls, bidi marks, zero-width
          .characterEscapes(new DeleteEscaped())
          .rootValueSeparator((SerializableString) null)
          .build();

  private final JsonGenerator generator;

  /** Writes to {@code out}, a whole line at a time. */
  public JsonLine(OutputStream out) throws IOException {
    generator = FACTORY.createGenerator(out);
    generator.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
  }

  /** Begins a line. */
  public void open() throws IOException {
    generator.writeStartObject();
  }

  /** Ends a line, and hands it on whole. */
  public void close() throws IOException {
    generator.writeEndObject();
    generator.writeRaw('\n');
    generator.flush();
  }

  /** Begins an object that is a field. */
  public void object(String name) throws IOException {
    generator.writeObjectFieldStart(name);
  }

  /** Begins an object that is an element of a list. */
  public void element() throws IOException {
    generator.writeStartObject();
  }

  /** Ends an object. */
  public void endObject() throws IOException {
    generator.writeEndObject();
  }

  /** Begins a list that is a field. */
  public void list(String name) throws IOException {
    generator.writeArrayFieldStart(name);
  }

  /** Ends a list. */
  public void endList() throws IOException {
    generator.writeEndArray();
  }

  /** A field of text. */
  public void text(String name, String value) throws IOException {
    generator.writeStringField(name, valid(value));
  }

  /** A field of text, left out where there is none. */
  public void text(String name, Optional<String> value) throws IOException {
    if (value.isPresent()) {
      text(name, value.get());
    }
  }

  /** An enum's constant in lower case, with its underscores. */
  public void word(String name, Enum<?> value) throws IOException {
    generator.writeStringField(name, word(value));
  }

  /** An enum's constant in lower case, with its underscores. */
  public static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** An element of a list. */
  public void item(String value) throws IOException {
    generator.writeString(valid(value));
  }

  /** An element of a list. */
  public void item(long value) throws IOException {
    generator.writeNumber(value);
  }

  /** A field that is a list of texts. */
  public void texts(String name, List<String> values) throws IOException {
    list(name);
    for (String value : values) {
      item(value);
    }
    endList();
  }

  /** A field that is a whole number. */
  public void number(String name, long value) throws IOException {
    generator.writeNumberField(name, value);
  }

  /** A field that is a decimal number. */
  public void number(String name, BigDecimal value) throws IOException {
    generator.writeFieldName(name);
    generator.writeNumber(value.toPlainString());
  }

  /** A field that is true or false. */
  public void flag(String name, boolean value) throws IOException {
    generator.writeBooleanField(name, value);
  }

  /** A field that is null. */
  public void nothing(String name) throws IOException {
    generator.writeNullField(name);
  }

  /** Lone surrogates have no place in UTF-8, and many a JSON parser refuses their escapes. */
  static String valid(String text) {
    StringBuilder mended = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        if (mended == null) {
          mended = new StringBuilder(text);
        }
        mended.setCharAt(i, '\uFFFD');
      }
    }
    return mended == null ? text : mended.toString();
  }

  /** JSON leaves DEL as it is; a terminal does not. */
  private static final class DeleteEscaped extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final int DELETE = 0x7F;

    private final int[] ascii = standardAsciiEscapesForJSON();

    DeleteEscaped() {
      ascii[DELETE] = ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ascii;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
      return null; // the standard form for all
    }
  }
}
