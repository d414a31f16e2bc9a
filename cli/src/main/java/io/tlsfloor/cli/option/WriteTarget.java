package io.tlsfloor.cli.option;

import io.tlsfloor.report.form.Format;

/**
 * One more output of a run.
 *
 * @param format its form
 * @param file as given
 */
public record WriteTarget(Format format, String file) {
  private static final Kind<Format> FORM = Kind.word(Format.class);

  static final Kind<WriteTarget> KIND =
      Kind.of(WriteTarget::parse, "Give a form and a file: --write csv=findings.csv")
          .suggesting(FORM.words().stream().map(form -> form + "=").toList());

  private static WriteTarget parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1 || equals == text.length() - 1) {
      throw new IllegalArgumentException();
    }
    return new WriteTarget(
        FORM.reader().apply(text.substring(0, equals)), text.substring(equals + 1));
  }
}
