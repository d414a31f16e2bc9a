package io.tlsfloor.cli.output;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.cli.policy.JudgingOptions;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.rules.policy.ConfigException;
import io.tlsfloor.rules.policy.ConfigTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The inventory that need not be typed. {@code TLSFLOOR_INVENTORY} stands for {@code --inventory}
 * of every command; for questions the key {@code inventory} of a watch's configuration file does,
 * too.
 */
public final class RememberedInventory {
  /** Names it in the environment. */
  public static final String VARIABLE = "TLSFLOOR_INVENTORY";

  private RememberedInventory() {}

  /**
   * What was typed behind a command, with the inventory of the environment where none was typed.
   * What is to be shared by pseudonyms does not go there: it would be other clients.
   */
  public static List<String> words(String command, List<String> words, Console console) {
    String name = console.variable(VARIABLE);
    boolean typed =
        words.stream()
            .anyMatch(
                word ->
                    word.equals(Settings.INVENTORY.toString())
                        || word.startsWith(Settings.INVENTORY + "=")
                        || word.startsWith(Settings.PSEUDONYMIZE.toString()));
    if (name.isEmpty() || typed || !Settings.INVENTORY.isOf(command)) {
      return words;
    }
    List<String> all = new ArrayList<>(List.of(Settings.INVENTORY + "=" + name));
    all.addAll(words);
    return all;
  }

  /**
   * The inventory of a command that needs one.
   *
   * @throws CommandException if none is named anywhere
   */
  public static Location needed(String command, Values values) throws CommandException {
    return needed(command, values, JudgingOptions.STANDARD_CONFIG);
  }

  static Location needed(String command, Values values, Path config) throws CommandException {
    Optional<Location> given = InventoryTarget.location(values);
    return given.isPresent()
        ? given.get()
        : InventoryTarget.location(configured(config))
            .orElseThrow(
                () ->
                    CommandException.usage(
                        command + " needs to know which inventory",
                        "Add --inventory FILE or --inventory jdbc:postgresql://HOST/DATABASE, or set "
                            + VARIABLE
                            + "."));
  }

  /** Only root and the service may read a file with a password: others name the inventory. */
  private static Optional<String> configured(Path config) throws CommandException {
    if (!Files.isReadable(config)) {
      return Optional.empty();
    }
    try {
      Optional<ConfigTable> watch =
          JudgingOptions.read(Settings.CONFIG, config.toString()).table(JudgingOptions.WATCH_TABLE);
      return watch.isEmpty()
          ? Optional.empty()
          : watch.get().list(Settings.INVENTORY.name(), text -> text).stream().findFirst();
    } catch (ConfigException e) {
      throw CommandException.usage(
          String.valueOf(e.getMessage()), "Correct it, or name the inventory by --inventory.");
    }
  }
}
