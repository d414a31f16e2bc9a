package io.tlsfloor.report.saved;

import java.io.IOException;
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

/** An object that was read. */
final class ReadFields<T> extends Fields<T> {
  private final String path; // for messages; empty for the line
  private final Map<?, ?> values; // by name

  /**
   * Takes fields.
   *
   * @param path of their object in the line, for messages; empty for the line
   */
  ReadFields(String path, Map<?, ?> values) {
    this.path = path;
    this.values = values;
  }

  /** Without fields. */
  static <T> ReadFields<T> nothing() {
    return new ReadFields<>("", Map.of());
  }

  @Override
  boolean isWritten() {
    return false;
  }

  @Override
  T from() {
    throw new IllegalStateException("it is read");
  }

  @Override
  boolean has(String field) {
    return values.get(field) != null;
  }

  /** Where a field stands in its line, {@code source.ip}. */
  String name(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  @Override
  SavedLineException wrong(String field) {
    return new SavedLineException(
        values.get(field) == null
            ? "it has no " + name(field)
            : name(field) + " holds something else than it should");
  }

  @Override
  boolean contradicts(boolean itself, String why) {
    if (itself) {
      throw new SavedLineException(why);
    }
    return false;
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

  /** Reads the elements of a list. */
  <U, R> List<R> all(String field, List<?> list, Codec<U, R> codec) throws IOException {
    List<R> all = new ArrayList<>();
    for (@Nullable Object item : list) {
      all.add(read(field, item, codec));
    }
    return all;
  }

  @Override
  <U> Fields<U> of(Function<T, U> get) {
    return new ReadFields<>(path, values);
  }

  @Override
  <U, C, R> Optional<R> anyOf(
      String first, String when, Function<T, Optional<U>> get, C known, Part<U, C, R> part)
      throws IOException {
    return has(first)
        ? Optional.of(part.of(new ReadFields<>(path, values), known))
        : Optional.empty();
  }

  @Override
  ReadFields<T> begin(String field, String about) {
    @Nullable Object value = values.get(field);
    if (value != null && !(value instanceof Map)) {
      throw wrong(field);
    }
    return new ReadFields<>(name(field), value == null ? Map.of() : (Map<?, ?>) value);
  }

  @Override
  void end() {
    // It was read whole.
  }

  @Override
  <U, R> R needed(String field, String about, Codec<U, R> codec, Function<T, U> get)
      throws IOException {
    return read(field, values.get(field), codec);
  }

  @Override
  <U, R> Optional<R> always(String field, String about, Codec<U, R> codec, Function<T, U> get)
      throws IOException {
    return read(field, codec);
  }

  @Override
  <U, R> Optional<R> any(
      String field, String about, Codec<U, R> codec, Function<T, Optional<U>> get)
      throws IOException {
    return read(field, codec);
  }

  @Override
  <U, R> Optional<R> anyOrNull(
      String field, String about, Codec<U, R> codec, Function<T, Optional<U>> get)
      throws IOException {
    return read(field, codec);
  }

  @Override
  <U, R> List<R> list(String field, String about, Codec<U, R> codec, Function<T, List<U>> get)
      throws IOException {
    @Nullable Object list = values.get(field);
    if (list != null && !(list instanceof List)) {
      throw wrong(field);
    }
    return all(field, list == null ? List.of() : (List<?>) list, codec);
  }

  @Override
  <U, R> List<R> anyList(String field, String about, Codec<U, R> codec, Function<T, List<U>> get)
      throws IOException {
    return list(field, about, codec, get);
  }

  @Override
  long number(String field, String about, Scalar<Long> unit, ToLongFunction<T> get)
      throws IOException {
    return read(field, unit).orElse(0L);
  }

  @Override
  long anyNumber(String field, String about, ToLongFunction<T> get) throws IOException {
    return read(field, Scalar.NUMBER).orElse(0L);
  }

  @Override
  boolean flag(String field, String about, Predicate<T> get) throws IOException {
    return read(field, Scalar.FLAG).orElse(false);
  }

  @Override
  boolean anyFlag(String field, String about, Predicate<T> get) throws IOException {
    return flag(field, about, get);
  }

  @Override
  Map<String, Long> counts(
      Set<String> besides, List<CountField> known, Function<T, Map<String, Long>> get)
      throws IOException {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Object name : values.keySet()) {
      String field = String.valueOf(name);
      if (!besides.contains(field)) {
        counts.put(field, read(field, values.get(field), Scalar.NUMBER));
      }
    }
    return counts;
  }

  @Override
  <U> void also(String field, String about, Codec<U, ?> codec, Function<T, U> get) {
    // Other fields say it.
  }

  @Override
  void also(String field, String about, String text) {
    // It says nothing.
  }

  @Override
  <U> void alsoAny(String field, String about, Codec<U, ?> codec, Function<T, Optional<U>> get) {
    // Other fields say it.
  }

  @Override
  <U> void alsoAnyList(String field, String about, Codec<U, ?> codec, Function<T, List<U>> get) {
    // Other fields say it.
  }

  @Override
  ReadFields<T> ahead(String... objects) {
    ReadFields<T> object = this;
    for (String each : objects) {
      object = object.begin(each, "");
    }
    return object;
  }
}
