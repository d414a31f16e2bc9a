package io.tlsfloor.cli.evidence;

import io.tlsfloor.capture.file.GivenPath;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.option.Setting;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Values;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Where evidence goes, and how much of it.
 *
 * @param target the folder, or the one file
 * @param file whether it is a file
 * @param maxFiles files that are written, or kept by a watch
 * @param maxBytes bytes of all files together
 * @param maxAge for which a watch keeps a file
 */
public record EvidenceOptions(
    Path target, boolean file, long maxFiles, long maxBytes, Duration maxAge) {
  private static final String FILE_SUFFIX = ".pcapng";
  private static final long SCAN_FILES = 10_000;
  private static final long WATCH_FILES = 1_000;
  private static final long BYTES = 256L << 20;
  private static final Duration AGE = Duration.ofDays(30);

  /**
   * Reads the options of a scan; empty without {@code --evidence}.
   *
   * @throws CommandException if one is wrong
   */
  public static Optional<EvidenceOptions> ofScan(Values values) throws CommandException {
    return of(values, Settings.EVIDENCE, SCAN_FILES);
  }

  /**
   * Reads the options of a watch; empty without {@code --evidence}.
   *
   * @throws CommandException if one is wrong
   */
  public static Optional<EvidenceOptions> ofWatch(Values values) throws CommandException {
    Optional<EvidenceOptions> options = of(values, Settings.LIVE_EVIDENCE, WATCH_FILES);
    if (options.isPresent() && options.get().file()) {
      throw CommandException.usage(
          "--evidence of a watch needs a folder, not the file " + options.get().target(),
          "A watch writes a file for each finding: name the folder they go to.");
    }
    return options;
  }

  private static Optional<EvidenceOptions> of(Values values, Setting<String> option, long maxFiles)
      throws CommandException {
    long maxBytes = values.last(Settings.EVIDENCE_SIZE).orElse(BYTES);
    Optional<String> given = values.last(option);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    if (values.has(Settings.PSEUDONYMIZE)) {
      throw CommandException.usage(
          "--evidence cannot go with --pseudonymize",
          "Packets name clients in more places than can be replaced for sure. Share the lines or"
              + " the page with pseudonyms, and write evidence in a run without, for those who may"
              + " know the clients.");
    }
    try {
      Path target = GivenPath.of(given.get());
      boolean named = given.get().toLowerCase(Locale.ROOT).endsWith(FILE_SUFFIX);
      return Optional.of(
          new EvidenceOptions(
              target, named && !Files.isDirectory(target), maxFiles, maxBytes, AGE));
    } catch (InvalidPathException e) {
      throw CommandException.usage(
          "--evidence cannot be \"" + given.get() + "\"", "Name a folder or a file.");
    }
  }
}
