package io.tlsfloor.cli.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.Option;

/**
 * An option: a row of the table.
 *
 * @param <T> type of its value; {@code Boolean} for an option without one
 * @param option what Commons CLI parses and lays out; its description is Markdown
 * @param kind how the value is read
 * @param commands that have it
 * @param isRepeated whether it may be given more than once
 * @param isInFiles whether a configuration file may hold it
 * @param more further sentences for the man page, in Markdown; may be empty
 */
public record Setting<T>(
    Option option,
    Kind<T> kind,
    Set<String> commands,
    boolean isRepeated,
    boolean isInFiles,
    String more) {

  /** Rows of the table, in the order in which they are declared: that of the help. */
  static final class Rows {
    private final List<Setting<?>> rows = new ArrayList<>();

    /** Begins a row for an option with a value. */
    <T> Builder<T> value(String name, String argument, Kind<T> kind) {
      return new Builder<>(rows, Option.builder().longOpt(name).hasArg().argName(argument), kind);
    }

    /** Begins a row for an option without a value. */
    Builder<Boolean> flag(String name) {
      return new Builder<>(rows, Option.builder().longOpt(name), Kind.FLAG);
    }

    List<Setting<?>> list() {
      return List.copyOf(rows);
    }
  }

  /**
   * A row that is not complete.
   *
   * @param <T> type of the value
   */
  static final class Builder<T> {
    private final List<Setting<?>> rows;
    private final Option.Builder option;
    private final Kind<T> kind;
    private boolean repeated;
    private boolean inFiles = true;
    private String more = "";

    private Builder(List<Setting<?>> rows, Option.Builder option, Kind<T> kind) {
      this.rows = rows;
      this.option = option;
      this.kind = kind;
    }

    /** Has a short form. */
    Builder<T> letter(String character) {
      option.option(character);
      return this;
    }

    /** May be given more than once. */
    Builder<T> repeated() {
      repeated = true;
      return this;
    }

    /** Cannot stand in a configuration file. */
    Builder<T> commandLineOnly() {
      inFiles = false;
      return this;
    }

    /** Returns what the man page says behind the help text: whole sentences, in Markdown. */
    Builder<T> more(String text) {
      more = text;
      return this;
    }

    /**
     * Completes the row.
     *
     * @param commands that have the option
     * @param help what the option does, in Markdown: without capital and full stop
     */
    Setting<T> of(Set<String> commands, String help) {
      Option whole = option.desc(repeated ? help + "; may be repeated" : help).get();
      Setting<T> row = new Setting<>(whole, kind, Set.copyOf(commands), repeated, inFiles, more);
      rows.add(row);
      return row;
    }
  }

  /** Its long form, without hyphens: also the key in a configuration file. */
  public String name() {
    return option.getLongOpt();
  }

  /** Its short form, without hyphen. */
  public Optional<String> letter() {
    return Optional.ofNullable(option.getOpt());
  }

  /** Whether it has a value. */
  public boolean hasValue() {
    return option.hasArg();
  }

  /** Returns what it does, in Markdown. */
  public String help() {
    return option.getDescription();
  }

  /** Whether {@code command} has it. */
  public boolean isOf(String command) {
    return commands.contains(command) || commands.contains(Settings.ANY);
  }

  /** Returns the option as it is typed. */
  @Override
  public String toString() {
    return "--" + name();
  }
}
