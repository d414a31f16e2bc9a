package io.tlsfloor.report.saved;

import io.tlsfloor.report.text.JsonLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One object of a line, in one of two directions: it is written from a value, or a value is made of
 * what was read. So each field is named once, and what is written is what is read. Fields are asked
 * for in the order in which they are written; a field that is null counts as left out.
 *
 * @param <T> what is written
 */
final class Fields<T> {
  private final @Nullable JsonLine out; // null for one that is read
  private final @Nullable T from; // what is written
  private final String path; // of one that is read, for messages; empty for the line
  private final Map<?, ?> values; // of one that is read, by name

  /** How a field's value is written and read: a {@link Scalar}, or an {@link #object}. */
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
    abstract @Nullable R read(Object json, Fields<?> in, String field) throws IOException;
  }

  /** Says which fields an object has, and makes of them what it is read as. */
  interface Shape<U, R> {
    R of(Fields<U> fields) throws IOException;
  }

  /** The same, where what it is read as takes something that stands elsewhere in the line. */
  interface Part<U, C, R> {
    R of(Fields<U> fields, C known) throws IOException;
  }

  /** Writes what is not read back. */
  interface Only<U> {
    void write(JsonLine json, U value) throws IOException;
  }

  private Fields(@Nullable JsonLine out, @Nullable T from, String path, Map<?, ?> values) {
    this.out = out;
    this.from = from;
    this.path = path;
    this.values = values;
  }

  /** Writes the fields of a value into the object that is open. */
  static <T> void write(JsonLine json, T value, Shape<T, ?> shape) throws IOException {
    shape.of(new Fields<>(json, value, "", Map.of()));
  }

  /**
   * Reads a value.
   *
   * @param line its fields by name
   * @throws SavedLineException if they do not fit
   */
  static <T, R> R read(Map<?, ?> line, Shape<T, R> shape) {
    try {
      return shape.of(new Fields<T>(null, null, "", line));
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

  private abstract static class Nested<U, R> extends Codec<U, R> {
    abstract R of(Fields<U> fields) throws IOException;

    @Override
    final R write(JsonLine json, U value) throws IOException {
      json.element();
      R written = of(new Fields<>(json, value, "", Map.of()));
      json.endObject();
      return written;
    }

    @Override
    final @Nullable R read(Object json, Fields<?> in, String field) throws IOException {
      return json instanceof Map<?, ?> map
          ? of(new Fields<>(null, null, in.name(field), map))
          : null;
    }
  }

  /** Returns whether it is being written: what is made of the fields is not looked at. */
  boolean isWritten() {
    return out != null;
  }

  /** What is written. */
  T from() {
    if (from == null) {
      throw new IllegalStateException("it is read");
    }
    return from;
  }

  /** Returns whether a field is there, in either direction. */
  boolean has(String field, Predicate<T> written) {
    return out == null ? values.get(field) != null : written.test(from());
  }

  private String name(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  /** Says that a field is missing, or none that fits. */
  SavedLineException wrong(String field) {
    return new SavedLineException(
        values.get(field) == null
            ? "it has no " + name(field)
            : name(field) + " holds something else than it should");
  }

  private <U, R> Optional<R> read(String field, Codec<U, R> codec) throws IOException {
    @Nullable Object value = values.get(field);
    return value == null ? Optional.empty() : Optional.of(read(field, value, codec));
  }

  private <U, R> R read(String field, @Nullable Object value, Codec<U, R> codec)
      throws IOException {
    @Nullable R read = null;
    try {
      read = value == null ? null : codec.read(value, this, field);
    } catch (SavedLineException e) {
      throw e;
    } catch (DateTimeException | IllegalArgumentException e) {
      // It is none.
    }
    if (read == null) {
      throw wrong(field);
    }
    return read;
  }

  // ---- fields

  /** The same object, for a part of what is written. */
  <U> Fields<U> of(Function<T, U> get) {
    return new Fields<>(out, out == null ? null : get.apply(from()), path, values);
  }

  /** Begins an object in this one, for the same value; it ends with {@link #end}. */
  Fields<T> begin(String field) throws IOException {
    if (out != null) {
      out.object(field);
      return this;
    }
    @Nullable Object value = values.get(field);
    if (value != null && !(value instanceof Map)) {
      throw wrong(field);
    }
    return new Fields<>(null, null, name(field), value == null ? Map.of() : (Map<?, ?>) value);
  }

  /** Ends the object that was begun last. */
  void end() {
    if (out != null) {
      out.endObject();
    }
  }

  /** An object; without fields where it is left out. */
  <U, R> R within(String field, Function<T, U> get, Shape<U, R> shape) throws IOException {
    Fields<U> object = of(get).begin(field);
    R read = shape.of(object);
    object.end();
    return read;
  }

  /** A value that is always there. */
  <U, R> R needed(String field, Codec<U, R> codec, Function<T, U> get) throws IOException {
    if (out == null) {
      return read(field, values.get(field), codec);
    }
    out.name(field);
    return codec.write(out, get.apply(from()));
  }

  /** A value that may be left out. */
  <U, R> Optional<R> any(String field, Codec<U, R> codec, Function<T, Optional<U>> get)
      throws IOException {
    if (out == null) {
      return read(field, codec);
    }
    Optional<U> value = get.apply(from());
    if (value.isEmpty()) {
      return Optional.empty();
    }
    out.name(field);
    return Optional.of(codec.write(out, value.get()));
  }

  /** A value that is null where there is none. */
  <U, R> Optional<R> anyOrNull(String field, Codec<U, R> codec, Function<T, Optional<U>> get)
      throws IOException {
    if (out != null && get.apply(from()).isEmpty()) {
      out.nothing(field);
    }
    return any(field, codec, get);
  }

  /** A list; empty where it is left out. */
  <U, R> List<R> list(String field, Codec<U, R> codec, Function<T, List<U>> get)
      throws IOException {
    if (out != null) {
      List<U> values = get.apply(from());
      out.list(field);
      for (int i = 0; i < values.size(); i++) {
        codec.write(out, values.get(i));
      }
      out.endList();
      return List.of(); // which is not looked at
    }
    List<R> all = new ArrayList<>();
    @Nullable Object list = values.get(field);
    if (list != null && !(list instanceof List)) {
      throw wrong(field);
    }
    for (@Nullable Object item : list == null ? List.of() : (List<?>) list) {
      all.add(read(field, item, codec));
    }
    return all;
  }

  /** A list that is left out where it is empty. */
  <U, R> List<R> anyList(String field, Codec<U, R> codec, Function<T, List<U>> get)
      throws IOException {
    return out != null && get.apply(from()).isEmpty() ? List.of() : list(field, codec, get);
  }

  /** A number; zero where it is left out. */
  long number(String field, ToLongFunction<T> get) throws IOException {
    if (out == null) {
      return read(field, Scalar.NUMBER).orElse(0L);
    }
    long number = get.applyAsLong(from());
    out.number(field, number);
    return number;
  }

  /** A number that is left out where it is zero. */
  long anyNumber(String field, ToLongFunction<T> get) throws IOException {
    return out != null && get.applyAsLong(from()) == 0 ? 0 : number(field, get);
  }

  /** What is true, or false and maybe left out. */
  boolean flag(String field, Predicate<T> get) throws IOException {
    if (out == null) {
      return read(field, Scalar.FLAG).orElse(false);
    }
    boolean flag = get.test(from());
    out.flag(field, flag);
    return flag;
  }

  /** A flag that is left out where it is false. */
  boolean anyFlag(String field, Predicate<T> get) throws IOException {
    return (out == null || get.test(from())) && flag(field, get);
  }

  /**
   * Numbers by their names in this object, as many as there are.
   *
   * @param besides fields that are none of them
   */
  Map<String, Long> counts(Set<String> besides, Function<T, Map<String, Long>> get)
      throws IOException {
    Map<String, Long> counts = new LinkedHashMap<>();
    if (out != null) {
      for (Map.Entry<String, Long> count : get.apply(from()).entrySet()) {
        out.number(count.getKey(), count.getValue());
      }
      return counts;
    }
    for (Object name : values.keySet()) {
      String field = String.valueOf(name);
      if (!besides.contains(field)) {
        counts.put(field, read(field, values.get(field), Scalar.NUMBER));
      }
    }
    return counts;
  }

  /** A value that is written for those who read lines one by one: other fields say it. */
  <U> void also(String field, Scalar<U> kind, Function<T, U> get) throws IOException {
    if (out != null) {
      needed(field, kind, get);
    }
  }

  /** The same, of a text that is always the same. */
  void also(String field, String text) throws IOException {
    if (out != null) {
      out.plain(field, text);
    }
  }

  /** Fields that are written for those who read lines one by one. */
  void also(Only<T> fields) throws IOException {
    if (out != null) {
      fields.write(out, from());
    }
  }

  /** Fields further on in what is read, which others before them need; none when written. */
  Fields<T> ahead(String... objects) throws IOException {
    Fields<T> object = new Fields<>(null, null, path, values);
    for (String each : objects) {
      object = object.begin(each);
    }
    return object;
  }
}
