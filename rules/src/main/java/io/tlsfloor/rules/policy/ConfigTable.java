package io.tlsfloor.rules.policy;

import io.tlsfloor.rules.resource.Spelling;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * A table of a TOML file, read strictly: a value of the wrong kind and an unknown key are errors
 * with file, line and column.
 */
public final class ConfigTable {
  private static final int MAX_MEBIBYTES = 4; // some ten thousand exceptions

  private final TomlTable table;
  private final String file;
  private final @Nullable TomlPosition start;

  private ConfigTable(TomlTable table, String file, @Nullable TomlPosition start) {
    this.table = table;
    this.file = file;
    this.start = start;
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException if it is not TOML, or has more than 4 MiB
   * @throws IOException if it cannot be read
   */
  static ConfigTable read(Path path) throws IOException {
    byte[] text;
    try (InputStream in = GivenFile.open(path)) {
      text = in.readNBytes((MAX_MEBIBYTES << 20) + 1);
    }
    if (text.length > MAX_MEBIBYTES << 20) {
      throw new ConfigException(
          path.toString(), "has more than " + MAX_MEBIBYTES + " MiB; name the file of the policy");
    }
    TomlParseResult result;
    try {
      result = Toml.parse(new ByteArrayInputStream(text));
    } catch (TomlParseError error) { // it throws those of keys in quotes
      throw refused(path, error);
    } catch (StackOverflowError tooDeep) {
      throw new ConfigException(path.toString(), "too many lists or tables in each other");
    }
    if (result.hasErrors()) {
      throw refused(path, result.errors().get(0));
    }
    return new ConfigTable(result, path.toString(), null);
  }

  private static ConfigException refused(Path path, TomlParseError error) {
    return new ConfigException(
        place(path.toString(), error.position()), String.valueOf(error.getMessage()));
  }

  private static String place(String file, @Nullable TomlPosition position) {
    return position == null ? file : file + ":" + position.line() + ":" + position.column();
  }

  /**
   * Refuses keys that are not known.
   *
   * @param known every key that this table may have
   * @throws ConfigException if there is another; the message names the nearest known one
   */
  public void allow(Collection<String> known) throws ConfigException {
    for (String key : table.keySet()) {
      if (!known.contains(key)) {
        throw wrong(
            key,
            "unknown key \""
                + key
                + "\""
                + Spelling.nearest(key, known)
                    .map(near -> "; did you mean \"" + near + "\"?")
                    .orElse("; known here: " + String.join(", ", known)));
      }
    }
  }

  /** The keys that are there, in no particular order. */
  public Set<String> keys() {
    return table.keySet();
  }

  /** Returns whether the key is there. */
  public boolean has(String key) {
    return table.contains(List.of(key));
  }

  /** The line on which this table begins; 0 for the whole file. */
  public int line() {
    return start == null ? 0 : start.line();
  }

  /**
   * A text.
   *
   * @throws ConfigException if the value is none
   */
  public Optional<String> text(String key) throws ConfigException {
    Object value = table.get(List.of(key));
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text && !text.isBlank()) {
      return Optional.of(text);
    }
    throw wrong(key, "\"" + key + "\" must be a text in quotes, and not empty");
  }

  /**
   * A text that something can be read from.
   *
   * @param reading throws {@link IllegalArgumentException} with a reason if it cannot
   * @throws ConfigException if the value is no text, or cannot be read
   */
  public <T> Optional<T> value(String key, Function<String, T> reading) throws ConfigException {
    Optional<String> text = text(key);
    return text.isEmpty() ? Optional.empty() : Optional.of(reading(key, text.get(), reading));
  }

  /**
   * Works as {@link #value}, for a key that must be there.
   *
   * @throws ConfigException if it is not
   */
  public <T> T required(String key, Function<String, T> reading) throws ConfigException {
    Optional<T> value = value(key, reading);
    if (value.isEmpty()) {
      throw new ConfigException(place(file, start), "\"" + key + "\" is missing");
    }
    return value.get();
  }

  /**
   * A whole number, or a text that stands for one, such as a size with its unit.
   *
   * @throws ConfigException if the value is neither
   */
  public Optional<String> numeral(String key) throws ConfigException {
    return table.get(List.of(key)) instanceof Long number
        ? Optional.of(Long.toString(number))
        : text(key);
  }

  /**
   * Yes or no.
   *
   * @throws ConfigException if the value is neither {@code true} nor {@code false}
   */
  public Optional<Boolean> flag(String key) throws ConfigException {
    Object value = table.get(List.of(key));
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Boolean flag) {
      return Optional.of(flag);
    }
    throw wrong(key, "\"" + key + "\" must be true or false, without quotes");
  }

  /**
   * A day.
   *
   * @throws ConfigException if it is missing or no date
   */
  public LocalDate day(String key) throws ConfigException {
    Object value = table.get(List.of(key));
    if (value instanceof LocalDate day) {
      return day;
    }
    if (value == null) {
      throw new ConfigException(
          place(file, start), "\"" + key + "\" is missing: a date such as 2026-12-31");
    }
    throw wrong(key, "\"" + key + "\" must be a date such as 2026-12-31, without quotes");
  }

  /**
   * A list of texts, or a single text in its place.
   *
   * @throws ConfigException if the value is neither, or an element cannot be read
   */
  public <T> List<T> list(String key, Function<String, T> reading) throws ConfigException {
    Object value = table.get(List.of(key));
    List<T> read = new ArrayList<>();
    if (value instanceof String text) {
      read.add(reading(key, text, reading));
    } else if (value instanceof TomlArray array) {
      for (int i = 0; i < array.size(); i++) {
        if (!(array.get(i) instanceof String text)) {
          throw new ConfigException(
              place(file, array.inputPositionOf(i)), "\"" + key + "\" must hold texts in quotes");
        }
        try {
          read.add(reading.apply(text));
        } catch (IllegalArgumentException e) {
          throw new ConfigException(
              place(file, array.inputPositionOf(i)), "\"" + key + "\": " + e.getMessage());
        }
      }
    } else if (value != null) {
      throw wrong(key, "\"" + key + "\" must be a list of texts, such as [\"a\", \"b\"]");
    }
    return read;
  }

  /**
   * A table below this one.
   *
   * @throws ConfigException if the value is no table
   */
  public Optional<ConfigTable> table(String key) throws ConfigException {
    Object value = table.get(List.of(key));
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof TomlTable inner) {
      return Optional.of(new ConfigTable(inner, file, position(key)));
    }
    throw wrong(key, "\"" + key + "\" must be a table: write [" + key + "] above its values");
  }

  /**
   * An array of tables below this one.
   *
   * @throws ConfigException if the value is none
   */
  public List<ConfigTable> tables(String key) throws ConfigException {
    Object value = table.get(List.of(key));
    List<ConfigTable> tables = new ArrayList<>();
    if (value instanceof TomlArray array) {
      for (int i = 0; i < array.size(); i++) {
        if (!(array.get(i) instanceof TomlTable inner)) {
          throw wrong(key, "\"" + key + "\" must hold tables: write [[" + key + "]] above each");
        }
        tables.add(new ConfigTable(inner, file, array.inputPositionOf(i)));
      }
    } else if (value != null) {
      throw wrong(key, "write [[" + key + "]], with two brackets, above each");
    }
    return tables;
  }

  /** An error at a key of this table. */
  public ConfigException wrong(String key, String what) {
    return new ConfigException(place(file, position(key)), what);
  }

  /** An error at this table. */
  ConfigException wrong(String what) {
    return new ConfigException(place(file, start), what);
  }

  private @Nullable TomlPosition position(String key) {
    TomlPosition position = table.inputPositionOf(List.of(key));
    return position == null ? start : position;
  }

  private <T> T reading(String key, String text, Function<String, T> reading)
      throws ConfigException {
    try {
      return reading.apply(text);
    } catch (IllegalArgumentException e) {
      throw wrong(key, "\"" + key + "\": " + e.getMessage());
    }
  }
}
