package io.tlsfloor.report.saved;

import io.tlsfloor.report.text.JsonLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One object of a line, which is written from a value, read into a value, or described for the
 * schema. So each field is declared once, for all three. Fields are declared in the order in which
 * they are written; one that is null counts as left out. Each is described with an example, which
 * is read as a line would be.
 *
 * @param <T> what is written
 */
abstract sealed class Fields<T> permits WrittenFields, ReadFields, DescribedFields {
  /** How a field's value is written, read and described: a {@link Scalar}, an object, a list. */
  abstract static class Codec<U, R> {
    /** Writes a value, and returns what it would be read as. */
    abstract R write(JsonLine json, U value) throws IOException;

    /**
     * Reads a value.
     *
     * @param in the object that it is in
     * @param field its name
     * @return null for what is no such value
     */
    abstract @Nullable R read(Object json, ReadFields<?> in, String field) throws IOException;

    /** Describes values. */
    abstract Sample<R> describe() throws IOException;
  }

  /** What values look like, and one of them. */
  record Sample<R>(Description.Content content, R example) {}

  /** A number that is one of many under their names. */
  record CountField(String name, String about, Scalar<Long> unit) {}

  /** Says which fields an object has, and makes of them what it is read as. */
  interface Shape<U, R> {
    R of(Fields<U> fields) throws IOException;
  }

  /** The same, where what it is read as takes something that stands elsewhere in the line. */
  interface Part<U, C, R> {
    R of(Fields<U> fields, C known) throws IOException;
  }

  /** Says which fields an object has that is not read back, as others say the same. */
  interface DerivedShape<U> {
    void of(Fields<U> fields) throws IOException;
  }

  /** Writes the fields of a value into the object that is open. */
  static <T> void write(JsonLine json, T value, Shape<T, ?> shape) throws IOException {
    shape.of(new WrittenFields<>(json, value));
  }

  /**
   * Reads a value.
   *
   * @param line its fields by name
   * @throws SavedLineException if they do not fit
   */
  static <T, R> R read(Map<?, ?> line, Shape<T, R> shape) {
    try {
      return shape.of(new ReadFields<T>("", line));
    } catch (IOException e) { // of a device, which is only written to
      throw new UncheckedIOException(e);
    }
  }

  /** An object as the value of a field, or as an element of a list. */
  static <U, R> Codec<U, R> object(Shape<U, R> shape) {
    return new Nested<>() {
      @Override
      R of(Fields<U> fields) throws IOException {
        return shape.of(fields);
      }
    };
  }

  /**
   * The same, where what it is read as takes something that stands elsewhere in the line. A lambda
   * that captures it would cost each line more than the object.
   */
  static <U, C, R> Codec<U, R> object(C known, Part<U, C, R> part) {
    return new Nested<>() {
      @Override
      R of(Fields<U> fields) throws IOException {
        return part.of(fields, known);
      }
    };
  }

  /** An object that is not read back. */
  static <U> Codec<U, Boolean> repeated(DerivedShape<U> shape) {
    return object(
        fields -> {
          shape.of(fields);
          return true;
        });
  }

  private abstract static class Nested<U, R> extends Codec<U, R> {
    abstract R of(Fields<U> fields) throws IOException;

    @Override
    final R write(JsonLine json, U value) throws IOException {
      json.element();
      R written = of(new WrittenFields<>(json, value));
      json.endObject();
      return written;
    }

    @Override
    final @Nullable R read(Object json, ReadFields<?> in, String field) throws IOException {
      return json instanceof Map<?, ?> map ? of(new ReadFields<>(in.name(field), map)) : null;
    }

    @Override
    final Sample<R> describe() throws IOException {
      return DescribedFields.sample(this::of);
    }
  }

  /** A list as the value of a field. */
  static <U, R> Codec<List<U>, List<R>> listOf(Codec<U, R> codec) {
    return new Codec<>() {
      @Override
      List<R> write(JsonLine json, List<U> values) throws IOException {
        json.list();
        for (int i = 0; i < values.size(); i++) {
          codec.write(json, values.get(i));
        }
        json.endList();
        return List.of(); // which is not looked at
      }

      @Override
      @Nullable List<R> read(Object json, ReadFields<?> in, String field) throws IOException {
        return json instanceof List<?> list ? in.all(field, list, codec) : null;
      }

      @Override
      Sample<List<R>> describe() throws IOException {
        Sample<R> each = codec.describe();
        return new Sample<>(
            new Description.ManyValues(each.content(), true), List.of(each.example()));
      }
    };
  }

  /** Returns whether it is being written: what is made of the fields is not looked at. */
  abstract boolean isWritten();

  /** What is written. */
  abstract T from();

  /** Returns whether a field is there to be read; false in the other directions. */
  abstract boolean has(String field);

  /** Says that a field is missing, or none that fits. */
  abstract SavedLineException wrong(String field);

  /**
   * Refuses what was read if it contradicts itself. Examples do: each field has one.
   *
   * @return whether it does, and is to be made to fit
   */
  abstract boolean contradicts(boolean itself, String why);

  // ---- fields

  /** The same object, for a part of what is written. */
  abstract <U> Fields<U> of(Function<T, U> get);

  /**
   * Fields of this object that are all there, or none of them.
   *
   * @param first one that is always among them
   * @param when they are left out, as a sentence
   * @param known what stands elsewhere in the line
   */
  abstract <U, C, R> Optional<R> anyOf(
      String first, String when, Function<T, Optional<U>> get, C known, Part<U, C, R> part)
      throws IOException;

  /** Begins an object in this one, for the same value; it ends with {@link #end}. */
  abstract Fields<T> begin(String field, String about) throws IOException;

  /** Ends the object that was begun last. */
  abstract void end();

  /** An object; without fields where it is left out. */
  final <U, R> R within(String field, String about, Function<T, U> get, Shape<U, R> shape)
      throws IOException {
    Fields<U> object = of(get).begin(field, about);
    R read = shape.of(object);
    object.end();
    return read;
  }

  /** A value that is always there. */
  abstract <U, R> R needed(String field, String about, Codec<U, R> codec, Function<T, U> get)
      throws IOException;

  /** A value that is always written; lines of an earlier version may not have it. */
  abstract <U, R> Optional<R> always(
      String field, String about, Codec<U, R> codec, Function<T, U> get) throws IOException;

  /** A value that may be left out. */
  abstract <U, R> Optional<R> any(
      String field, String about, Codec<U, R> codec, Function<T, Optional<U>> get)
      throws IOException;

  /** A value that is null where there is none. */
  abstract <U, R> Optional<R> anyOrNull(
      String field, String about, Codec<U, R> codec, Function<T, Optional<U>> get)
      throws IOException;

  /** A list; empty where it is left out. */
  abstract <U, R> List<R> list(
      String field, String about, Codec<U, R> codec, Function<T, List<U>> get) throws IOException;

  /** A list that is left out where it is empty. */
  abstract <U, R> List<R> anyList(
      String field, String about, Codec<U, R> codec, Function<T, List<U>> get) throws IOException;

  /** A number; zero where it is left out. */
  abstract long number(String field, String about, Scalar<Long> unit, ToLongFunction<T> get)
      throws IOException;

  /** How many of something; zero where it is left out. */
  final long number(String field, String about, ToLongFunction<T> get) throws IOException {
    return number(field, about, Scalar.NUMBER, get);
  }

  /** A number that is left out where it is zero. */
  abstract long anyNumber(String field, String about, ToLongFunction<T> get) throws IOException;

  /** What is true, or false; false where it is left out. */
  abstract boolean flag(String field, String about, Predicate<T> get) throws IOException;

  /** A flag that is left out where it is false. */
  abstract boolean anyFlag(String field, String about, Predicate<T> get) throws IOException;

  /**
   * Numbers by their names in this object, as many as there are.
   *
   * @param besides fields that are none of them
   * @param known what they are
   */
  abstract Map<String, Long> counts(
      Set<String> besides, List<CountField> known, Function<T, Map<String, Long>> get)
      throws IOException;

  // ---- fields that are not read back, as others say the same

  /** A value that is written for those who read lines one by one. */
  abstract <U> void also(String field, String about, Codec<U, ?> codec, Function<T, U> get)
      throws IOException;

  /** The same, of a text that is always the same. */
  abstract void also(String field, String about, String text) throws IOException;

  /** The same, of a value that may be left out. */
  abstract <U> void alsoAny(
      String field, String about, Codec<U, ?> codec, Function<T, Optional<U>> get)
      throws IOException;

  /** The same, of a list that is left out where it is empty. */
  abstract <U> void alsoAnyList(
      String field, String about, Codec<U, ?> codec, Function<T, List<U>> get) throws IOException;

  /**
   * Returns the fields of an object inside this one that have to be read before the fields in front
   * of them: what a connection's {@code source} holds depends on whether {@code tlsfloor.report} is
   * there. Has no fields when a line is written or described.
   *
   * @param objects names on the way to it; none for this object
   */
  abstract ReadFields<T> ahead(String... objects) throws IOException;
}
