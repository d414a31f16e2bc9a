package io.tlsfloor.cli.option;

import io.tlsfloor.report.form.Format;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One more output of a run.
 *
 * @param format its form
 * @param file as given
 */
public record WriteTarget(Format format, String file) {
  /** Reads {@code FORM=FILE}. */
  static WriteTarget parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1 || equals == text.length() - 1) {
      throw new IllegalArgumentException();
    }
    return new WriteTarget(
        Kind.word(Format.class).reader().apply(text.substring(0, equals)),
        text.substring(equals + 1));
  }

  /** How such a value begins. */
  static List<String> forms() {
    return Arrays.stream(Format.values())
        .map(format -> format.name().toLowerCase(Locale.ROOT) + "=")
        .toList();
  }
}
