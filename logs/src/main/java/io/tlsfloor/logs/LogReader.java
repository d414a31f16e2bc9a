package io.tlsfloor.logs;

import io.tlsfloor.capture.file.StoredBytes;
import io.tlsfloor.logs.LogFields.BadEntryException;
import io.tlsfloor.parser.observation.FrameRef;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one log, in order. Lines that are no entries are counted, and the number of the
 * first is kept. Confined to one thread.
 */
final class LogReader implements Closeable {
  private static final int MAX_PREFIX_BYTES = 64;
  private static final int MAX_LOOK_BYTES = 1 << 16; // at the first line

  private final String file;
  private final InputStream in;
  private final Optional<Instant> written;
  private LogLines lines;
  private @Nullable EntrySource entriesOf; // what is no log of lines
  private boolean begun;
  private final ZeekHeader header = new ZeekHeader();
  private @Nullable LogFields current;
  private LogKind kind = LogKind.OTHER;
  private Optional<Instant> time = Optional.empty();
  private long entries;
  private long bad;
  private String firstBad = "";

  /**
   * Reads from a stream.
   *
   * @param file names it in results
   */
  LogReader(InputStream in, String file) {
    this(in, file, Optional.empty());
  }

  private LogReader(InputStream in, String file, Optional<Instant> written) {
    this.file = file;
    this.in = in;
    this.written = written;
    lines = new LogLines(in);
  }

  /** Opens a log, compressed or not. */
  static LogReader open(Path path) throws IOException {
    return new LogReader(
        StoredBytes.open(path),
        path.toString(),
        Optional.of(Files.getLastModifiedTime(path).toInstant()));
  }

  /** Looks at the first line: it shows whether each line is an entry. */
  private void begin() throws IOException {
    begun = true;
    byte[] head = new byte[LogLook.MIN_BYTES];
    int length = 0;
    boolean line = false;
    while (!line && length < MAX_LOOK_BYTES) {
      if (length == head.length) {
        head = Arrays.copyOf(head, Math.min(MAX_LOOK_BYTES, 2 * length));
      }
      int read = in.read(head, length, head.length - length);
      if (read <= 0) {
        break;
      }
      for (int i = length; i < length + read; i++) {
        line |= head[i] == '\n' && i > 1; // what lies before it is more than a mark
      }
      length += read;
    }
    head = Arrays.copyOf(head, length);
    InputStream all = new SequenceInputStream(new ByteArrayInputStream(head), in);
    entriesOf = EntrySource.of(all, head);
    lines = new LogLines(all);
  }

  /**
   * The next entry of a whole line; null at the end. When more was written after that, this can be
   * asked again.
   */
  @Nullable LogFields next() throws IOException {
    while (step()) {
      if (current != null) {
        return current;
      }
    }
    return null;
  }

  /** Reads one whole line; false at the end. It need not be an entry. */
  boolean step() throws IOException {
    current = null;
    if (!begun) {
      begin();
    }
    if (entriesOf != null) {
      return step(entriesOf);
    }
    if (!lines.next()) {
      return false;
    }
    current = line();
    return true;
  }

  private boolean step(EntrySource source) throws IOException {
    try {
      LogFields entry = source.next();
      if (entry == null) {
        return false;
      }
      entries++;
      kind = ReportEntry.kind(entry);
      timed(entry);
      current = entry;
    } catch (BadEntryException noEntry) {
      reject(noEntry.what());
    }
    return true;
  }

  /** A report without times is as old as its file. */
  private void timed(LogFields report) throws BadEntryException {
    time = ReportEntry.time(kind, report);
    if (time.isEmpty() && kind == LogKind.EXCHANGE) {
      time = written.or(() -> Optional.of(Instant.now()));
    }
    if (time.isEmpty() && kind.isReport()) {
      throw new BadEntryException("has no time");
    }
  }

  /** The entry that the last line is; null if it is none. */
  @Nullable LogFields current() {
    return current;
  }

  /**
   * The entry of a last line without an end, of a log that does not grow; null if there is none.
   */
  @Nullable LogFields last() {
    return entriesOf == null && lines.last() ? line() : null;
  }

  private @Nullable LogFields line() {
    if (lines.tooLong()) {
      reject("is longer than " + LogLines.MAX_LINE_BYTES + " bytes");
    } else if (lines.length() > 0) {
      try {
        LogFields entry = entry();
        entries += entry == null ? 0 : 1;
        return entry;
      } catch (BadEntryException noEntry) {
        reject(noEntry.what());
      }
    }
    return null;
  }

  private @Nullable LogFields entry() throws BadEntryException {
    LogFields entry;
    String path;
    int json = jsonAt();
    if (json >= 0) {
      entry = JsonEntry.parse(lines.bytes(), json, lines.length() - json);
      path = entry.text("_path").orElse("");
    } else {
      String line = lines.text();
      if (line.startsWith("#")) {
        header.directive(line);
        return null;
      }
      entry = header.entry(line);
      path = header.path();
    }
    kind = LogKind.of(path, entry);
    if (kind == LogKind.OTHER && json >= 0 && !entry.has("ts")) {
      LogFields report = ((JsonEntry) entry).folded();
      kind = ReportEntry.kind(report);
      if (kind != LogKind.OTHER) {
        timed(report);
        return report;
      }
    }
    Optional<String> text = entry.text(kind == LogKind.EVE ? "timestamp" : "ts");
    time = text.flatMap(LogTime::parse);
    if (time.isEmpty() && kind != LogKind.OTHER) {
      throw new BadEntryException("has no time");
    }
    return entry;
  }

  /** Where the object of a line of JSON begins; negative for another line. */
  private int jsonAt() {
    byte[] line = lines.bytes();
    if (line[0] != '@') {
      return line[0] == '{' ? 0 : -1;
    }
    int at = 0; // Suricata's EVE may have a prefix before each event, such as "@cee: "
    while (at < lines.length() && at < MAX_PREFIX_BYTES && line[at] != '{') {
      at++;
    }
    return at < lines.length() && line[at] == '{' ? at : -1;
  }

  /** Counts the line that was read last as one that is no entry. */
  void reject(String why) {
    bad++;
    if (firstBad.isEmpty()) {
      firstBad = "line " + lineNumber() + " " + why;
    }
  }

  /** Which log the header says this is; {@link LogKind#OTHER} if it says nothing. */
  LogKind headed() {
    return LogKind.of(header.path());
  }

  /** Which log the last entry is of. */
  LogKind kind() {
    return kind;
  }

  /** The line of the last entry, with its time. */
  FrameRef place() {
    return new FrameRef(file, lineNumber(), time.orElse(Instant.EPOCH));
  }

  private long lineNumber() {
    return entriesOf == null ? lines.number() : entriesOf.line();
  }

  /** Names it in results. */
  String file() {
    return file;
  }

  /** Entries so far. */
  long entries() {
    return entries;
  }

  /** Lines so far that are no entries. */
  long bad() {
    return bad;
  }

  /** Returns what is wrong with the first of them: {@code line 17 is no JSON}. */
  String firstBad() {
    return firstBad;
  }

  /** Bytes read so far, as stored; 0 where that is not known. */
  long bytes() {
    return in instanceof StoredBytes stored ? stored.storedBytes() : 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
