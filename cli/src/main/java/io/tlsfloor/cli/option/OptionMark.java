package io.tlsfloor.cli.option;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What {@code options.txt} says of an option besides its commands. */
public enum OptionMark {
  /** No configuration file has it. */
  COMMAND_LINE,
  /** It changes what is found, and not how it is shown or where it goes. */
  FINDING,
  /** A watch takes it anew on SIGHUP. */
  RELOAD,
  /** It means something to {@code report} for saved results, too. */
  SAVED,
  /** {@code endpoints show} takes it. */
  SHOW,
  /** {@code endpoints lookup} takes it. */
  LOOKUP,
  /** {@code endpoints update} takes it. */
  UPDATE;

  /**
   * Reads the marks of a row.
   *
   * @param words with commas between them
   * @throws IllegalArgumentException if one is no mark
   */
  static Set<OptionMark> all(String words) {
    Set<OptionMark> marks = EnumSet.noneOf(OptionMark.class);
    int from = 0;
    while (from < words.length()) {
      int comma = words.indexOf(", ", from);
      int to = comma < 0 ? words.length() : comma;
      marks.add(valueOf(words.substring(from, to).toUpperCase(Locale.ROOT).replace(' ', '_')));
      from = to + 2;
    }
    return marks;
  }

  /** The word of the table, {@code command line}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
