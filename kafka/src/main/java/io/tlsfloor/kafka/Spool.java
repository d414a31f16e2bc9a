package io.tlsfloor.kafka;

import io.tlsfloor.report.sink.Draft;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lines that wait on disk, oldest first, in bounded room. A file goes when all its lines were taken
 * and are known to have arrived; what is left of a run that was broken off is there for the next,
 * which may then send some lines again. Not safe for several threads.
 */
final class Spool implements Closeable {
  private static final long FILE_BYTES = 8L << 20;
  private static final int MAX_LINE_BYTES = 1 << 24; // above, the file is damaged
  private static final String SUFFIX = ".spool";

  private final Path folder;
  private final long maxBytes;
  private final Deque<Part> parts = new ArrayDeque<>();
  private @Nullable DataOutputStream out; // of the last part
  private @Nullable DataInputStream in; // of the first part that is not used up
  private @Nullable Part reading;
  private long bytes;
  private long number;

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

  private Spool(Path folder, long maxBytes) {
    this.folder = folder;
    this.maxBytes = maxBytes;
  }

  /** Opens a folder, with what an earlier run left. */
  static Spool open(Path folder, long maxBytes) throws IOException {
    Draft.folder(folder);
    Spool spool = new Spool(folder, maxBytes);
    List<Path> left;
    try (Stream<Path> files = Files.list(folder)) {
      left = files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
    for (Path file : left) {
      Part part = new Part(file);
      part.bytes = Files.size(file);
      part.lines = Long.MAX_VALUE; // not known until it is read
      part.full = true;
      spool.parts.add(part);
      spool.bytes += part.bytes;
      String name = String.valueOf(file.getFileName());
      spool.number =
          Math.max(spool.number, number(name.substring(0, name.length() - SUFFIX.length())));
    }
    return spool;
  }

  private static long number(String name) {
    return name.matches("[0-9]{1,18}") ? Long.parseLong(name) : 0;
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

  /**
   * Adds a line after all others.
   *
   * @return false if there is no room
   */
  boolean add(Line line) throws IOException {
    if (bytes + line.size() > maxBytes) {
      return false;
    }
    Part last = parts.peekLast();
    if (last == null || last.full || last.bytes > FILE_BYTES) {
      last = begin(last);
    }
    DataOutputStream to = out;
    if (to == null) {
      throw new IllegalStateException("no file to write to");
    }
    to.writeInt(line.key().length);
    to.writeInt(line.value().length);
    to.write(line.key());
    to.write(line.value());
    last.lines++;
    last.bytes += line.size();
    bytes += line.size();
    return true;
  }

  private Part begin(@Nullable Part last) throws IOException {
    if (last != null) {
      last.full = true;
      closeOut();
    }
    Part part = new Part(folder.resolve(String.format("%012d%s", ++number, SUFFIX)));
    out = new DataOutputStream(new BufferedOutputStream(Draft.newFile(part.file), 1 << 16));
    parts.add(part);
    return part;
  }

  private void closeOut() throws IOException {
    if (out != null) {
      out.close();
      out = null;
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
    if (out != null && part == parts.peekLast()) {
      out.flush();
    }
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
      if (keyLength < 0 || valueLength < 0 || keyLength + valueLength > MAX_LINE_BYTES) {
        return null;
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
    closeOut();
    closeIn();
    for (Part part : List.copyOf(parts)) {
      if (part.arrived >= part.lines) {
        Files.deleteIfExists(part.file);
      }
    }
  }
}
