package io.tlsfloor.cli.option;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.StringTokenizer;
import org.apache.commons.cli.Option;
import org.jspecify.annotations.Nullable;

/**
 * An option: a row of {@code options.txt}.
 *
 * @param <T> type of its value; {@code Boolean} for an option without one
 * @param option what Commons CLI parses and lays out; its description is Markdown
 * @param kind how the value is read
 * @param commands that have it, with the marks of the table
 * @param isRepeated whether it may be given more than once
 * @param marks what else the table says of it
 * @param more further sentences for the man page, in Markdown; may be empty
 */
public record Setting<T>(
    Option option,
    Kind<T> kind,
    List<String> commands,
    boolean isRepeated,
    Set<OptionMark> marks,
    String more) {

  private static final String BAR = " | ";

  /** Reads a row, without patterns: all rows are read at each start. */
  static <T> Setting<T> of(String row, Kind<T> kind) {
    String[] lines = row.split("\n", 2);
    int bar = lines[0].indexOf(BAR);
    String[] typed = lines[0].substring(0, bar).split(" ");
    String commands = lines[0].substring(bar + BAR.length());
    int rest = commands.indexOf(BAR);
    StringJoiner words = new StringJoiner(" ");
    for (StringTokenizer all = new StringTokenizer(lines[1]); all.hasMoreTokens(); ) {
      words.add(all.nextToken());
    }
    String text = words.toString();
    int more = text.indexOf(" + ");
    int name = typed[0].startsWith("--") ? 0 : 1;
    boolean repeated = typed[typed.length - 1].equals("...");
    String help = more < 0 ? text : text.substring(0, more);
    if (!kind.words().isEmpty()) {
      help = help.replace("WORDS", "`" + String.join("`, `", kind.words()) + "`");
    }
    Option.Builder option =
        (name == 0 ? Option.builder() : Option.builder(typed[0].substring(1, 2)))
            .longOpt(typed[name].substring(2))
            .desc(repeated ? help + "; may be repeated" : help);
    if (name + 1 < typed.length) {
      option.hasArg().argName(typed[name + 1]);
    }
    return new Setting<>(
        option.get(),
        kind,
        Arrays.asList((rest < 0 ? commands : commands.substring(0, rest)).split(" ")),
        repeated,
        rest < 0 ? Set.of() : OptionMark.all(commands.substring(rest + BAR.length())),
        more < 0 ? "" : text.substring(more + " + ".length()));
  }

  @Override
  public boolean equals(@Nullable Object other) { // the compiler's takes the JDK long to link
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  /** Its long form, without hyphens: also the key in a configuration file. */
  public String name() {
    return option.getLongOpt();
  }

  /** Its short form, without hyphen. */
  public Optional<String> letter() {
    return Optional.ofNullable(option.getOpt());
  }

  /** Returns whether it has a value. */
  public boolean hasValue() {
    return option.hasArg();
  }

  /** Returns what it does, in Markdown. */
  public String help() {
    return option.getDescription();
  }

  /** Returns whether {@code command} has it. */
  public boolean isOf(String command) {
    for (String each : commands) {
      if (each.equals("all") || isNamed(each, command)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether the table marks it so. */
  public boolean is(OptionMark mark) {
    return marks.contains(mark);
  }

  /** Returns whether {@code --help} of a command shows it, also where not all fit. */
  boolean isUsual(String command) {
    return commands.stream().anyMatch(each -> each.contains("*") && isNamed(each, command));
  }

  /** Returns whether it is a key of a command's configuration file, and cannot be typed. */
  public boolean isOfOperation(String command) {
    return commands.stream().anyMatch(each -> each.startsWith("(") && isNamed(each, command));
  }

  /** Returns whether a word of the table is a command, with or without marks. */
  private static boolean isNamed(String word, String command) {
    int from = word.startsWith("(") ? 1 : 0;
    from += word.startsWith("*", from) ? 1 : 0;
    int to = word.length() - (word.endsWith(")") ? 1 : 0);
    return to - from == command.length() && word.startsWith(command, from);
  }

  /** Returns the option as it is typed. */
  @Override
  public String toString() {
    return "--" + name();
  }
}
