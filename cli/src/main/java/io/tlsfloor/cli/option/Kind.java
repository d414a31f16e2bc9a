package io.tlsfloor.cli.option;

import io.tlsfloor.cli.command.NearMiss;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.IpPrefix;
import io.tlsfloor.rules.policy.Vocabulary;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * A type of option value: how its text is read, and what a shell may complete it with.
 *
 * @param <T> what the text becomes
 * @param reader throws an {@code IllegalArgumentException} for text that is no value; its message,
 *     where it has one, says why
 * @param hint what to give instead of such text
 * @param words what a value may be, or likely is; empty where that is open
 * @param completion what completes a value
 * @param isNumber whether a configuration file may hold it as a number
 */
public record Kind<T>(
    Function<String, T> reader,
    Function<String, String> hint,
    List<String> words,
    Completion completion,
    boolean isNumber) {

  /** Says what completes a value: nothing, the kind's words, or names of what the machine has. */
  public enum Completion {
    NONE,
    WORDS,
    FILE,
    FOLDER,
    INTERFACE
  }

  /** No value: the option is there or not. */
  public static final Kind<Boolean> FLAG = of(text -> true, "");

  /** Any text. */
  public static final Kind<String> TEXT = of(text -> text, "");

  /** The name of a file. */
  public static final Kind<String> FILE = TEXT.completedWith(Completion.FILE);

  /** The name of a folder. */
  public static final Kind<String> FOLDER = TEXT.completedWith(Completion.FOLDER);

  /** An IP address. */
  public static final Kind<IpAddress> ADDRESS =
      of(IpAddress::parse, "Give an IPv4 or IPv6 address.");

  /** A range of IP addresses. */
  public static final Kind<IpPrefix> RANGE =
      of(IpPrefix::parse, "Give a range such as 10.0.0.0/8 or 2001:db8::/32, or a single address.");

  private static final int MAX_DURATION_LENGTH = 12;

  /**
   * A kind with a reader of its own.
   *
   * @param hint what to give instead of text that is no value
   */
  public static <T> Kind<T> of(Function<String, T> reader, String hint) {
    return new Kind<>(reader, text -> hint, List.of(), Completion.NONE, false);
  }

  private static <T> Kind<T> numeric(Function<String, T> reader, String hint) {
    return new Kind<>(reader, text -> hint, List.of(), Completion.NONE, true);
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
          if (index < 0) {
            throw new IllegalArgumentException();
          }
          return constants.get(index);
        },
        text -> NearMiss.hint(text, words),
        List.copyOf(words),
        Completion.WORDS,
        false);
  }

  /** A number of seconds above zero, with or without a fraction. */
  public static Kind<Duration> seconds(Duration most) {
    return numeric(
        text -> {
          if (text.length() > MAX_DURATION_LENGTH || !text.matches("[0-9]*\\.?[0-9]+|[0-9]+\\.")) {
            throw new IllegalArgumentException();
          }
          Duration duration = Duration.ofNanos(new BigDecimal(text).movePointRight(9).longValue());
          if (duration.isZero() || duration.compareTo(most) > 0) {
            throw new IllegalArgumentException();
          }
          return duration;
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
    long value;
    try {
      value = Math.multiplyExact(Long.parseLong(digits), unit);
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException();
    }
    if (value < least || value > most) {
      throw new IllegalArgumentException();
    }
    return value;
  }

  private static String between(long least, long most) {
    return "Give a number from " + least + (most == Long.MAX_VALUE ? "." : " to " + most + ".");
  }

  /** The same kind, completed with something else. */
  public Kind<T> completedWith(Completion other) {
    return new Kind<>(reader, hint, words, other, isNumber);
  }

  /** The same kind, completed with words that are likely, but not the only ones. */
  public Kind<T> suggesting(List<String> likely) {
    return new Kind<>(reader, hint, List.copyOf(likely), Completion.WORDS, isNumber);
  }
}
