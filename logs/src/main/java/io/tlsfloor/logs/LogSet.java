package io.tlsfloor.logs;

import io.tlsfloor.capture.file.CaptureSet.Unread;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The logs among files that are no captures, recognised by their contents, folder by folder.
 *
 * <p>Where a folder holds Zeek's {@code ssl.log}, all that lies next to it and says more of its
 * connections belongs to it, whether it was named or not. Nothing is held open.
 */
public final class LogSet {
  private static final int MAX_SIBLINGS = 20_000; // of one folder

  private final Map<Path, Folder> folders = new LinkedHashMap<>();
  private final Set<Path> taken = new HashSet<>();
  private final Set<Path> headless = new HashSet<>();
  private final Map<Path, OtherExport> others = new LinkedHashMap<>();

  /**
   * A log.
   *
   * @param first time of its first entry; empty while it has none
   * @param size in bytes as stored
   */
  public record Log(Path path, LogKind kind, Optional<Instant> first, long size) {}

  /**
   * The logs of one folder.
   *
   * @param logs that hold connections, in the order of their first entries
   * @param beside logs that say more of them, in the order of their first entries
   */
  public record Folder(List<Log> logs, List<Log> beside) {
    /** Size of all of them in bytes. */
    public long size() {
      long size = 0;
      for (Log log : logs) {
        size += log.size();
      }
      for (Log log : beside) {
        size += log.size();
      }
      return size;
    }
  }

  private LogSet() {}

  /** Finds the logs that hold connections among {@code files}, and what lies next to them. */
  public static LogSet of(List<Path> files) {
    LogSet set = new LogSet();
    Map<Path, Log> known = new LinkedHashMap<>();
    for (Path file : files) {
      Optional<LogLook> look = LogLook.at(file);
      look.flatMap(LogLook::log).ifPresent(log -> known.put(file, log));
      if (look.isPresent() && look.get().isHeadless()) {
        set.headless.add(file);
      }
      look.flatMap(LogLook::other).ifPresent(other -> set.others.put(file, other));
    }
    if (known.values().stream().anyMatch(log -> log.kind() == LogKind.ENTRA)) {
      set.others.values().removeAll(Set.of(OtherExport.AUTHENTICATION_DETAILS)); // of its download
    }
    for (Log log : known.values()) {
      if (log.kind().holdsConnections()) {
        Path folder = folderOf(log.path());
        set.folders.computeIfAbsent(folder, f -> new Folder(new ArrayList<>(), new ArrayList<>()));
        set.folders.get(folder).logs().add(log);
        set.taken.add(log.path());
      }
    }
    for (Map.Entry<Path, Folder> folder : set.folders.entrySet()) {
      set.addBeside(folder.getKey(), folder.getValue(), known);
    }
    return set;
  }

  private void addBeside(Path folder, Folder logs, Map<Path, Log> known) {
    boolean zeek = logs.logs().stream().anyMatch(log -> log.kind() == LogKind.SSL);
    if (zeek) {
      logs.beside().addAll(beside(folder, known));
      logs.beside().forEach(log -> taken.add(log.path()));
    }
    Comparator<Log> order =
        Comparator.comparing((Log log) -> log.first().orElse(Instant.MAX)).thenComparing(Log::path);
    logs.logs().sort(order);
    logs.beside().sort(order);
  }

  private static List<Log> beside(Path folder, Map<Path, Log> known) {
    List<Log> found = new ArrayList<>();
    Set<Path> names = new HashSet<>();
    for (Log log : known.values()) {
      if (log.kind().isBeside() && folderOf(log.path()).equals(folder)) {
        found.add(log);
        names.add(log.path().getFileName());
      }
    }
    try (DirectoryStream<Path> siblings = Files.newDirectoryStream(folder)) {
      int left = MAX_SIBLINGS;
      for (Path sibling : siblings) {
        if (left-- > 0 && names.add(sibling.getFileName())) {
          examine(sibling).filter(log -> log.kind().isBeside()).ifPresent(found::add);
        }
      }
    } catch (IOException unreadable) { // what was named is read all the same
      return found;
    }
    return found;
  }

  /** The logs that say more of the connections in {@code log}. */
  public static List<Log> beside(Path log) {
    return beside(folderOf(log), Map.of());
  }

  private static Path folderOf(Path file) {
    Path parent = file.getParent();
    return parent == null ? Path.of("") : parent;
  }

  /** Returns what a file is; empty if it is none of the logs that say something here. */
  public static Optional<Log> examine(Path file) {
    return LogLook.at(file).flatMap(LogLook::log);
  }

  /** All folders with logs that hold connections. */
  public List<Folder> folders() {
    return List.copyOf(folders.values());
  }

  /**
   * Returns whether a file holds entries of Zeek's {@code ssl.log} without the lines that name its
   * fields.
   */
  public boolean isHeadless(Path file) {
    return headless.contains(file);
  }

  /** Exports of Microsoft's that are not read, and could be taken for one that is. */
  public List<Unread> unread() {
    List<Unread> unread = new ArrayList<>();
    others.forEach(
        (file, export) -> unread.add(new Unread(file.toString(), export.what(), export.advice())));
    return unread;
  }

  /** Returns whether it is known what a file is: one of these logs, or none that can be read. */
  public boolean knows(Path file) {
    return holds(file) || isHeadless(file) || others.containsKey(file);
  }

  /** Returns what is said of a log whose columns have lost their names. */
  public static Unread headless(String name) {
    return new Unread(
        name,
        "looks like Zeek's ssl.log without the header lines that name its fields",
        "give the log as Zeek wrote it, or let zeek-cut keep the header (-C)");
  }

  /** Returns whether a file is one of these logs. */
  public boolean holds(Path file) {
    return taken.contains(file);
  }

  /** Time of the earliest entry of a log that holds connections; empty if none has one. */
  public Optional<Instant> first() {
    return folders.values().stream()
        .flatMap(folder -> folder.logs().stream())
        .flatMap(log -> log.first().stream())
        .min(Comparator.naturalOrder());
  }

  /** Returns whether a report of Microsoft's is among them. */
  public boolean holdsReports() {
    return folders.values().stream()
        .flatMap(folder -> folder.logs().stream())
        .anyMatch(log -> log.kind().isReport());
  }

  /** Size of all of them in bytes. */
  public long size() {
    long size = 0;
    for (Folder folder : folders.values()) {
      size += folder.size();
    }
    return size;
  }
}
