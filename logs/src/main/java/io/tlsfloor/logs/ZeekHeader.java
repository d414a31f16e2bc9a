package io.tlsfloor.logs;

import io.tlsfloor.logs.LogFields.BadEntryException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The header of one of Zeek's tab-separated logs, and the entries under it. A log may hold several,
 * each from its own {@code #separator} on: those of a rotated set, put together.
 */
final class ZeekHeader {
  private static final int MAX_FIELDS = 1024;

  private String separator = "\t";
  private String setSeparator = ",";
  private String emptyField = "(empty)";
  private String unsetField = "-";
  private String path = "";
  private Map<String, Integer> fields = Map.of();

  /**
   * Takes a line that begins with {@code #}. Directives that say nothing of the form are passed
   * over: {@code #types}, {@code #open}, {@code #close}.
   *
   * @throws BadEntryException if it cannot be understood
   */
  void directive(String line) throws BadEntryException {
    if (line.startsWith("#separator")) { // always followed by a space, being not known yet
      separator = unescaped(line.substring("#separator".length()).strip());
      if (separator.isEmpty()) {
        separator = "\t";
      }
      setSeparator = ",";
      emptyField = "(empty)";
      unsetField = "-";
      path = "";
      fields = Map.of();
      return;
    }
    int end = line.indexOf(separator);
    String value = end < 0 ? "" : line.substring(end + separator.length());
    switch (end < 0 ? line : line.substring(0, end)) {
      case "#set_separator" -> setSeparator = unescaped(value);
      case "#empty_field" -> emptyField = value;
      case "#unset_field" -> unsetField = value;
      case "#path" -> path = value;
      case "#fields" -> fields = numbered(split(value, separator));
      default -> {} // nothing that the form depends on
    }
  }

  private static Map<String, Integer> numbered(List<String> names) throws BadEntryException {
    if (names.size() > MAX_FIELDS) {
      throw new BadEntryException("names more than " + MAX_FIELDS + " fields");
    }
    Map<String, Integer> numbered = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      numbered.put(names.get(i), i);
    }
    return numbered;
  }

  /** Returns what {@code #path} says; empty if nothing. */
  String path() {
    return path;
  }

  /**
   * The entry that a line is.
   *
   * @throws BadEntryException if no {@code #fields} came before, or there are more or fewer
   */
  LogFields entry(String line) throws BadEntryException {
    if (fields.isEmpty()) {
      throw new BadEntryException("has no #fields before it");
    }
    List<String> values = split(line, separator);
    if (values.size() != fields.size()) {
      throw new BadEntryException("has " + values.size() + " of " + fields.size() + " fields");
    }
    return new ZeekEntry(fields, values, setSeparator, emptyField, unsetField);
  }

  private static List<String> split(String text, String separator) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int at = text.indexOf(separator);
        at >= 0 && parts.size() <= MAX_FIELDS;
        at = text.indexOf(separator, start)) {
      parts.add(text.substring(start, at));
      start = at + separator.length();
    }
    parts.add(text.substring(start));
    return parts;
  }

  /** Takes back {@code \x09}, by which Zeek writes what the form gives a meaning. */
  static String unescaped(String text) {
    int at = text.indexOf("\\x");
    if (at < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    int start = 0;
    while (at >= 0 && at + 4 <= text.length()) {
      int high = Character.digit(text.charAt(at + 2), 16);
      int low = Character.digit(text.charAt(at + 3), 16);
      if (high >= 0 && low >= 0) {
        plain.append(text, start, at).append((char) (high << 4 | low));
        start = at + 4;
      }
      at = text.indexOf("\\x", at + 2);
    }
    return plain.append(text, start, text.length()).toString();
  }

  private record ZeekEntry(
      Map<String, Integer> fields,
      List<String> values,
      String setSeparator,
      String emptyField,
      String unsetField)
      implements LogFields {
    @Override
    public Optional<String> text(String name) {
      return raw(name).map(value -> value.equals(emptyField) ? "" : unescaped(value));
    }

    @Override
    public List<String> texts(String name) {
      Optional<String> value = raw(name);
      if (value.isEmpty() || value.get().equals(emptyField)) {
        return List.of();
      }
      return split(value.get(), setSeparator).stream().map(ZeekHeader::unescaped).toList();
    }

    @Override
    public List<LogFields> objects(String name) {
      return List.of();
    }

    @Override
    public boolean has(String name) {
      return index(name) != null;
    }

    private @Nullable Integer index(String name) {
      Integer index = fields.get(name);
      return index == null && name.indexOf('.') > 0 ? fields.get(LogFields.joined(name)) : index;
    }

    private Optional<String> raw(String name) {
      Integer index = index(name);
      if (index == null || values.get(index).equals(unsetField)) {
        return Optional.empty();
      }
      return Optional.of(values.get(index));
    }
  }
}
