package io.tlsfloor.cli.policy;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.report.text.Reasons;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.catalogue.ListFormatException;
import io.tlsfloor.rules.catalogue.ListVersion;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * The endpoint lists that the user stored, in {@code $XDG_DATA_HOME/tlsfloor/endpoints} (XDG Base
 * Directory Specification), that is {@code ~/.local/share/tlsfloor/endpoints}.
 *
 * <p>Of each cloud instance there are the official JSON, under a name of its own, and a small
 * properties file that names it, its version and its date. Replacing that file is what switches
 * lists: a reader finds the old list or the new one, never a mixture.
 */
public final class ListStore {
  /** Key of the properties file: name of the JSON next to it. */
  static final String FILE = "file";

  /** Key of the properties file: Microsoft's number of the list. */
  static final String VERSION = "version";

  /** Key of the properties file: the day whose state the list is. */
  static final String DATE = "date";

  private static final Path MACHINE = Path.of("/var/lib/tlsfloor/endpoints");
  private static final String ROOT_HOME = "/root";
  private static final int MAX_TRIES = 3; // an update may switch while we read

  private final Optional<Path> folder;

  /**
   * An endpoint list that the user stored.
   *
   * @param instance cloud instance, by the list's name for it
   * @param file the official JSON
   * @param version which list it is; its source is the file
   */
  public record StoredList(String instance, Path file, ListVersion version) {}

  private ListStore(Optional<Path> folder) {
    this.folder = folder;
  }

  /**
   * The store of the user who runs the command. Root's is the machine's, in {@code
   * /var/lib/tlsfloor}, which the service reads too; so do users who have none of their own.
   */
  public static ListStore of(Console console) {
    String data = console.variable("XDG_DATA_HOME");
    String state = console.variable("STATE_DIRECTORY"); // systemd.exec(5)
    String home = console.variable("HOME");
    try {
      if (isAbsolute(data)) { // others are to be ignored
        return new ListStore(Optional.of(Path.of(data, "tlsfloor", "endpoints")));
      }
      if (isAbsolute(state)) {
        return new ListStore(Optional.of(Path.of(state, "endpoints")));
      }
      ListStore machine = new ListStore(Optional.of(MACHINE));
      if (home.equals(ROOT_HOME)) {
        return machine;
      }
      ListStore own =
          new ListStore(
              home.isEmpty()
                  ? Optional.empty()
                  : Optional.of(Path.of(home, ".local", "share", "tlsfloor", "endpoints")));
      return own.holdsAny() || !machine.holdsAny() ? own : machine;
    } catch (InvalidPathException noPath) {
      return new ListStore(Optional.empty());
    }
  }

  /** A store in a folder, such as a copy of another machine's. */
  public static ListStore in(Path folder) {
    return new ListStore(Optional.of(folder));
  }

  private static boolean isAbsolute(String path) {
    return !path.isEmpty() && Path.of(path).isAbsolute();
  }

  /** Where the lists are, or would be; empty where there is no place for them. */
  public Optional<Path> folder() {
    return folder;
  }

  /** The file that says which list of {@code instance} is in use. */
  static Path index(Path folder, String instance) {
    return folder.resolve(instance + ".properties");
  }

  /** Returns whether there is a list of any instance. */
  public boolean holdsAny() {
    return folder.isPresent()
        && Files.isDirectory(folder.get())
        && Catalogue.bundled().instances().stream()
            .anyMatch(instance -> Files.exists(index(folder.get(), instance)));
  }

  /**
   * The list of an instance.
   *
   * @throws CommandException if it is there and cannot be used
   */
  public Optional<StoredList> find(String instance) throws CommandException {
    if (folder.isEmpty() || !Files.exists(index(folder.get(), instance))) {
      return Optional.empty();
    }
    Path index = index(folder.get(), instance);
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(index, StandardCharsets.UTF_8)) {
      properties.load(in);
      Path file = folder.get().resolve(properties.getProperty(FILE, ""));
      Optional<LocalDate> date =
          Optional.ofNullable(properties.getProperty(DATE)).map(LocalDate::parse);
      return Optional.of(
          new StoredList(
              instance,
              file,
              new ListVersion(
                  file.toString(), Optional.ofNullable(properties.getProperty(VERSION)), date)));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw unusable(index, Reasons.of(e), e);
    }
  }

  /**
   * All lists, in the order of the instances.
   *
   * @throws CommandException if one of them cannot be used
   */
  public List<StoredList> all() throws CommandException {
    List<StoredList> all = new ArrayList<>();
    for (String instance : Catalogue.bundled().instances()) {
      find(instance).ifPresent(all::add);
    }
    return all;
  }

  /**
   * {@code bundled} with the stored lists in place of its own.
   *
   * @throws CommandException if one of them cannot be used
   */
  public Catalogue addTo(Catalogue bundled) throws CommandException {
    Catalogue catalogue = bundled;
    for (String instance : bundled.instances()) {
      catalogue = withStored(catalogue, instance);
    }
    return catalogue;
  }

  private Catalogue withStored(Catalogue catalogue, String instance) throws CommandException {
    for (int tries = 1; ; tries++) {
      Optional<StoredList> stored = find(instance);
      if (stored.isEmpty()) {
        return catalogue;
      }
      Path file = stored.get().file();
      try {
        return catalogue.replacing(instance, file, stored.get().version());
      } catch (ListFormatException e) {
        throw unusable(file, String.valueOf(e.getMessage()), e);
      } catch (IOException e) {
        if (tries == MAX_TRIES) {
          throw unusable(index(folder.orElseThrow(), instance), file + ": " + Reasons.of(e), e);
        }
      }
    }
  }

  private static CommandException unusable(Path file, String why, Exception cause) {
    return new CommandException(
        ExitCode.USAGE,
        "the stored endpoint list " + file + " cannot be used: " + why,
        "Store it again with tlsfloor endpoints update, or remove " + file.getParent() + ".",
        cause);
  }
}
