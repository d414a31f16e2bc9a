package io.tlsfloor.cli.command;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.cli.CommandLine;

/** Reads values of options, and says what is wrong with one that does not fit. */
public final class Values {
  private final CommandLine line;

  /** Reads from {@code line}. */
  public Values(CommandLine line) {
    this.line = line;
  }

  /** The value of an option; the last one where it is repeated. */
  public Optional<String> last(String option) throws CommandException {
    String[] values = line.getOptionValues(option);
    if (values == null) {
      return Optional.empty();
    }
    String value = values[values.length - 1];
    if (value.isEmpty()) {
      throw CommandException.usage(
          "--" + option + " has an empty value", "Give one or leave it out.");
    }
    return Optional.of(value);
  }

  /** All values of an option that may be repeated; commas separate too. */
  public List<String> list(String option) throws CommandException {
    String[] values = line.getOptionValues(option);
    List<String> all = new ArrayList<>();
    for (String value : values == null ? new String[0] : values) {
      int from = 0;
      for (int comma; from <= value.length(); from = comma + 1) {
        comma = value.indexOf(',', from);
        comma = comma < 0 ? value.length() : comma;
        String word = value.substring(from, comma).trim();
        if (word.isEmpty()) {
          throw CommandException.usage(
              "--" + option + " has an empty value", "Give one or leave it out.");
        }
        all.add(word);
      }
    }
    return all;
  }

  /** A constant of an enum, by its name in lower case. */
  public <E extends Enum<E>> Optional<E> word(String option, Class<E> type)
      throws CommandException {
    Optional<String> value = last(option);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(type.getEnumConstants()[indexOf(option, value.get(), words(type))]);
  }

  /** The names of an enum's constants, in lower case. */
  public static <E extends Enum<E>> List<String> words(Class<E> type) {
    List<String> words = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      words.add(constant.name().toLowerCase(Locale.ROOT));
    }
    return words;
  }

  /** The value of an option that must be one of {@code allowed}. */
  public Optional<String> oneOf(String option, List<String> allowed) throws CommandException {
    Optional<String> value = last(option);
    if (value.isPresent()) {
      return Optional.of(allowed.get(indexOf(option, value.get(), allowed)));
    }
    return value;
  }

  /** Where {@code value} stands among the allowed ones, whatever its case. */
  public int indexOf(String option, String value, List<String> allowed) throws CommandException {
    int index = allowed.indexOf(value.toLowerCase(Locale.ROOT));
    if (index < 0) {
      throw CommandException.usage(
          "--" + option + " cannot be \"" + value + "\"", NearMiss.hint(value, allowed));
    }
    return index;
  }

  /** A duration in seconds, with or without a fraction, above zero. */
  public Optional<Duration> seconds(String option, Duration max) throws CommandException {
    Optional<String> value = last(option);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String text = value.get();
    if (text.length() <= 12 && isDecimal(text)) {
      Duration duration = Duration.ofNanos(new BigDecimal(text).movePointRight(9).longValue());
      if (duration.compareTo(Duration.ZERO) > 0 && duration.compareTo(max) <= 0) {
        return Optional.of(duration);
      }
    }
    throw CommandException.usage(
        "--" + option + " cannot be \"" + text + "\"",
        "Give a number of seconds above 0 and up to " + max.toSeconds() + ".");
  }

  /** A whole number. */
  public OptionalLong number(String option, long least, long most) throws CommandException {
    Optional<String> text = last(option);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(number(option, text.get(), text.get(), 1, least, most));
  }

  /** A size: bytes, or with K, M or G their multiples of 1024. */
  public OptionalLong bytes(String option, long least, long most) throws CommandException {
    Optional<String> text = last(option);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    String given = text.get();
    String upper = given.toUpperCase(Locale.ROOT);
    int shift = 10 * ("KMG".indexOf(upper.charAt(upper.length() - 1)) + 1);
    String digits = shift == 0 ? given : given.substring(0, given.length() - 1);
    return OptionalLong.of(number(option, given, digits, 1L << shift, least, most));
  }

  private static long number(
      String option, String given, String digits, long unit, long least, long most)
      throws CommandException {
    try {
      long value = Math.multiplyExact(Long.parseLong(digits), unit);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException | ArithmeticException e) {
      // Told below.
    }
    throw CommandException.usage(
        "--" + option + " cannot be \"" + given + "\"",
        most == Long.MAX_VALUE
            ? "Give a number from " + least + "."
            : "Give a number from " + least + " to " + most + ".");
  }

  private static boolean isDecimal(String text) {
    int digits = 0;
    int points = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        points++;
      } else if (c >= '0' && c <= '9') {
        digits++;
      } else {
        return false;
      }
    }
    return digits > 0 && points <= 1;
  }
}
