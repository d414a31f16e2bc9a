package io.tlsfloor.logs;

import io.tlsfloor.capture.file.StoredBytes;
import io.tlsfloor.logs.LogFields.BadEntryException;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.text.WideText;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
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
  private static final int MAX_KEPT_BYTES = 1 << 23; // of a table that cannot be read twice

  private final String file;
  private final InputStream in;
  private final ReportDates given;
  private ReportTimes times;
  private LogLines lines;
  private @Nullable EntrySource entriesOf; // what is no log of lines
  private boolean begun;
  private LogKind report = LogKind.OTHER; // that its beginning shows
  private final ZeekHeader header = new ZeekHeader();
  private @Nullable LogFields current;
  private LogKind kind = LogKind.OTHER;
  private Optional<Instant> time = Optional.empty();
  private int daysBefore; // of a report's row
  private long entries;
  private long bad;
  private String firstBad = "";

  /** A stream that can be had once more. */
  private interface Again {
    InputStream open() throws IOException;
  }

  /**
   * Reads from a stream.
   *
   * @param file names it in results
   * @param dates for reports that do not say theirs
   */
  LogReader(InputStream in, String file, ReportDates dates) {
    this.file = file;
    this.in = in;
    given = dates;
    times = new ReportTimes(file, dates, sink -> {});
    lines = new LogLines(in);
  }

  /** Reads what says its dates itself. */
  LogReader(InputStream in, String file) {
    this(in, file, ReportDates.NONE);
  }

  /**
   * Opens a log, compressed or not.
   *
   * @param name names it in results
   */
  static LogReader open(Path path, String name, ReportDates dates) throws IOException {
    LogReader reader = new LogReader(StoredBytes.open(path), name, dates);
    reader.readAgain(() -> StoredBytes.open(path));
    return reader;
  }

  /** Dates are decided by all there are. */
  private void readAgain(Again again) {
    times =
        new ReportTimes(
            file,
            given,
            sink -> {
              try (LogReader reader = new LogReader(again.open(), file)) {
                reader.times = ReportTimes.reading(file, sink);
                boolean more = true;
                while (more) { // its times are taken as they come
                  more = reader.step();
                }
                reader.last();
              }
            });
  }

  /** Looks at the beginning: it shows whether each line is an entry. */
  private void begin() throws IOException {
    begun = true;
    byte[] head = new byte[LogLook.MIN_BYTES];
    int length = 0;
    boolean enough = false;
    while (!enough && length < LogLook.MAX_BYTES) {
      if (length == head.length) {
        head = Arrays.copyOf(head, Math.min(LogLook.MAX_BYTES, 2 * length));
      }
      int read = in.read(head, length, head.length - length);
      if (read <= 0) {
        break;
      }
      length += read;
      enough = isEnough(WideText.text(Arrays.copyOf(head, length)));
    }
    head = Arrays.copyOf(head, length);
    ReportHead shown = ReportHead.of(WideText.text(head));
    report = shown.kind();
    InputStream all = new SequenceInputStream(new ByteArrayInputStream(head), in);
    if (shown.table().isPresent() && !(in instanceof StoredBytes) && !times.isReading()) {
      byte[] kept = all.readNBytes(MAX_KEPT_BYTES);
      readAgain(() -> new ByteArrayInputStream(kept));
      all = new SequenceInputStream(new ByteArrayInputStream(kept), in);
    }
    all = WideText.utf8(all, head);
    entriesOf = shown.entries(all);
    lines = new LogLines(all);
  }

  /** Returns whether a first line is of a log that may grow: no more can be waited for. */
  private static boolean isEnough(String head) {
    String text = head.stripLeading();
    int end = text.indexOf('\n');
    if (end < 0) {
      return false;
    }
    String first = text.substring(0, end).stripTrailing();
    return first.startsWith("#") && !first.startsWith(CsvHeading.TYPE)
        || first.startsWith("@")
        || first.startsWith("{") && first.endsWith("}");
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
    kind = LogKind.OTHER;
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
      kind = source.kind();
      if (kind != LogKind.OTHER) {
        timed(entry);
        entries++;
        current = entry;
      }
    } catch (BadEntryException noEntry) {
      kind = source.kind();
      reject(noEntry.what());
    }
    return true;
  }

  private void timed(LogFields report) throws IOException, BadEntryException {
    Instant last = times.of(kind, report);
    daysBefore = times.daysBefore(kind, report, last);
    time = Optional.of(last);
  }

  /** The entry that the last line is; null if it is none. */
  @Nullable LogFields current() {
    return current;
  }

  /**
   * The entry of a last line without an end, of a log that does not grow; null if there is none.
   */
  @Nullable LogFields last() throws IOException {
    return entriesOf == null && lines.last() ? line() : null;
  }

  private @Nullable LogFields line() throws IOException {
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

  private @Nullable LogFields entry() throws IOException, BadEntryException {
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

  /** Which report its beginning shows, be there entries or not; {@link LogKind#OTHER} for none. */
  LogKind report() {
    return report;
  }

  /** Returns whether it says that there are more entries, in another answer. */
  boolean hasMore() {
    return entriesOf != null && entriesOf.hasMore();
  }

  /** Which log the last line or row is of, whether it could be read or not. */
  LogKind kind() {
    return kind;
  }

  /** The line of the last entry, with its time. */
  FrameRef place() {
    return new FrameRef(file, lineNumber(), time.orElse(Instant.EPOCH));
  }

  /** How many days before its own the last row of a report is about, too. */
  int daysBefore() {
    return daysBefore;
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
