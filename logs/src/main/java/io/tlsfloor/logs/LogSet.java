package io.tlsfloor.logs;

import io.tlsfloor.capture.file.StoredBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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
  private static final int LOOK_LINES = 200; // up to an entry that shows what the log is
  private static final int LOOK_BYTES = 1 << 18;
  private static final int MAX_SIBLINGS = 20_000; // of one folder

  private final Map<Path, Folder> folders = new LinkedHashMap<>();
  private final Set<Path> taken = new HashSet<>();

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
      Optional<Log> log = examine(file);
      if (log.isPresent()) {
        known.put(file, log.get());
      }
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

  /** What a file is; empty if it is none of the logs that say something here. */
  public static Optional<Log> examine(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    byte[] head;
    try (StoredBytes in = StoredBytes.open(file)) {
      int first = in.read();
      if (first != '{' && first != '#') {
        return Optional.empty();
      }
      byte[] rest = in.readNBytes(LOOK_BYTES);
      head = new byte[1 + rest.length];
      head[0] = (byte) first;
      System.arraycopy(rest, 0, head, 1, rest.length);
      boolean mayBe =
          first == '#'
              ? holds(head, "#fields")
              : holds(head, "\"event_type\"") || holds(head, "\"ts\"");
      if (!mayBe) { // without loading what reads logs: most files next to captures are none
        return Optional.empty();
      }
    } catch (IOException unreadable) { // the reader of its lines says why
      return Optional.empty();
    }
    return look(file, head);
  }

  private static boolean holds(byte[] head, String word) {
    byte[] wanted = word.getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; at + wanted.length <= head.length; at++) {
      if (Arrays.equals(head, at, at + wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Log> look(Path file, byte[] head) {
    LogKind kind = LogKind.OTHER;
    Optional<Instant> first = Optional.empty();
    try (LogReader reader = new LogReader(new ByteArrayInputStream(head), file.toString())) {
      boolean more = true;
      for (int i = 0; i < LOOK_LINES && more && !kind.holdsConnections(); i++) {
        more = reader.step();
        LogFields entry = more ? reader.current() : reader.last();
        if (entry != null && reader.kind() != LogKind.OTHER) {
          kind = kind == LogKind.OTHER || reader.kind().holdsConnections() ? reader.kind() : kind;
          first = first.or(() -> Optional.of(reader.place().time()));
        }
      }
      kind = kind == LogKind.OTHER ? reader.headed() : kind;
      return kind == LogKind.OTHER
          ? Optional.empty()
          : Optional.of(new Log(file, kind, first, Files.size(file)));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** All folders with logs that hold connections. */
  public List<Folder> folders() {
    return List.copyOf(folders.values());
  }

  /** Whether a file is one of these logs. */
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

  /** Size of all of them in bytes. */
  public long size() {
    long size = 0;
    for (Folder folder : folders.values()) {
      size += folder.size();
    }
    return size;
  }
}
