package io.tlsfloor.report.saved;

import io.tlsfloor.report.saved.Description.Content;
import io.tlsfloor.report.saved.Description.ManyValues;
import io.tlsfloor.report.saved.Description.OneObject;
import io.tlsfloor.report.saved.Description.OneValue;
import io.tlsfloor.report.saved.Description.Presence;
import io.tlsfloor.report.saved.Description.ValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** An object that is described: every field is there, with its example. */
final class DescribedFields<T> extends Fields<T> {
  private final List<Description> fields; // of the object, in the order in which they are written
  private final String when; // all of them are left out; empty for never

  private DescribedFields(List<Description> fields, String when) {
    this.fields = fields;
    this.when = when;
  }

  /** Describes what a shape writes, with what it makes of the examples. */
  static <U, R> Sample<R> describe(Shape<U, R> shape) {
    try {
      return sample(shape);
    } catch (IOException e) { // of a device, which is only written to
      throw new UncheckedIOException(e);
    }
  }

  /** The same, of an object in another. */
  static <U, R> Sample<R> sample(Shape<U, R> shape) throws IOException {
    List<Description> fields = new ArrayList<>();
    R example = shape.of(new DescribedFields<>(fields, ""));
    return new Sample<>(new OneObject(fields), example);
  }

  private void add(String field, String about, Presence presence, Content content) {
    boolean always = when.isEmpty() || presence != Presence.ALWAYS;
    fields.add(
        new Description(
            field,
            when.isEmpty() ? about : (about + " " + when).strip(),
            always ? presence : Presence.SOMETIMES,
            content));
  }

  private <R> R add(String field, String about, Presence presence, Codec<?, R> codec)
      throws IOException {
    Sample<R> sample = codec.describe();
    add(field, about, presence, sample.content());
    return sample.example();
  }

  @Override
  boolean isWritten() {
    return false;
  }

  @Override
  T from() {
    throw new IllegalStateException("it is described");
  }

  @Override
  boolean has(String field) {
    return false;
  }

  @Override
  SavedLineException wrong(String field) {
    throw new IllegalStateException("an example that does not fit: " + field);
  }

  @Override
  boolean contradicts(boolean itself, String why) {
    return itself;
  }

  @Override
  <U> Fields<U> of(Function<T, U> get) {
    return new DescribedFields<>(fields, when);
  }

  @Override
  <U, C, R> Optional<R> anyOf(
      String first, String leftOut, Function<T, Optional<U>> get, C known, Part<U, C, R> part)
      throws IOException {
    return Optional.of(part.of(new DescribedFields<>(fields, leftOut), known));
  }

  @Override
  Fields<T> begin(String field, String about) {
    List<Description> inner = new ArrayList<>();
    add(field, about, Presence.ALWAYS, new OneObject(inner));
    return new DescribedFields<>(inner, "");
  }

  @Override
  void end() {
    // What was begun has its own list.
  }

  @Override
  <U, R> R needed(String field, String about, Codec<U, R> codec, Function<T, U> get)
      throws IOException {
    return add(field, about, Presence.ALWAYS, codec);
  }

  @Override
  <U, R> Optional<R> always(String field, String about, Codec<U, R> codec, Function<T, U> get)
      throws IOException {
    return Optional.of(add(field, about, Presence.ALWAYS, codec));
  }

  @Override
  <U, R> Optional<R> any(
      String field, String about, Codec<U, R> codec, Function<T, Optional<U>> get)
      throws IOException {
    return Optional.of(add(field, about, Presence.SOMETIMES, codec));
  }

  @Override
  <U, R> Optional<R> anyOrNull(
      String field, String about, Codec<U, R> codec, Function<T, Optional<U>> get)
      throws IOException {
    return Optional.of(add(field, about, Presence.OR_NULL, codec));
  }

  private <R> List<R> list(String field, String about, Presence presence, Codec<?, R> codec)
      throws IOException {
    Sample<R> each = codec.describe();
    add(field, about, presence, new ManyValues(each.content(), presence == Presence.ALWAYS));
    return List.of(each.example());
  }

  @Override
  <U, R> List<R> list(String field, String about, Codec<U, R> codec, Function<T, List<U>> get)
      throws IOException {
    return list(field, about, Presence.ALWAYS, codec);
  }

  @Override
  <U, R> List<R> anyList(String field, String about, Codec<U, R> codec, Function<T, List<U>> get)
      throws IOException {
    return list(field, about, Presence.SOMETIMES, codec);
  }

  @Override
  long number(String field, String about, Scalar<Long> unit, ToLongFunction<T> get)
      throws IOException {
    return add(field, about, Presence.ALWAYS, unit);
  }

  @Override
  long anyNumber(String field, String about, ToLongFunction<T> get) {
    ValueType type = ValueType.number("", 1, 1);
    add(field, about, Presence.SOMETIMES, new OneValue(type));
    return 1;
  }

  @Override
  boolean flag(String field, String about, Predicate<T> get) throws IOException {
    return add(field, about, Presence.ALWAYS, Scalar.FLAG);
  }

  @Override
  boolean anyFlag(String field, String about, Predicate<T> get) {
    ValueType type = Scalar.FLAG.type().with("const", true);
    add(field, about, Presence.SOMETIMES, new OneValue(type));
    return true;
  }

  @Override
  Map<String, Long> counts(
      Set<String> besides, List<CountField> known, Function<T, Map<String, Long>> get)
      throws IOException {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (CountField each : known) {
      counts.put(each.name(), add(each.name(), each.about(), Presence.ALWAYS, each.unit()));
    }
    return counts;
  }

  @Override
  <U> void also(String field, String about, Codec<U, ?> codec, Function<T, U> get)
      throws IOException {
    add(field, about, Presence.ALWAYS, codec);
  }

  @Override
  void also(String field, String about, String text) {
    add(field, about, Presence.ALWAYS, new OneValue(ValueType.text(text).with("const", text)));
  }

  @Override
  <U> void alsoAny(String field, String about, Codec<U, ?> codec, Function<T, Optional<U>> get)
      throws IOException {
    add(field, about, Presence.SOMETIMES, codec);
  }

  @Override
  <U> void alsoAnyList(String field, String about, Codec<U, ?> codec, Function<T, List<U>> get)
      throws IOException {
    list(field, about, Presence.SOMETIMES, codec);
  }

  @Override
  ReadFields<T> ahead(String... objects) {
    return ReadFields.nothing();
  }
}
