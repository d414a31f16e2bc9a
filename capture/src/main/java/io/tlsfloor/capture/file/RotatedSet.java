package io.tlsfloor.capture.file;

import io.tlsfloor.capture.Frame;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The captures that a capturing program writes one after the other, as seen from one of them.
 *
 * <p>Their names differ in digits only: {@code lan.pcap}, {@code lan.pcap1} (tcpdump {@code -C});
 * {@code lan_00001_20261125120000.pcapng} (dumpcap); {@code lan-2026-11-25.pcap} (tcpdump {@code
 * -G}). The times of their first packets decide which comes next, because a ring of files ({@code
 * -W}, {@code -b files:}) uses its names again.
 */
public final class RotatedSet {
  private static final long NANOS = 1_000_000_000L;
  private static final Pattern DIGITS_AT_END = Pattern.compile("[0-9]+$");
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  /** Says what a path names. */
  public enum PathTarget {
    /** The file that it named when the set was made. */
    SAME,
    /** Another one. */
    ANOTHER,
    /** No file. */
    NONE
  }

  /** When a sibling was written last, and what its first packet's time was then. */
  private record Known(FileTime written, long first) {}

  private final Path current;
  private final Function<Path, OptionalLong> firstTime;
  private final String stem;
  private final Optional<Object> identity;
  private final Map<Path, Known> known = new HashMap<>(); // a ring begins its files again
  private OptionalLong start = OptionalLong.empty();

  /**
   * The set that {@code current} belongs to, if it belongs to one.
   *
   * @throws IOException if it cannot be found out what file that is
   */
  public RotatedSet(Path current) throws IOException {
    this(current, RotatedSet::firstPacket);
  }

  /**
   * Works as {@link #RotatedSet(Path)}, for files that are no captures.
   *
   * @param firstTime time of a file's first entry, nanoseconds since 1970; empty while there is
   *     none
   */
  public RotatedSet(Path current, Function<Path, OptionalLong> firstTime) throws IOException {
    this.current = current;
    this.firstTime = firstTime;
    this.stem = stem(fileName(current));
    this.identity = identity();
  }

  /** The path it was made for. */
  public Path current() {
    return current;
  }

  /**
   * Returns what the path of the current capture names by now.
   *
   * @throws IOException if that cannot be found out
   */
  public PathTarget place() throws IOException {
    Optional<Object> now = identity();
    if (now.isEmpty()) {
      return PathTarget.NONE;
    }
    return now.equals(identity) ? PathTarget.SAME : PathTarget.ANOTHER;
  }

  /** Returns what distinguishes files under the same path; empty where there is none. */
  private Optional<Object> identity() throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(current, BasicFileAttributes.class);
      Object key = attributes.fileKey();
      return Optional.of(key == null ? attributes.creationTime() : key);
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  /** Returns whether the current capture is there, so that another can be known to follow it. */
  public boolean isBegun() {
    return start().isPresent();
  }

  /** Time of its first packet; of its header while it has none: it may be left without one. */
  private OptionalLong start() {
    if (start.isEmpty()) {
      start = firstTime.apply(current);
    }
    if (start.isPresent()) {
      return start;
    }
    try {
      Instant written = Files.getLastModifiedTime(current).toInstant();
      return OptionalLong.of(written.getEpochSecond() * NANOS + written.getNano());
    } catch (IOException gone) {
      return OptionalLong.empty();
    }
  }

  /**
   * The capture that follows the current one: of those in the same folder whose names differ in
   * digits only, the one that starts next after it.
   *
   * @return empty if there is none yet, or none whose first packet has been written
   * @throws IOException if the folder cannot be read
   */
  public Optional<Path> successor() throws IOException {
    OptionalLong begun = start();
    if (begun.isEmpty()) {
      return Optional.empty();
    }
    Path folder = current.toAbsolutePath().getParent();
    Path next = null;
    long nextStart = Long.MAX_VALUE;
    try (DirectoryStream<Path> siblings =
        Files.newDirectoryStream(folder, path -> isSibling(path))) {
      for (Path sibling : siblings) {
        long first = known(sibling);
        if (first > begun.getAsLong() && (next == null || first < nextStart)) {
          next = sibling;
          nextStart = first;
        }
      }
    } catch (NoSuchFileException gone) { // with the folder
      return Optional.empty();
    } catch (DirectoryIteratorException broken) {
      throw broken.getCause();
    }
    Path parent = current.getParent();
    return Optional.ofNullable(next)
        .map(path -> parent == null ? path.getFileName() : parent.resolve(path.getFileName()));
  }

  private boolean isSibling(Path path) {
    return !fileName(path).equals(fileName(current))
        && stem(fileName(path)).equals(stem)
        && Files.isRegularFile(path);
  }

  /** Time of a sibling's first packet; the smallest number while it has none. */
  private long known(Path sibling) {
    try {
      FileTime written = Files.getLastModifiedTime(sibling);
      Known before = known.get(sibling);
      if (before != null && before.written().equals(written)) {
        return before.first();
      }
      long first = firstTime.apply(sibling).orElse(Long.MIN_VALUE);
      known.put(sibling, new Known(written, first));
      return first;
    } catch (IOException gone) {
      known.remove(sibling);
      return Long.MIN_VALUE;
    }
  }

  /** Time of a capture's first packet; empty if it has none, or cannot be read. */
  static OptionalLong firstPacket(Path path) {
    try (CaptureFile capture = CaptureFiles.open(path, (address, name) -> {})) {
      Frame frame = new Frame();
      return capture.next(frame) && frame.timeKnown()
          ? OptionalLong.of(frame.timeNanos())
          : OptionalLong.empty();
    } catch (IOException | CaptureFormatException notYet) { // opening it for reading will say why
      return OptionalLong.empty();
    }
  }

  /** A name with its digits taken out. */
  static String stem(String name) {
    return DIGITS.matcher(DIGITS_AT_END.matcher(name).replaceFirst("")).replaceAll("#");
  }

  private static String fileName(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }
}
