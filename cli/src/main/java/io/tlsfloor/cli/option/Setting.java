package io.tlsfloor.cli.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An option: a row of the table.
 *
 * @param <T> type of its value; {@code Boolean} for an option without one
 */
public final class Setting<T> {
  private final String name;
  private final Optional<String> letter;
  private final String argument;
  private final Kind<T> kind;
  private final boolean repeated;
  private final boolean inFiles;
  private final Set<String> commands;
  private final String help;
  private final String more;

  private Setting(Builder<T> from, Set<String> commands, String help) {
    this.name = from.name;
    this.letter = from.letter;
    this.argument = from.argument;
    this.kind = from.kind;
    this.repeated = from.repeated;
    this.inFiles = from.inFiles;
    this.more = from.more;
    this.commands = Set.copyOf(commands);
    this.help = help;
  }

  /** Rows of the table, in the order in which they are declared: that of the help. */
  static final class Rows {
    private final List<Setting<?>> rows = new ArrayList<>();

    /** Begins a row for an option with a value. */
    <T> Builder<T> value(String name, String argument, Kind<T> kind) {
      return new Builder<>(this, name, argument, kind);
    }

    /** Begins a row for an option without a value. */
    Builder<Boolean> flag(String name) {
      return new Builder<>(this, name, "", Kind.FLAG);
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
    private final Rows rows;
    private final String name;
    private final String argument;
    private final Kind<T> kind;
    private Optional<String> letter = Optional.empty();
    private boolean repeated;
    private boolean inFiles = true;
    private String more = "";

    private Builder(Rows rows, String name, String argument, Kind<T> kind) {
      this.rows = rows;
      this.name = name;
      this.argument = argument;
      this.kind = kind;
    }

    /** Has a short form. */
    Builder<T> letter(String character) {
      letter = Optional.of(character);
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

    /** What the manual and the man page say behind the help text: whole sentences, in Markdown. */
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
      Setting<T> row = new Setting<>(this, commands, help);
      rows.rows.add(row);
      return row;
    }
  }

  /** Its long form, without hyphens: also the key in a configuration file. */
  public String name() {
    return name;
  }

  /** Its short form, without hyphen. */
  public Optional<String> letter() {
    return letter;
  }

  /** What stands for the value in texts; empty for an option without one. */
  public String argument() {
    return argument;
  }

  /** How the value is read. */
  public Kind<T> kind() {
    return kind;
  }

  /** Whether it has a value. */
  public boolean hasValue() {
    return !argument.isEmpty();
  }

  /** Whether it may be given more than once. */
  public boolean isRepeated() {
    return repeated;
  }

  /** Whether a configuration file may hold it. */
  public boolean isInFiles() {
    return inFiles;
  }

  /** Whether {@code command} has it. */
  public boolean isOf(String command) {
    return commands.contains(command) || commands.contains(Settings.ANY);
  }

  /** What it does, in Markdown. */
  public String help() {
    return repeated ? help + "; may be repeated" : help;
  }

  /** Further sentences for manual and man page, in Markdown; may be empty. */
  public String more() {
    return more;
  }

  /** As it is typed. */
  @Override
  public String toString() {
    return "--" + name;
  }
}
