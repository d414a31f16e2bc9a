package io.tlsfloor.cli.option;

import io.tlsfloor.inventory.answer.Listing;
import io.tlsfloor.inventory.derive.Standard;
import io.tlsfloor.report.form.Format;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Direction;
import io.tlsfloor.rules.IpPrefix;
import io.tlsfloor.rules.catalogue.OtherNames;
import io.tlsfloor.rules.policy.Vocabulary;
import io.tlsfloor.rules.resource.Spelling;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A type of option value: how its text is read.
 *
 * @param <T> what the text becomes
 * @param reader throws an {@code IllegalArgumentException} for text that is no value; its message,
 *     where it has one, says why
 * @param hint what to give instead of such text
 * @param words what a value may be, or likely is; empty where that is open
 * @param isNumber whether a configuration file may hold it as a number
 */
public record Kind<T>(
    Function<String, T> reader,
    Function<String, String> hint,
    List<String> words,
    boolean isNumber) {

  /** No value: the option is there or not. */
  public static final Kind<Boolean> FLAG = of(text -> true, "");

  /** Any text. */
  public static final Kind<String> TEXT = of(text -> text, "");

  /** A range of IP addresses. */
  public static final Kind<IpPrefix> RANGE =
      of(IpPrefix::parse, "Give a range such as 10.0.0.0/8 or 2001:db8::/32, or a single address.");

  /** A day without a sign: Java's years reach further than numbers of days do. */
  static final Kind<LocalDate> DAY = of(Kind::day, "Give a day such as 2026-12-31.");

  /** Where to listen; without a host, on 127.0.0.1. */
  static final Kind<InetSocketAddress> LISTEN =
      of(Kind::listen, "Give an address and a port, such as 127.0.0.1:9365.");

  /** A header of HTTP. */
  static final Kind<String> HEADER =
      of(text -> checked(text, text.matches("[A-Za-z][A-Za-z0-9-]*")), "Such as X-Remote-User.");

  /** A cloud instance of the endpoint list. */
  static final Kind<String> INSTANCES =
      of(OtherNames::instance, "")
          .suggesting(List.of("Worldwide", "China", "USGovGCCHigh", "USGovDoD"));

  /** A form of results, or none: then the place they go to decides. */
  static final Kind<Optional<Format>> LIVE_FORM = liveForm(word(Format.class));

  /** {@code json} is the name of JSON Lines where there is one line. */
  static final Kind<Listing.Form> LISTING =
      word(
          List.of("table", "json", "jsonl", "csv"),
          List.of(Listing.Form.TABLE, Listing.Form.JSONL, Listing.Form.JSONL, Listing.Form.CSV));

  private static final String HOURS_AND_PERCENT =
      "(\\d{1,2}(?:\\.\\d+)?)h?(?:,(\\d{1,2}(?:\\.\\d+)?)%?)?";

  /** Holds what a covered day takes. */
  static final Kind<Standard> COVERAGE =
      of(Kind::coverage, "Give hours, or hours and percent: 4, or 4,2.5; the usual is 8,1.");

  /** Directions by one word. */
  static final Kind<Set<Direction>> DIRECTIONS = directions();

  /**
   * A kind with a reader of its own.
   *
   * @param hint what to give instead of text that is no value
   */
  public static <T> Kind<T> of(Function<String, T> reader, String hint) {
    return new Kind<>(reader, text -> hint, List.of(), false);
  }

  private static <T> Kind<T> numeric(Function<String, T> reader, String hint) {
    return new Kind<>(reader, text -> hint, List.of(), true);
  }

  /** One of the words of a policy file. */
  public static <T> Kind<T> word(Vocabulary<T> vocabulary) {
    return word(vocabulary.words(), vocabulary.constants());
  }

  /** A constant of an enum, by its name in lower case. */
  public static <E extends Enum<E>> Kind<E> word(Class<E> type) {
    List<E> constants = List.of(type.getEnumConstants());
    return word(constants.stream().map(Words::constant).toList(), constants);
  }

  /** One of {@code words}, in any case, which stands for the constant at its place. */
  public static <T> Kind<T> word(List<String> words, List<T> constants) {
    return new Kind<>(
        text -> {
          int index = words.indexOf(text.toLowerCase(Locale.ROOT));
          return checked(constants, index >= 0).get(index);
        },
        text -> Spelling.hint(text, words),
        List.copyOf(words),
        false);
  }

  /** A number of seconds above zero, with or without a fraction. */
  public static Kind<Duration> seconds(Duration most) {
    return numeric(
        text -> {
          checked(text, text.matches("(?=.{1,12}$)([0-9]*\\.?[0-9]+|[0-9]+\\.)"));
          Duration duration = Duration.ofNanos(new BigDecimal(text).movePointRight(9).longValue());
          return checked(duration, !duration.isZero() && duration.compareTo(most) <= 0);
        },
        "Give a number of seconds above 0 and up to " + most.toSeconds() + ".");
  }

  /** A whole number. */
  public static Kind<Long> number(long least, long most) {
    return numeric(text -> scaled(text, 1, least, most), between(least, most));
  }

  /** A size in bytes, or with K, M or G in their multiples of 1024. */
  public static Kind<Long> bytes(long least, long most) {
    return numeric(
        text -> {
          char unit = Character.toUpperCase(text.charAt(text.length() - 1));
          int shift = 10 * ("KMG".indexOf(unit) + 1);
          String digits = shift == 0 ? text : text.substring(0, text.length() - 1);
          return scaled(digits, 1L << shift, least, most);
        },
        between(least, most) + " K, M and G behind it are multiples of 1024.");
  }

  private static long scaled(String digits, long unit, long least, long most) {
    try {
      long value = Math.multiplyExact(Long.parseLong(digits), unit);
      return checked(value, value >= least && value <= most);
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException();
    }
  }

  private static String between(long least, long most) {
    return "Give a number from " + least + (most == Long.MAX_VALUE ? "." : " to " + most + ".");
  }

  private static <T> T checked(T value, boolean fits) {
    if (!fits) {
      throw new IllegalArgumentException();
    }
    return value;
  }

  private static Kind<Set<Direction>> directions() {
    List<String> words = new ArrayList<>(Vocabulary.DIRECTION.words());
    List<Set<Direction>> sets = new ArrayList<>();
    Vocabulary.DIRECTION.constants().forEach(one -> sets.add(Set.of(one)));
    words.add("any");
    sets.add(EnumSet.allOf(Direction.class));
    return word(words, sets);
  }

  private static Kind<Optional<Format>> liveForm(Kind<Format> form) {
    return Kind.<Optional<Format>>of(
            text -> text.equals("auto") ? Optional.empty() : Optional.of(form.reader().apply(text)),
            "Give auto, or one of: " + String.join(", ", form.words()) + ".")
        .suggesting(form.words());
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(checked(text, Character.isDigit(text.charAt(0))));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException();
    }
  }

  private static Standard coverage(String text) {
    Matcher both = Pattern.compile(HOURS_AND_PERCENT).matcher(text);
    checked(both, both.matches());
    String percent = both.group(2) == null ? "1" : both.group(2);
    return Standard.of(Double.parseDouble(both.group(1)), Double.parseDouble(percent));
  }

  private static InetSocketAddress listen(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon <= 0 ? "127.0.0.1" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    String port = text.substring(colon + 1);
    if (!port.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException("the port is no number");
    }
    if (Integer.parseInt(port) > 0xFFFF) {
      throw new IllegalArgumentException("the port is too large");
    }
    InetSocketAddress address = new InetSocketAddress(host, Integer.parseInt(port));
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("the host is not known");
    }
    return address;
  }

  /** The same kind, completed with words that are likely, but not the only ones. */
  public Kind<T> suggesting(List<String> likely) {
    return new Kind<>(reader, hint, List.copyOf(likely), isNumber);
  }
}
