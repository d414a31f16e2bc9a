package io.tlsfloor.cli.evidence;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.report.model.EventId;
import io.tlsfloor.report.sink.Draft;
import io.tlsfloor.report.text.Reasons;
import io.tlsfloor.rules.Judgement;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A folder for evidence, in which a file has its name only when it is whole. */
final class Folder {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String NAMES = "\\d{8}T\\d{6}Z-[a-z-]+-[0-9a-f]{16}\\.pcapng";
  private static final String SUFFIX = ".pcapng";
  private static final int ID_CHARS = 16;

  private final Path path;
  private final List<Path> made; // the innermost first

  private Folder(Path path, List<Path> made) {
    this.path = path;
    this.made = made;
  }

  /**
   * Opens a folder; makes it if it is not there.
   *
   * @throws CommandException if it cannot be written to: exit 4
   */
  static Folder open(Path path) throws CommandException {
    Folder folder = new Folder(path, missing(path));
    try {
      Draft.folder(path);
      Draft.of(path.resolve("evidence")).close();
      return folder;
    } catch (FileAlreadyExistsException e) {
      throw cannot(path, "there is a file of that name", e);
    } catch (IOException e) {
      folder.removeIfEmpty();
      throw cannot(path, Reasons.of(e), e);
    }
  }

  private static List<Path> missing(Path path) {
    List<Path> missing = new ArrayList<>();
    for (Path each = path.toAbsolutePath();
        each != null && Files.notExists(each, LinkOption.NOFOLLOW_LINKS);
        each = each.getParent()) {
      missing.add(each);
    }
    return missing;
  }

  /** Leaves no folder behind that was made for nothing. */
  void removeIfEmpty() {
    try {
      for (Path each : made) {
        if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
          Files.delete(each);
        }
      }
    } catch (IOException inUse) {
      // Something is in it.
    }
  }

  private static CommandException cannot(Path path, String why, IOException cause) {
    return new CommandException(
        ExitCode.FAULT,
        "cannot write evidence to " + path + ": " + why,
        "Name a folder that you may write to, or a file that ends in .pcapng.",
        cause);
  }

  /** The name of a connection's file: time, worst rule, and the beginning of its event id. */
  static String name(Judgement judgement) {
    TlsConnection connection = judgement.connection();
    return STAMP.format(connection.evidence().first().time())
        + "-"
        + judgement.findings().get(0).rule().id()
        + "-"
        + EventId.of(connection).substring(0, ID_CHARS)
        + SUFFIX;
  }

  /** Returns whether a name is one that {@link #name} gives: no other file is touched. */
  static boolean isOurs(String name) {
    return name.matches(NAMES);
  }

  /** A file of ours that was there, with its entry in the manifest. */
  record Found(String name, long bytes, Instant written, Map<String, Object> entry) {}

  /**
   * The files of earlier runs, the oldest first. What a run that was killed left half-written is
   * removed.
   *
   * @throws CommandException if they cannot be read, or if the manifest is none of ours: nothing is
   *     written over it
   */
  List<Found> ours() throws CommandException {
    Map<String, Map<String, Object>> entries;
    try {
      entries = Manifest.read(path.resolve(Manifest.NAME));
    } catch (IOException e) {
      throw cannot(path, "its " + Manifest.NAME + " cannot be read: " + Reasons.of(e), e);
    }
    List<Found> ours = new ArrayList<>();
    try (Stream<Path> all = Files.list(path)) {
      for (Path file : all.toList()) {
        String name = String.valueOf(file.getFileName());
        if (isDraft(name)) {
          Files.delete(file);
        } else if (isOurs(name)) {
          Map<String, Object> entry = entries.get(name);
          if (entry == null) {
            entry = Manifest.entry(name, List.of(), Files.size(file), Sources.of(file));
          }
          Instant written = Files.getLastModifiedTime(file).toInstant();
          ours.add(new Found(name, Files.size(file), written, entry));
        }
      }
    } catch (IOException e) {
      throw cannot(path, Reasons.of(e), e);
    }
    ours.sort(Comparator.comparing(Found::written).thenComparing(Found::name));
    return ours;
  }

  /** Returns whether a name is that of a file of ours that was never completed. */
  private static boolean isDraft(String name) {
    int end = name.indexOf(SUFFIX) + SUFFIX.length();
    return name.startsWith(".")
        && end > SUFFIX.length()
        && isOurs(name.substring(1, end))
        && Draft.isOf(name.substring(1, end), name);
  }

  /** Writes a file in one step: what was there before stays until the new one is complete. */
  void write(String name, byte[] bytes) throws IOException {
    Draft.refuseLink(path); // which may have taken its place
    try (Draft draft = Draft.of(path.resolve(name))) {
      draft.write(bytes);
      draft.commit();
    }
  }

  void delete(String name) throws IOException {
    Files.deleteIfExists(path.resolve(name));
  }
}
