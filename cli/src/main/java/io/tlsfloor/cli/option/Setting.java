package io.tlsfloor.cli.option;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
 * @param isInFiles whether a configuration file may hold it
 * @param more further sentences for the man page, in Markdown; may be empty
 */
public record Setting<T>(
    Option option,
    Kind<T> kind,
    List<String> commands,
    boolean isRepeated,
    boolean isInFiles,
    String more) {

  /** Reads a row. */
  static <T> Setting<T> of(String row, Kind<T> kind) {
    String[] lines = row.split("\n", 2);
    String[] head = lines[0].split(" \\| ");
    String[] typed = head[0].split(" ");
    String[] text = lines[1].strip().replaceAll("\\s+", " ").split(" \\+ ", 2);
    int name = typed[0].startsWith("--") ? 0 : 1;
    boolean repeated = typed[typed.length - 1].equals("...");
    String help = text[0].replace("WORDS", "`" + String.join("`, `", kind.words()) + "`");
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
        Arrays.asList(head[1].split(" ")),
        repeated,
        head.length == 2,
        text.length == 1 ? "" : text[1]);
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
    return commands.stream()
        .anyMatch(each -> each.equals("all") || each.replaceAll("[(*)]", "").equals(command));
  }

  /** Returns whether {@code --help} of a command shows it, also where not all fit. */
  boolean isUsual(String command) {
    return commands.stream().anyMatch(each -> each.matches("\\(?\\*" + command + "\\)?"));
  }

  /** Returns whether it is a key of a command's configuration file, and cannot be typed. */
  public boolean isOfOperation(String command) {
    return commands.stream().anyMatch(each -> each.matches("\\(\\*?" + command + "\\)"));
  }

  /** Returns the option as it is typed. */
  @Override
  public String toString() {
    return "--" + name();
  }
}
