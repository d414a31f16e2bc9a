package io.tlsfloor.report.saved;

import io.tlsfloor.report.text.JsonLine;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** An object that is written. */
final class WrittenFields<T> extends Fields<T> {
  private final JsonLine out;
  private final T from;

  /** Writes into the object that is open. */
  WrittenFields(JsonLine out, T from) {
    this.out = out;
    this.from = from;
  }

  @Override
  boolean isWritten() {
    return true;
  }

  @Override
  T from() {
    return from;
  }

  @Override
  boolean has(String field) {
    return false;
  }

  @Override
  SavedLineException wrong(String field) {
    throw new IllegalStateException("it is written: " + field);
  }

  @Override
  boolean contradicts(boolean itself, String why) {
    return false;
  }

  @Override
  <U> Fields<U> of(Function<T, U> get) {
    return new WrittenFields<>(out, get.apply(from));
  }

  @Override
  <U, C, R> Optional<R> anyOf(
      String first, String when, Function<T, Optional<U>> get, C known, Part<U, C, R> part)
      throws IOException {
    Optional<U> value = get.apply(from);
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(part.of(new WrittenFields<>(out, value.get()), known));
  }

  @Override
  Fields<T> begin(String field, String about) throws IOException {
    out.object(field);
    return this;
  }

  @Override
  void end() {
    out.endObject();
  }

  @Override
  <U, R> R needed(String field, String about, Codec<U, R> codec, Function<T, U> get)
      throws IOException {
    out.name(field);
    return codec.write(out, get.apply(from));
  }

  @Override
  <U, R> Optional<R> always(String field, String about, Codec<U, R> codec, Function<T, U> get)
      throws IOException {
    return Optional.of(needed(field, about, codec, get));
  }

  @Override
  <U, R> Optional<R> any(
      String field, String about, Codec<U, R> codec, Function<T, Optional<U>> get)
      throws IOException {
    Optional<U> value = get.apply(from);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    out.name(field);
    return Optional.of(codec.write(out, value.get()));
  }

  @Override
  <U, R> Optional<R> anyOrNull(
      String field, String about, Codec<U, R> codec, Function<T, Optional<U>> get)
      throws IOException {
    Optional<U> value = get.apply(from);
    if (value.isEmpty()) {
      out.nothing(field);
      return Optional.empty();
    }
    out.name(field);
    return Optional.of(codec.write(out, value.get()));
  }

  @Override
  <U, R> List<R> list(String field, String about, Codec<U, R> codec, Function<T, List<U>> get)
      throws IOException {
    write(field, codec, get.apply(from));
    return List.of(); // which is not looked at
  }

  @Override
  <U, R> List<R> anyList(String field, String about, Codec<U, R> codec, Function<T, List<U>> get)
      throws IOException {
    List<U> values = get.apply(from);
    if (!values.isEmpty()) {
      write(field, codec, values);
    }
    return List.of();
  }

  private <U> void write(String field, Codec<U, ?> codec, List<U> values) throws IOException {
    out.list(field);
    for (int i = 0; i < values.size(); i++) {
      codec.write(out, values.get(i));
    }
    out.endList();
  }

  @Override
  long number(String field, String about, Scalar<Long> unit, ToLongFunction<T> get)
      throws IOException {
    long number = get.applyAsLong(from);
    out.number(field, number);
    return number;
  }

  @Override
  long anyNumber(String field, String about, ToLongFunction<T> get) throws IOException {
    long number = get.applyAsLong(from);
    if (number != 0) {
      out.number(field, number);
    }
    return number;
  }

  @Override
  boolean flag(String field, String about, Predicate<T> get) throws IOException {
    boolean flag = get.test(from);
    out.flag(field, flag);
    return flag;
  }

  @Override
  boolean anyFlag(String field, String about, Predicate<T> get) throws IOException {
    return get.test(from) && flag(field, about, get);
  }

  @Override
  Map<String, Long> counts(
      Set<String> besides, List<CountField> known, Function<T, Map<String, Long>> get)
      throws IOException {
    for (Map.Entry<String, Long> count : get.apply(from).entrySet()) {
      out.number(count.getKey(), count.getValue());
    }
    return Map.of();
  }

  @Override
  <U> void also(String field, String about, Codec<U, ?> codec, Function<T, U> get)
      throws IOException {
    out.name(field);
    codec.write(out, get.apply(from));
  }

  @Override
  void also(String field, String about, String text) throws IOException {
    out.plain(field, text);
  }

  @Override
  <U> void alsoAny(String field, String about, Codec<U, ?> codec, Function<T, Optional<U>> get)
      throws IOException {
    Optional<U> value = get.apply(from);
    if (value.isPresent()) {
      out.name(field);
      codec.write(out, value.get());
    }
  }

  @Override
  <U> void alsoAnyList(String field, String about, Codec<U, ?> codec, Function<T, List<U>> get)
      throws IOException {
    List<U> values = get.apply(from);
    if (!values.isEmpty()) {
      write(field, codec, values);
    }
  }

  @Override
  ReadFields<T> ahead(String... objects) {
    return ReadFields.nothing();
  }
}
