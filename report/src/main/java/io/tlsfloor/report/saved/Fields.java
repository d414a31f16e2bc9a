package io.tlsfloor.report.saved;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.TlsVersion;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One object of a line, by names of its fields. A field that is null counts as left out.
 *
 * @param path where the object is, for messages: {@code tlsfloor.service}; empty for the line
 * @param values by name
 */
record Fields(String path, Map<?, ?> values) {
  /** Packets have times in nanoseconds since 1970, of 64 bits. */
  private static final Instant EARLIEST = Instant.EPOCH.plusNanos(Long.MIN_VALUE);

  private static final Instant LATEST = Instant.EPOCH.plusNanos(Long.MAX_VALUE);
  private static final List<TlsVersion> NAMED =
      List.of(
          TlsVersion.SSL_2_0,
          TlsVersion.SSL_3_0,
          TlsVersion.TLS_1_0,
          TlsVersion.TLS_1_1,
          TlsVersion.TLS_1_2,
          TlsVersion.TLS_1_3,
          TlsVersion.DTLS_1_0,
          TlsVersion.DTLS_1_2,
          TlsVersion.DTLS_1_3);

  /**
   * The object that a line holds.
   *
   * @throws SavedLineException if the line is not JSON
   */
  static Fields of(byte[] line) {
    return of(line, Set.of());
  }

  /**
   * The object that a line holds, without some of its fields: to pass them over is several times as
   * fast.
   *
   * @param unneeded names of fields of the line itself
   * @throws SavedLineException if the line is not JSON
   */
  static Fields of(byte[] line, Set<String> unneeded) {
    return new Fields("", FieldTree.read(line, unneeded));
  }

  /** Returns whether a line is one object of JSON, whatever is in it. */
  static boolean isJson(byte[] line) {
    return FieldTree.isObject(line);
  }

  private String name(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  private SavedLineException wrong(String field) {
    return new SavedLineException(
        values.get(field) == null
            ? "it has no " + name(field)
            : name(field) + " holds something else than it should");
  }

  private <T> Optional<T> value(String field, Class<T> type) {
    @Nullable Object value = values.get(field);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw wrong(field);
    }
    return Optional.of(type.cast(value));
  }

  /** Returns whether it is there. */
  boolean has(String field) {
    return values.get(field) != null;
  }

  /** The object called so; without fields where it is left out. */
  Fields object(String field) {
    return new Fields(name(field), value(field, Map.class).orElse(Map.of()));
  }

  /** A day, {@code 2026-12-31}. */
  LocalDate neededDay(String field) {
    try {
      return LocalDate.parse(needed(field));
    } catch (DateTimeException e) {
      throw wrong(field);
    }
  }

  /** Returns what {@code read} makes of it; empty where it is left out. */
  <T> Optional<T> ifAny(Function<Fields, T> read) {
    return values.isEmpty() ? Optional.empty() : Optional.of(read.apply(this));
  }

  /** All of it, as numbers by name. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    for (Object name : values.keySet()) {
      counts.put(String.valueOf(name), number(String.valueOf(name)));
    }
    return counts;
  }

  /** A text; empty where it is left out. */
  Optional<String> text(String field) {
    return value(field, String.class);
  }

  /**
   * A text.
   *
   * @throws SavedLineException if it is left out
   */
  String needed(String field) {
    return text(field).orElseThrow(() -> wrong(field));
  }

  /** Zero where it is left out. */
  long number(String field) {
    return value(field, Number.class).map(Number::longValue).orElse(0L);
  }

  Optional<Integer> small(String field) {
    return value(field, Number.class).map(Number::intValue);
  }

  /** A small number that is written as text. */
  Optional<Integer> digits(String field) {
    try {
      return text(field).map(Integer::valueOf);
    } catch (NumberFormatException e) {
      throw wrong(field);
    }
  }

  /** False where it is left out. */
  boolean flag(String field) {
    return value(field, Boolean.class).orElse(false);
  }

  private List<?> list(String field) {
    return value(field, List.class).orElse(List.of());
  }

  /** A list of texts. */
  List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (Object item : list(field)) {
      if (!(item instanceof String text)) {
        throw wrong(field);
      }
      texts.add(text);
    }
    return texts;
  }

  List<Long> numbers(String field) {
    List<Long> numbers = new ArrayList<>();
    for (Object item : list(field)) {
      if (!(item instanceof Number number)) {
        throw wrong(field);
      }
      numbers.add(number.longValue());
    }
    return numbers;
  }

  /** A list of objects. */
  List<Fields> objects(String field) {
    List<Fields> objects = new ArrayList<>();
    for (Object item : list(field)) {
      if (!(item instanceof Map<?, ?> map)) {
        throw wrong(field);
      }
      objects.add(new Fields(name(field), map));
    }
    return objects;
  }

  /** An enum's constant by its word: {@code fully_spelt} or {@code fully-spelt}. */
  <E extends Enum<E>> Optional<E> word(String field, Class<E> type) {
    Optional<String> text = text(field);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String constant = text.get().toUpperCase(Locale.ROOT).replace('-', '_');
    for (E each : type.getEnumConstants()) {
      if (each.name().equals(constant)) {
        return Optional.of(each);
      }
    }
    throw wrong(field);
  }

  <E extends Enum<E>> E neededWord(String field, Class<E> type) {
    return word(field, type).orElseThrow(() -> wrong(field));
  }

  /** A time that packets can have; empty where it is left out. */
  Optional<Instant> time(String field) {
    try {
      Optional<Instant> time = text(field).map(Instant::parse);
      if (time.isPresent() && (time.get().isBefore(EARLIEST) || time.get().isAfter(LATEST))) {
        throw wrong(field);
      }
      return time;
    } catch (DateTimeException e) {
      throw wrong(field);
    }
  }

  /**
   * A time.
   *
   * @throws SavedLineException if it is left out
   */
  Instant neededTime(String field) {
    return time(field).orElseThrow(() -> wrong(field));
  }

  IpAddress address(String field) {
    try {
      return IpAddress.parse(needed(field));
    } catch (SavedLineException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw wrong(field);
    }
  }

  int port(String field) {
    long port = number(field);
    if (port < 0 || port > 0xFFFF) {
      throw wrong(field);
    }
    return (int) port;
  }

  /** {@code 00-00-5E-00-53-23}. */
  Optional<MacAddress> mac(String field) {
    Optional<String> text = text(field);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!text.get().matches("([0-9A-F]{2}-){5}[0-9A-F]{2}")) {
      throw wrong(field);
    }
    return Optional.of(new MacAddress(Long.parseLong(text.get().replace("-", ""), 16)));
  }

  /** {@code TLS 1.0}, or {@code 0x7f1c}. */
  Optional<TlsVersion> version(String field) {
    return text(field).map(text -> version(text, field));
  }

  TlsVersion neededVersion(String field) {
    return version(field).orElseThrow(() -> wrong(field));
  }

  List<TlsVersion> versions(String field) {
    return texts(field).stream().map(text -> version(text, field)).toList();
  }

  private TlsVersion version(String text, String field) {
    for (TlsVersion version : NAMED) {
      if (version.toString().equals(text)) {
        return version;
      }
    }
    if (!text.matches("0x[0-9a-f]{4}")) {
      throw wrong(field);
    }
    return new TlsVersion(Integer.parseInt(text.substring(2), 16));
  }
}
