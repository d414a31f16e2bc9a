package io.tlsfloor.report.saved;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.text.JsonLine;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
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

  /** Text from anywhere, which is escaped. */
  static final Scalar<String> TEXT =
      new Scalar<>() {
        @Override
        String write(JsonLine json, String value) throws IOException {
          json.item(value);
          return value;
        }

        @Override
        @Nullable String read(Object json) {
          return json instanceof String text ? text : null;
        }
      };

  /** A text of ours: in ASCII, and with nothing to escape. */
  static final Scalar<String> PLAIN =
      new Scalar<>() {
        @Override
        String write(JsonLine json, String value) throws IOException {
          json.plain(value);
          return value;
        }

        @Override
        @Nullable String read(Object json) {
          return json instanceof String text ? text : null;
        }
      };

  static final Scalar<Long> NUMBER = number(number -> number, number -> number);

  static final Scalar<Integer> SMALL = number(number -> number, Long::intValue);

  static final Scalar<Integer> PORT =
      number(
          number -> number, port -> port < 0 || port > 0xFFFF ? null : (Integer) port.intValue());

  static final Scalar<Boolean> FLAG =
      new Scalar<>() {
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
  static final Scalar<Instant> TIME =
      new Scalar<>() {
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
      };

  static final Scalar<IpAddress> ADDRESS =
      new Scalar<>() {
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

  /** A small number that is written as text. */
  static final Scalar<Integer> DIGITS = plain(number -> Integer.toString(number), Integer::valueOf);

  /** A day, {@code 2026-12-31}. */
  static final Scalar<LocalDate> DAY = plain(LocalDate::toString, LocalDate::parse);

  /** {@code 00-00-5E-00-53-23}. */
  static final Scalar<MacAddress> MAC = plain(MacAddress::toString, Scalar::mac);

  /** {@code TLS 1.0}, or {@code 0x7f1c}. */
  static final Scalar<TlsVersion> VERSION = plain(TlsVersion::toString, Scalar::version);

  /**
   * Makes a value of a text, a number, or true or false; null, or an exception, for what is none.
   */
  abstract @Nullable U read(Object json);

  @Override
  final @Nullable U read(Object json, Fields<?> in, String field) {
    return read(json);
  }

  /** What is written as a text of ours. */
  static <U> Scalar<U> plain(Function<U, String> say, Function<String, @Nullable U> of) {
    return new Scalar<>() {
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
  static <U> Scalar<U> number(ToLongFunction<U> say, Function<Long, @Nullable U> of) {
    return new Scalar<>() {
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
    return word(type, '_');
  }

  /** An enum's constant by its word, {@code fully-spelt}. */
  static <E extends Enum<E>> Scalar<E> dashed(Class<E> type) {
    return word(type, '-');
  }

  private static <E extends Enum<E>> Scalar<E> word(Class<E> type, char between) {
    E[] constants = type.getEnumConstants();
    String[] words = new String[constants.length];
    Map<String, E> byWord = new HashMap<>();
    for (E each : constants) {
      words[each.ordinal()] = each.name().toLowerCase(Locale.ROOT).replace('_', between);
      byWord.put(words[each.ordinal()], each);
    }
    return plain(each -> words[each.ordinal()], byWord::get);
  }

  /** A number from 0 on by its name; of two that share one the lower is read. */
  static Scalar<Integer> named(int count, IntFunction<String> name) {
    Map<String, Integer> byName = new HashMap<>();
    for (int i = 0; i < count; i++) {
      byName.putIfAbsent(name.apply(i), i);
    }
    return plain(name::apply, byName::get);
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
