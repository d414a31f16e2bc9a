package io.tlsfloor.report.saved;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a field of a line is, as the schema and the index template have it.
 *
 * @param name of the field in its object
 * @param about what it says, and when it is left out
 * @param presence whether it is always there
 * @param content what it holds
 */
record Description(String name, String about, Presence presence, Content content) {
  /** Whether a field is there. */
  enum Presence {
    ALWAYS,
    /** It is left out where it does not apply. */
    SOMETIMES,
    /** It is null where it does not apply. */
    OR_NULL
  }

  /** What a field holds. */
  sealed interface Content permits OneValue, OneObject, ManyValues, Numbers {}

  /** A text, a number, or true or false. */
  record OneValue(ValueType type) implements Content {}

  /** An object. */
  record OneObject(List<Description> fields) implements Content {}

  /** A list. */
  record ManyValues(Content each, boolean mayBeEmpty) implements Content {}

  /** Numbers, each under one of these names. */
  record Numbers(List<String> names, long least) implements Content {}

  /**
   * What values look like.
   *
   * @param name under which the schema has it; empty for one that stands where it is used
   * @param json {@code string}, {@code integer} or {@code boolean}
   * @param rules what else the schema says: {@code minimum}, {@code pattern}, {@code enum}
   * @param stored the type of the field in Elasticsearch
   * @param unit as Elasticsearch names it; empty for none
   * @param example a value
   */
  record ValueType(
      String name,
      String json,
      Map<String, Object> rules,
      String stored,
      String unit,
      Object example) {
    private static final String KEYWORD = "keyword";

    /** Any text. */
    static ValueType text(String example) {
      return new ValueType("", "string", Map.of(), KEYWORD, "", example);
    }

    /** A text of a form. */
    static ValueType pattern(String name, String pattern, String example) {
      return new ValueType(name, "string", Map.of("pattern", pattern), KEYWORD, "", example);
    }

    /** One of these texts. */
    static ValueType words(String name, List<String> words) {
      return new ValueType(
          name, "string", Map.of("enum", List.copyOf(words)), KEYWORD, "", words.get(0));
    }

    /** A whole number. */
    static ValueType number(String unit, long least, long example) {
      return new ValueType("", "integer", Map.of("minimum", least), "long", unit, example);
    }

    /** The same, in another type of field. */
    ValueType stored(String as) {
      return new ValueType(name, json, rules, as, unit, example);
    }

    /** The same, with one rule more. */
    ValueType with(String rule, Object value) {
      Map<String, Object> more = new LinkedHashMap<>(rules);
      more.put(rule, value);
      return new ValueType(name, json, more, stored, unit, example);
    }
  }

  /** Returns the fields of lines of all datasets, by the last word of its name. */
  static List<Description> lines() {
    List<Description> lines = new ArrayList<>();
    lines.add(line("connection", "One connection.", ConnectionLine::fields));
    lines.add(
        line(
            "client",
            "What a client did with a service in a part of a UTC day; after its connections.",
            ClientLine::fields));
    lines.add(line("run", "The run as a whole; its last line.", RunLine::fields));
    lines.add(line("start", "The beginning of a watch; its first line.", WatchLine::start));
    lines.add(
        line(
            "stats",
            "How a watch is doing: every ten minutes, and after each rotation. Counts are since it"
                + " began.",
            WatchLine::stats));
    lines.add(
        line(
            "policy",
            "Another policy is in force from here on: a watch has read it again.",
            WatchLine::policy));
    return lines;
  }

  private static <T, R> Description line(String name, String about, Fields.Shape<T, R> shape) {
    return new Description(name, about, Presence.ALWAYS, DescribedFields.describe(shape).content());
  }
}
