package io.tlsfloor.cli.watch;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which options have changed since a watch began that only a new start takes. The watch leaves what
 * it has in the folder that systemd gives a unit as long as it runs: there {@code --check-config},
 * when the unit is reloaded, finds it.
 */
final class Restart {
  private static final String FILE = "options";

  private Restart() {}

  /** Names of options that differ, as {@link WatchOptions#kept} gives them. */
  static SortedSet<String> changed(Map<String, String> before, Map<String, String> now) {
    SortedSet<String> changed = new TreeSet<>();
    Map<String, String> left = new TreeMap<>(before);
    now.forEach(
        (name, value) -> {
          if (!value.equals(left.remove(name))) {
            changed.add(name);
          }
        });
    changed.addAll(left.keySet());
    return changed;
  }

  /** Returns what has to be done about them. */
  static String needed(SortedSet<String> changed) {
    return String.join(", ", changed)
        + (changed.size() == 1 ? " has changed and needs" : " have changed and need")
        + " a restart";
  }

  /** Leaves the options of a watch that begins; without a service manager it does nothing. */
  static void leave(Map<String, String> kept, Console console) {
    Optional<Path> file = file(console);
    if (file.isPresent()) {
      Properties options = new Properties();
      options.putAll(kept);
      try (OutputStream out = Files.newOutputStream(file.get())) {
        options.store(out, null);
      } catch (IOException e) {
        console.warn("cannot write " + file.get() + ": a reload will not see what has changed");
      }
    }
  }

  /**
   * Compares with what a watch of the same unit left, if one runs.
   *
   * @throws CommandException if something differs: a reload is not enough
   */
  static void check(Map<String, String> kept, Console console) throws CommandException {
    Optional<Path> file = file(console).filter(Files::exists);
    if (file.isEmpty()) {
      return;
    }
    Map<String, String> before = new TreeMap<>();
    try (InputStream in = Files.newInputStream(file.get())) {
      Properties options = new Properties();
      options.load(in);
      options.stringPropertyNames().forEach(name -> before.put(name, options.getProperty(name)));
    } catch (IOException e) {
      return; // it has just ended
    }
    SortedSet<String> changed = changed(before, kept);
    if (!changed.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE,
          "the configuration is good, but " + needed(changed),
          "systemctl restart tlsfloor; until then the watch keeps what it has.");
    }
  }

  private static Optional<Path> file(Console console) {
    String folder = console.variable("RUNTIME_DIRECTORY").split(":", 2)[0];
    return folder.isEmpty() ? Optional.empty() : Optional.of(Path.of(folder, FILE));
  }
}
