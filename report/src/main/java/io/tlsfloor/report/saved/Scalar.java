package io.tlsfloor.report.saved;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.saved.Description.ValueType;
import io.tlsfloor.report.text.JsonLine;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a value stands in a line, in both directions: as a text, a number, or true or false. A line
 * has a hundred of them, so the common ones are classes, and no lambdas that call each other.
 */
abstract class Scalar<U> extends Fields.Codec<U, U> {
  /** Packets have times in nanoseconds since 1970, of 64 bits. */
  private static final Instant EARLIEST = Instant.EPOCH.plusNanos(Long.MIN_VALUE);

  private static final Instant LATEST = Instant.EPOCH.plusNanos(Long.MAX_VALUE);

  private static final Map<String, TlsVersion> VERSIONS =
      Stream.of(
              TlsVersion.SSL_2_0,
              TlsVersion.SSL_3_0,
              TlsVersion.TLS_1_0,
              TlsVersion.TLS_1_1,
              TlsVersion.TLS_1_2,
              TlsVersion.TLS_1_3,
              TlsVersion.DTLS_1_0,
              TlsVersion.DTLS_1_2,
              TlsVersion.DTLS_1_3)
          .collect(Collectors.toMap(TlsVersion::toString, version -> version));

  /** A moment: packets have it in nanoseconds. */
  private static final ValueType MOMENT =
      ValueType.pattern(
              "timestamp",
              "^-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{9}Z$",
              "2026-11-02T09:00:00.007000000Z")
          .with("description", "UTC, ISO 8601, always nine decimals.");

  private static final ValueType ANY_DAY =
      ValueType.text("2026-12-31").with("format", "date").stored("date");

  private static final String HEX_32 = "^[0-9a-f]{32}$";

  /** A sentence or more, for people. */
  static final Scalar<String> SENTENCE =
      new Text(
          ValueType.text("negotiated TLS 1.0 with outlook.office365.com")
              .stored("match_only_text"));

  /** A capture file as it was given or found, or an interface. */
  static final Scalar<String> FILE = text("captures/gateway.pcapng");

  /** What a client looks like. */
  static final Scalar<String> STACK = text("OpenSSL 3.5");

  /** The name of a host. */
  static final Scalar<String> HOST = text("outlook.office365.com");

  /** What a dialogue before TLS is called. */
  static final Scalar<String> PREFACE = text("starttls-smtp");

  /** A day, {@code 2026-12-31}, as a text. */
  static final Scalar<String> DATE = new Text(ANY_DAY);

  private static final ValueType ANY_ID =
      ValueType.pattern("id", HEX_32, "0123456789abcdef0123456789abcdef");

  /** The id of a connection. */
  static final Scalar<String> ID = new Plain(ANY_ID);

  /** The id of a run. */
  static final Scalar<String> RUN_ID = new Text(ANY_ID);

  /** A fingerprint. */
  static final Scalar<String> MD5 =
      new Text(ValueType.pattern("md5", HEX_32, "0123456789abcdef0123456789abcdef"));

  static final Scalar<Long> NUMBER = count("", 0);
  static final Scalar<Long> SOME = count("", 1);
  static final Scalar<Long> BYTES = count("byte", 0);
  static final Scalar<Long> SECONDS = count("s", 0);
  static final Scalar<Long> MILLIS = count("ms", 0);
  static final Scalar<Long> NANOS = count("nanos", 0);

  static final Scalar<Integer> SMALL =
      number(ValueType.number("", 0, 7), number -> number, Long::intValue);

  static final Scalar<Integer> PORT =
      number(
          new ValueType(
              "port", "integer", Map.of("minimum", 0, "maximum", 0xFFFF), "long", "", 443),
          number -> number,
          port -> port < 0 || port > 0xFFFF ? null : (Integer) port.intValue());

  static final Scalar<Boolean> FLAG =
      new Scalar<>(new ValueType("", "boolean", Map.of(), "boolean", "", true)) {
        @Override
        Boolean write(JsonLine json, Boolean value) throws IOException {
          json.item(value);
          return value;
        }

        @Override
        @Nullable Boolean read(Object json) {
          return json instanceof Boolean flag ? flag : null;
        }
      };

  /** A time that packets can have. */
  static final Scalar<Instant> TIME = new Time(MOMENT.stored("date_nanos"));

  /** The same in a field of ECS, whose type has milliseconds. */
  static final Scalar<Instant> ECS_TIME = new Time(MOMENT.stored("date"));

  static final Scalar<IpAddress> ADDRESS =
      new Scalar<>(
          new ValueType(
              "ip",
              "string",
              Map.of("anyOf", List.of(Map.of("format", "ipv4"), Map.of("format", "ipv6"))),
              "ip",
              "",
              "10.20.3.41")) {
        @Override
        IpAddress write(JsonLine json, IpAddress value) throws IOException {
          json.item(value);
          return value;
        }

        @Override
        @Nullable IpAddress read(Object json) {
          return json instanceof String text ? IpAddress.parse(text) : null;
        }
      };

  /** The id of a VLAN, which ECS has as a text. */
  static final Scalar<Integer> VLAN =
      plain(
          ValueType.pattern("vlan", "^[0-9]{1,4}$", "12"),
          number -> Integer.toString(number),
          Integer::valueOf);

  /** A day, {@code 2026-12-31}. */
  static final Scalar<LocalDate> DAY = plain(ANY_DAY, LocalDate::toString, LocalDate::parse);

  /** {@code 00-00-5E-00-53-23}. */
  static final Scalar<MacAddress> MAC =
      plain(
          ValueType.pattern("mac", "^[0-9A-F]{2}(-[0-9A-F]{2}){5}$", "00-00-5E-00-53-23"),
          MacAddress::toString,
          Scalar::mac);

  /** {@code TLS 1.0}, or {@code 0x7f1c}. */
  static final Scalar<TlsVersion> VERSION =
      plain(
          ValueType.pattern(
                  "version",
                  "^((SSL (2\\.0|3\\.0))|(TLS 1\\.[0-3])|(DTLS 1\\.[023])|(0x[0-9a-f]{4}))$",
                  "TLS 1.0")
              .with("description", "A name, or the number of what has none."),
          TlsVersion::toString,
          Scalar::version);

  private final ValueType type;

  /** Of values that look like this. */
  Scalar(ValueType type) {
    this.type = type;
  }

  /** What values look like. */
  final ValueType type() {
    return type;
  }

  /**
   * Makes a value of a text, a number, or true or false; null, or an exception, for what is none.
   */
  abstract @Nullable U read(Object json);

  @Override
  final @Nullable U read(Object json, ReadFields<?> in, String field) {
    return read(json);
  }

  @Override
  final Fields.Sample<U> describe() {
    @Nullable U example = read(type.example());
    if (example == null) {
      throw new IllegalStateException("an example that is none: " + type);
    }
    return new Fields.Sample<>(new Description.OneValue(type), example);
  }

  /** Text from anywhere, which is escaped. */
  static Scalar<String> text(String example) {
    return new Text(ValueType.text(example));
  }

  /** Text of a form. */
  static Scalar<String> text(ValueType type) {
    return new Text(type);
  }

  /** One of these words. */
  static Scalar<String> oneOf(String... words) {
    return new Plain(ValueType.words("", List.of(words)));
  }

  /** A text of ours, of a form: in ASCII, and with nothing to escape. */
  static Scalar<String> ours(String pattern, String example) {
    return new Plain(ValueType.pattern("", pattern, example));
  }

  private static Scalar<Long> count(String unit, long least) {
    return number(ValueType.number(unit, least, 7), number -> number, number -> number);
  }

  /** Text that is escaped. */
  private static final class Text extends Scalar<String> {
    Text(ValueType type) {
      super(type);
    }

    @Override
    String write(JsonLine json, String value) throws IOException {
      json.item(value);
      return value;
    }

    @Override
    @Nullable String read(Object json) {
      return json instanceof String text ? text : null;
    }
  }

  /** Text with nothing to escape. */
  private static final class Plain extends Scalar<String> {
    Plain(ValueType type) {
      super(type);
    }

    @Override
    String write(JsonLine json, String value) throws IOException {
      json.plain(value);
      return value;
    }

    @Override
    @Nullable String read(Object json) {
      return json instanceof String text ? text : null;
    }
  }

  private static final class Time extends Scalar<Instant> {
    Time(ValueType type) {
      super(type);
    }

    @Override
    Instant write(JsonLine json, Instant value) throws IOException {
      json.item(value);
      return value;
    }

    @Override
    @Nullable Instant read(Object json) {
      Instant time = json instanceof String text ? Instant.parse(text) : null;
      return time == null || time.isBefore(EARLIEST) || time.isAfter(LATEST) ? null : time;
    }
  }

  /** What is written as a text of ours. */
  static <U> Scalar<U> plain(
      ValueType type, Function<U, String> say, Function<String, @Nullable U> of) {
    return new Scalar<>(type) {
      @Override
      U write(JsonLine json, U value) throws IOException {
        json.plain(say.apply(value));
        return value;
      }

      @Override
      @Nullable U read(Object json) {
        return json instanceof String text ? of.apply(text) : null;
      }
    };
  }

  /** What is written as a number. */
  static <U> Scalar<U> number(
      ValueType type, ToLongFunction<U> say, Function<Long, @Nullable U> of) {
    return new Scalar<>(type) {
      @Override
      U write(JsonLine json, U value) throws IOException {
        json.item(say.applyAsLong(value));
        return value;
      }

      @Override
      @Nullable U read(Object json) {
        return json instanceof Number number ? of.apply(number.longValue()) : null;
      }
    };
  }

  /** An enum's constant by its word, {@code fully_spelt}. */
  static <E extends Enum<E>> Scalar<E> word(Class<E> type) {
    return word(type, each -> each.name().toLowerCase(Locale.ROOT));
  }

  /** An enum's constant by its word, {@code fully-spelt}. */
  static <E extends Enum<E>> Scalar<E> dashed(Class<E> type) {
    return word(type, each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /** The same, where one constant stands for a field that is left out. */
  static <E extends Enum<E>> Scalar<E> wordBut(E none) {
    Class<E> type = none.getDeclaringClass();
    Scalar<E> words = word(type);
    List<String> written = new ArrayList<>();
    for (E each : type.getEnumConstants()) {
      if (each != none) {
        written.add(each.name().toLowerCase(Locale.ROOT));
      }
    }
    return plain(
        ValueType.words("", written), each -> each.name().toLowerCase(Locale.ROOT), words::read);
  }

  /** An enum's constant by its word. */
  static <E extends Enum<E>> Scalar<E> word(Class<E> type, Function<E, String> word) {
    E[] constants = type.getEnumConstants();
    String[] words = new String[constants.length];
    Map<String, E> byWord = new HashMap<>();
    for (E each : constants) {
      words[each.ordinal()] = word.apply(each);
      byWord.put(words[each.ordinal()], each);
    }
    String name = type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_");
    return plain(
        ValueType.words(name.toLowerCase(Locale.ROOT), List.of(words)),
        each -> words[each.ordinal()],
        byWord::get);
  }

  /** A number from 0 on by its name; of two that share one the lower is read. */
  static Scalar<Integer> named(ValueType type, int count, IntFunction<String> name) {
    Map<String, Integer> byName = new HashMap<>();
    for (int i = 0; i < count; i++) {
      byName.putIfAbsent(name.apply(i), i);
    }
    return plain(type, name::apply, byName::get);
  }

  /** How many there are of each of these, where there are some. */
  static <K> Fields.Codec<Map<K, Long>, Map<K, Long>> counts(
      List<K> keys, Function<K, String> name) {
    return new Fields.Codec<>() {
      @Override
      Map<K, Long> write(JsonLine json, Map<K, Long> counts) throws IOException {
        json.element();
        for (K key : keys) {
          @Nullable Long count = counts.get(key);
          if (count != null) {
            json.number(name.apply(key), count);
          }
        }
        json.endObject();
        return counts;
      }

      @Override
      @Nullable Map<K, Long> read(Object json, ReadFields<?> in, String field) throws IOException {
        if (!(json instanceof Map<?, ?> map)) {
          return null;
        }
        ReadFields<Map<K, Long>> fields = new ReadFields<>(in.name(field), map);
        Map<K, Long> counts = new LinkedHashMap<>();
        for (K key : keys) {
          fields
              .any(name.apply(key), "", NUMBER, none -> Optional.empty())
              .ifPresent(count -> counts.put(key, count));
        }
        return counts;
      }

      @Override
      Fields.Sample<Map<K, Long>> describe() {
        return new Fields.Sample<>(
            new Description.Numbers(keys.stream().map(name).toList(), 1), Map.of(keys.get(0), 1L));
      }
    };
  }

  private static @Nullable MacAddress mac(String text) {
    return text.matches("([0-9A-F]{2}-){5}[0-9A-F]{2}")
        ? new MacAddress(Long.parseLong(text.replace("-", ""), 16))
        : null;
  }

  private static @Nullable TlsVersion version(String text) {
    TlsVersion known = VERSIONS.get(text);
    return known == null && text.matches("0x[0-9a-f]{4}")
        ? new TlsVersion(Integer.parseInt(text.substring(2), 16))
        : known;
  }
}
