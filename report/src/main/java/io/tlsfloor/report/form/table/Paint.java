package io.tlsfloor.report.form.table;

import io.tlsfloor.rules.Severity;

/** Escape sequences for colour (ECMA-48 §8.3.117), or none. */
public final class Paint {
  private static final String RESET = "\u001b[0m";

  private final boolean on;

  /** Colours if {@code on}. */
  public Paint(boolean on) {
    this.on = on;
  }

  /** In the colour of a severity. */
  public String severity(Severity severity, String text) {
    return switch (severity) {
      case CRITICAL -> paint("1;31", text);
      case HIGH -> paint("31", text);
      case MEDIUM -> paint("33", text);
      case LOW -> paint("36", text);
    };
  }

  /** Puts what begins at {@code from} into the colour of a severity. */
  void severity(Severity severity, StringBuilder line, int from) {
    if (on) {
      line.replace(from, line.length(), severity(severity, line.substring(from)));
    }
  }

  /** Bold. */
  public String bold(String text) {
    return paint("1", text);
  }

  /** Faint. */
  public String faint(String text) {
    return paint("2", text);
  }

  private String paint(String code, String text) {
    return on ? "\u001b[" + code + "m" + text + RESET : text;
  }
}
