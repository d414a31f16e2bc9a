package io.tlsfloor.logs;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A log next to one that is followed: the whole lines that were added are taken, without waiting. A
 * log that is rotated is read on under the same name.
 */
final class LogTail implements Closeable {
  private final Path path;
  private @Nullable LogReader reader;
  private @Nullable Object file; // which of those that had this name is being read

  LogTail(Path path) {
    this.path = path;
  }

  /** Takes what was added. A log that is not there, or cannot be read, says nothing. */
  void take(ZeekLogs zeek) {
    try {
      Object now = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      if (reader != null) {
        entries(reader, zeek);
      }
      if (reader == null || file != null && !file.equals(now)) {
        close();
        InputStream in = Files.newInputStream(path);
        reader = new LogReader(in, path.toString());
        file = now;
        entries(reader, zeek);
      }
    } catch (IOException gone) { // between two logs of a rotated set
      close();
    }
  }

  private static void entries(LogReader reader, ZeekLogs zeek) throws IOException {
    for (LogFields entry = reader.next(); entry != null; entry = reader.next()) {
      zeek.beside(reader, entry);
    }
  }

  /** Lines that are no entries, of the log that is read now. */
  long bad() {
    return reader == null ? 0 : reader.bad();
  }

  @Override
  public void close() {
    LogReader done = reader;
    reader = null;
    if (done != null) {
      try {
        done.close();
      } catch (IOException closed) { // all that there was is read
        return;
      }
    }
  }
}
