package io.tlsfloor.cli.option;

import io.tlsfloor.cli.command.NearMiss;
import io.tlsfloor.parser.observation.IpAddress;
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
 */
public final class Kind<T> {
  /** What completes a value. */
  public enum Completion {
    /** Nothing. */
    NONE,
    /** The kind's words. */
    WORDS,
    /** Names of files. */
    FILE,
    /** Names of folders. */
    FOLDER,
    /** Names of network interfaces. */
    INTERFACE
  }

  /**
   * Reads a value.
   *
   * @param <T> what the text becomes
   */
  @FunctionalInterface
  public interface Reader<T> {
    /**
     * The value that {@code text} stands for.
     *
     * @throws IllegalArgumentException if it is none; its message, where it has one, says why
     */
    T read(String text);
  }

  /** No value: the option is there or not. */
  public static final Kind<Boolean> FLAG =
      new Kind<>(text -> true, text -> "", List.of(), Completion.NONE, false);

  /** Any text. */
  public static final Kind<String> TEXT = text(Completion.NONE);

  /** The name of a file. */
  public static final Kind<String> FILE = text(Completion.FILE);

  /** The name of a folder. */
  public static final Kind<String> FOLDER = text(Completion.FOLDER);

  /** An IP address. */
  public static final Kind<IpAddress> ADDRESS =
      of(IpAddress::parse, "Give an IPv4 or IPv6 address.");

  /** A range of IP addresses. */
  public static final Kind<IpPrefix> RANGE =
      of(IpPrefix::parse, "Give a range such as 10.0.0.0/8 or 2001:db8::/32, or a single address.");

  private static final int MAX_DURATION_LENGTH = 12;

  private final Reader<T> reader;
  private final Function<String, String> hint;
  private final List<String> words;
  private final Completion completion;
  private final boolean number;

  private Kind(
      Reader<T> reader,
      Function<String, String> hint,
      List<String> words,
      Completion completion,
      boolean number) {
    this.reader = reader;
    this.hint = hint;
    this.words = List.copyOf(words);
    this.completion = completion;
    this.number = number;
  }

  /**
   * A kind with a reader of its own.
   *
   * @param hint what to give instead of text that is no value
   */
  public static <T> Kind<T> of(Reader<T> reader, String hint) {
    return new Kind<>(reader, text -> hint, List.of(), Completion.NONE, false);
  }

  private static Kind<String> text(Completion completion) {
    return new Kind<>(text -> text, text -> "", List.of(), completion, false);
  }

  /** One of the words of a policy file. */
  public static <T> Kind<T> word(Vocabulary<T> vocabulary) {
    return word(vocabulary.words(), vocabulary.constants());
  }

  /** A constant of an enum, by its name in lower case. */
  public static <E extends Enum<E>> Kind<E> word(Class<E> type) {
    List<E> constants = List.of(type.getEnumConstants());
    return word(constants.stream().map(c -> c.name().toLowerCase(Locale.ROOT)).toList(), constants);
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
        words,
        Completion.WORDS,
        false);
  }

  /** A number of seconds above zero, with or without a fraction. */
  public static Kind<Duration> seconds(Duration most) {
    return new Kind<>(
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
        text -> "Give a number of seconds above 0 and up to " + most.toSeconds() + ".",
        List.of(),
        Completion.NONE,
        true);
  }

  /** A whole number. */
  public static Kind<Long> number(long least, long most) {
    return new Kind<>(
        text -> scaled(text, 1, least, most),
        text -> between(least, most),
        List.of(),
        Completion.NONE,
        true);
  }

  /** A size in bytes, or with K, M or G in their multiples of 1024. */
  public static Kind<Long> bytes(long least, long most) {
    return new Kind<>(
        text -> {
          char unit = Character.toUpperCase(text.charAt(text.length() - 1));
          int shift = 10 * ("KMG".indexOf(unit) + 1);
          String digits = shift == 0 ? text : text.substring(0, text.length() - 1);
          return scaled(digits, 1L << shift, least, most);
        },
        text -> between(least, most) + " K, M and G behind it are multiples of 1024.",
        List.of(),
        Completion.NONE,
        true);
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
    return new Kind<>(reader, hint, words, other, number);
  }

  /** The same kind, completed with words that are likely, but not the only ones. */
  public Kind<T> suggesting(List<String> likely) {
    return new Kind<>(reader, hint, likely, Completion.WORDS, number);
  }

  /**
   * The value that {@code text} stands for.
   *
   * @throws IllegalArgumentException if it is none
   */
  T read(String text) {
    return reader.read(text);
  }

  /** What to give instead of {@code text}. */
  String hint(String text) {
    return hint.apply(text);
  }

  /** What a value may be, or likely is; empty where that is open. */
  public List<String> words() {
    return words;
  }

  /** What completes a value. */
  public Completion completion() {
    return completion;
  }

  /** Whether a configuration file may hold it as a number. */
  public boolean isNumber() {
    return number;
  }
}
