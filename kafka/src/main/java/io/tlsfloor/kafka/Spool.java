package io.tlsfloor.kafka;

import io.tlsfloor.report.sink.AppendedFile;
import io.tlsfloor.report.sink.Draft;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lines that wait on disk, oldest first, in bounded room. A file goes when all its lines were taken
 * and are known to have arrived; what is left of a run that was broken off is there for the next,
 * which may then send some lines again. A line is in its file whole or not at all, as soon as it is
 * added: a process that is killed loses none of them. One process at a time has the folder. Not
 * safe for several threads.
 */
final class Spool implements Closeable {
  private static final long FILE_BYTES = 8L << 20;
  private static final int MAX_LINE_BYTES = 1 << 24; // above, the file is damaged
  private static final String NAME = "[0-9]{12,18}\\.spool";
  private static final String LOCK = "lock";

  private final Path folder;
  private final long maxBytes;
  private final AppendedFile lock; // nothing is ever in it
  private final Deque<Part> parts = new ArrayDeque<>();
  private @Nullable AppendedFile out; // of the last part
  private @Nullable DataInputStream in; // of the first part that is not used up
  private @Nullable Part reading;
  private long bytes;
  private long number;
  private boolean failed; // the last line that was to be added

  /** A file: how much is in it, and how many of its lines were taken and have arrived. */
  static final class Part {
    final Path file;
    long bytes;
    long lines;
    long taken;
    long takenBytes;
    long arrived;
    boolean full;
    boolean usedUp;

    Part(Path file) {
      this.file = file;
    }
  }

  /** A line with the part that it came from. */
  record Taken(Line line, Part part) {}

  private Spool(Path folder, long maxBytes, AppendedFile lock) {
    this.folder = folder;
    this.maxBytes = maxBytes;
    this.lock = lock;
  }

  /**
   * Opens a folder, with what an earlier run left.
   *
   * @throws IOException if it cannot be used, or if another process has it
   */
  static Spool open(Path folder, long maxBytes) throws IOException {
    Draft.folder(folder);
    Spool spool = new Spool(folder, maxBytes, AppendedFile.open(folder.resolve(LOCK)));
    try {
      spool.findLeft();
      return spool;
    } catch (IOException unreadable) {
      spool.lock.close();
      throw unreadable;
    }
  }

  private void findLeft() throws IOException {
    List<Path> named;
    try (Stream<Path> files = Files.list(folder)) {
      named = files.filter(file -> name(file).matches(NAME)).sorted().toList();
    }
    for (Path file : named) {
      String name = name(file);
      number = Math.max(number, Long.parseLong(name.substring(0, name.indexOf('.'))));
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        takeOver(file);
      }
    }
  }

  private void takeOver(Path file) throws IOException {
    if (!Files.isReadable(file)) { // all lines after its own would wait for ever
      throw new AccessDeniedException(file.toString(), null, "it cannot be read");
    }
    Part part = new Part(file);
    part.bytes = Files.size(file);
    part.lines = Long.MAX_VALUE; // not known until it is read
    part.full = true;
    parts.add(part);
    bytes += part.bytes;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /** Whether lines wait that were not taken. */
  boolean isEmpty() {
    for (Part part : parts) {
      if (!part.usedUp && part.taken < part.lines) {
        return false;
      }
    }
    return true;
  }

  /** Bytes that wait, or were taken and have not arrived. */
  long bytes() {
    return bytes;
  }

  /** Bytes of lines that may be added; none while the disk takes none. */
  long room() {
    return failed ? 0 : maxBytes - bytes;
  }

  /**
   * Adds a line after all others.
   *
   * @return false if there is no room
   * @throws IOException if it cannot be written; nothing of it is there then
   */
  boolean add(Line line) throws IOException {
    if (bytes + line.size() > maxBytes || line.size() > MAX_LINE_BYTES) {
      return false;
    }
    failed = true;
    Part last = parts.peekLast();
    AppendedFile to = out;
    if (last == null || to == null || last.full || last.bytes > FILE_BYTES) {
      last = begin(last);
      to = out;
    }
    if (to == null) {
      throw new IllegalStateException("no file to write to");
    }
    to.append(framed(line));
    failed = false;
    last.lines++;
    last.bytes += line.size();
    bytes += line.size();
    return true;
  }

  private static byte[] framed(Line line) {
    return ByteBuffer.allocate(2 * Integer.BYTES + line.key().length + line.value().length)
        .putInt(line.key().length)
        .putInt(line.value().length)
        .put(line.key())
        .put(line.value())
        .array();
  }

  private Part begin(@Nullable Part last) throws IOException {
    if (last != null) {
      last.full = true;
      closeOut();
    }
    Part part = new Part(folder.resolve(String.format("%012d.spool", ++number)));
    out = AppendedFile.open(part.file);
    parts.add(part);
    return part;
  }

  private void closeOut() throws IOException {
    AppendedFile open = out;
    out = null;
    if (open != null) {
      open.close();
    }
  }

  /** The next line; null if none waits. */
  @Nullable Taken take() throws IOException {
    for (Part part : parts) {
      if (part.usedUp || part.taken >= part.lines) {
        continue;
      }
      Line line = read(part);
      if (line != null) {
        part.taken++;
        return new Taken(line, part);
      }
      part.usedUp = true;
      part.lines = part.taken;
    }
    parts.stream().filter(part -> part.usedUp).toList().forEach(this::letGo);
    return null;
  }

  private @Nullable Line read(Part part) throws IOException {
    if (reading != part) {
      closeIn();
      InputStream file = Files.newInputStream(part.file);
      in = new DataInputStream(new BufferedInputStream(file, 1 << 16));
      in.skipNBytes(part.takenBytes);
      reading = part;
    }
    DataInputStream from = in;
    try {
      if (from == null) {
        return null;
      }
      int keyLength = from.readInt();
      int valueLength = from.readInt();
      if (keyLength < 0 || valueLength <= 0 || keyLength > MAX_LINE_BYTES - valueLength) {
        return null; // a machine that lost power leaves zeros
      }
      byte[] key = from.readNBytes(keyLength);
      byte[] value = from.readNBytes(valueLength);
      if (value.length < valueLength) {
        return null;
      }
      Line line = new Line(key, value);
      part.takenBytes += 2 * Integer.BYTES + keyLength + valueLength;
      return line;
    } catch (OutOfMemoryError full) { // somewhere in the line, which is read again
      closeIn();
      throw full;
    } catch (EOFException end) { // of a file that an earlier run left; its last line may be cut
      return null;
    }
  }

  /** A line that was taken has arrived. */
  void arrived(Part part) {
    part.arrived++;
    letGo(part);
  }

  private void letGo(Part part) {
    boolean over = part.full || part.usedUp;
    if (over && part.arrived >= part.lines && parts.remove(part)) {
      bytes -= part.bytes;
      try {
        if (reading == part) {
          closeIn();
        }
        Files.deleteIfExists(part.file);
      } catch (IOException stays) { // its lines are sent again by the next run, which is no loss
        return;
      }
    }
  }

  private void closeIn() throws IOException {
    if (in != null) {
      in.close();
      in = null;
    }
    reading = null;
  }

  /** Keeps what has not arrived for the next run. */
  @Override
  public void close() throws IOException {
    try {
      closeOut();
      closeIn();
      for (Part part : List.copyOf(parts)) {
        if (part.arrived >= part.lines) {
          Files.deleteIfExists(part.file);
        }
      }
    } finally {
      lock.close();
    }
  }
}
