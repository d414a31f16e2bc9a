package io.tlsfloor.capture.file;

import io.tlsfloor.capture.Frame;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The captures that a capturing program writes one after the other, as seen from one of them.
 *
 * <p>Their names differ in digits only: {@code lan.pcap}, {@code lan.pcap1} (tcpdump {@code -C});
 * {@code lan_00001_20261125120000.pcapng} (dumpcap); {@code lan-2026-11-25.pcap} (tcpdump {@code
 * -G}). Which comes next is told by the times of their first packets, because a ring of files
 * ({@code -W}, {@code -b files:}) uses its names again.
 */
public final class RotatedSet {
  private static final Pattern DIGITS_AT_END = Pattern.compile("[0-9]+$");
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  private final Path current;
  private final String stem;
  private final Map<Path, Long> known = new HashMap<>(); // first packets that do not change
  private OptionalLong start = OptionalLong.empty();

  /** The set that {@code current} belongs to, if it belongs to one. */
  public RotatedSet(Path current) {
    this.current = current;
    this.stem = stem(fileName(current));
  }

  /**
   * The capture that follows the current one: of those in the same folder whose names differ in
   * digits only, the one that starts next after it.
   *
   * @return empty if there is none yet, or none whose first packet has been written
   * @throws IOException if the folder cannot be read
   */
  public Optional<Path> successor() throws IOException {
    if (start.isEmpty()) {
      start = firstPacket(current);
    }
    if (start.isEmpty()) {
      return Optional.empty();
    }
    Path folder = current.toAbsolutePath().getParent();
    Path next = null;
    long nextStart = Long.MAX_VALUE;
    try (DirectoryStream<Path> siblings =
        Files.newDirectoryStream(folder, path -> isSibling(path))) {
      for (Path sibling : siblings) {
        long first = known(sibling);
        if (first > start.getAsLong() && (next == null || first < nextStart)) {
          next = sibling;
          nextStart = first;
        }
      }
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
    Long first = known.get(sibling);
    if (first == null) {
      OptionalLong time = firstPacket(sibling);
      if (time.isEmpty()) {
        return Long.MIN_VALUE;
      }
      first = time.getAsLong();
      known.put(sibling, first);
    }
    return first;
  }

  /** Time of a capture's first packet; empty if it has none, or cannot be read. */
  static OptionalLong firstPacket(Path path) {
    try (CaptureFile capture = CaptureFiles.open(path, (address, name) -> {})) {
      Frame frame = new Frame();
      return capture.next(frame) && frame.timeKnown()
          ? OptionalLong.of(frame.timeNanos())
          : OptionalLong.empty();
    } catch (IOException | CaptureFormatException notYet) { // opening it in earnest will tell why
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
