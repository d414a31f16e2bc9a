package io.tlsfloor.cli.command;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
