package io.tlsfloor.logs;

import io.tlsfloor.capture.file.CaptureSet.Unread;
import io.tlsfloor.capture.file.StoredBytes;
import io.tlsfloor.logs.LogSet.Log;
import io.tlsfloor.parser.text.WideText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The beginning of a file, and which log it shows. */
public final class LogLook {
  /** Holds what a beginning is asked for, in bytes: more than any header. */
  public static final int MIN_BYTES = 1 << 14;

  /** Holds what an entry that is not the first line is looked for in, in bytes. */
  static final int MAX_BYTES = 1 << 18;

  private static final int MAX_LINES = 200; // up to an entry that shows what the log is
  private static final int MAX_HEADLESS_LINES = 20;

  /** Zeek's own spelling, which other programs do not share. */
  private static final Pattern VERSION =
      Pattern.compile("TLSv1[0-3]|SSLv[23]|DTLSv1[0-3]|unknown-[0-9]{1,5}");

  /** What each result holds, and no text in JSON can, where quotes are escaped. */
  private static final String RESULT = "\"dataset\":\"tlsfloor.";

  private final Optional<Path> file;
  private final byte[] head;
  private final String text;
  private final ReportHead report;

  private LogLook(Optional<Path> file, byte[] head) {
    this.file = file;
    this.head = head;
    text = WideText.text(head);
    boolean mayBeReport = text.indexOf('\0') < 0 && !beginsWithResult();
    report = mayBeReport ? ReportHead.of(text) : ReportHead.NONE;
  }

  /**
   * Returns whether the first line is a result of tlsfloor's, as they often lie beside captures: no
   * report of Microsoft's begins so. A collector may write events of other programs behind it.
   */
  private boolean beginsWithResult() {
    return text.startsWith("{") && text.lines().findFirst().orElse("").contains(RESULT);
  }

  /** Looks at bytes that a stream begins with. */
  public static LogLook at(byte[] head) {
    return new LogLook(Optional.empty(), head.clone());
  }

  /** Looks at a file; empty where that can be no log. */
  static Optional<LogLook> at(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (StoredBytes in = StoredBytes.open(file)) {
      byte[] first = in.readNBytes(MIN_BYTES);
      LogLook look = new LogLook(Optional.of(file), first);
      if (!look.mayBe() && look.other().isEmpty() && !look.text.stripLeading().startsWith("[")) {
        return look.isHeadless() ? Optional.of(look) : Optional.empty();
      }
      byte[] rest = in.readNBytes(MAX_BYTES - first.length);
      byte[] head = new byte[first.length + rest.length];
      System.arraycopy(first, 0, head, 0, first.length);
      System.arraycopy(rest, 0, head, first.length, rest.length);
      return Optional.of(new LogLook(Optional.of(file), head));
    } catch (IOException unreadable) { // the reader of its lines says why
      return Optional.empty();
    }
  }

  /**
   * Returns whether it begins as a log does, and as no capture: decided without loading what reads
   * logs.
   */
  public boolean mayBe() {
    if (report.other().isPresent()) {
      return false;
    }
    String begun = text.stripLeading();
    return report.kind() != LogKind.OTHER
        || begun.startsWith("{")
        || begun.startsWith("@")
        || begun.startsWith("#");
  }

  /**
   * Returns whether it is a text of which more must be known to tell what it is; one that began as
   * a log does may grow, and no more can be waited for.
   */
  public boolean isOpen() {
    return head.length < MIN_BYTES
        && text.indexOf('\0') < 0
        && !mayBe()
        && report.other().isEmpty()
        && !isHeadless();
  }

  /**
   * Returns whether it is rows of Zeek's {@code ssl.log} without the lines that name the fields, as
   * {@code zeek-cut} writes them: rows in columns, with an address and a version in Zeek's
   * spelling.
   */
  public boolean isHeadless() {
    if (mayBe()) {
      return false;
    }
    return text.lines().limit(MAX_HEADLESS_LINES).anyMatch(LogLook::isRow);
  }

  private static boolean isRow(String line) {
    if (line.indexOf('\t') < 0) {
      return false; // as of most texts
    }
    boolean version = false;
    boolean address = false;
    for (String field : line.split("\t", -1)) {
      version |= VERSION.matcher(field).matches();
      address |= field.length() < 46 && LogFields.parsedAddress(field).isPresent();
    }
    return version && address;
  }

  private boolean holds(String word) {
    return text.contains(word);
  }

  /** The export of Microsoft's that it is, of those that are not read. */
  Optional<OtherExport> other() {
    return file.isPresent() && PackedReports.begins(head)
        ? PackedReports.in(file.get())
        : report.other();
  }

  /**
   * The export of Microsoft's that it is, of those that are not read, as an input that is not read.
   *
   * @param name of the file or the stream
   */
  public Optional<Unread> unread(String name) {
    return other().map(export -> new Unread(name, export.what(), export.advice()));
  }

  /** The log that a file is; empty if it is none of those that say something here. */
  Optional<Log> log() {
    boolean hasFields =
        holds("#fields")
            || holds("\"event_type\"")
            || holds("\"ts\"")
            || report.kind() != LogKind.OTHER;
    if (file.isEmpty() || !mayBe() || !hasFields) {
      return Optional.empty();
    }
    Set<LogKind> kinds = EnumSet.noneOf(LogKind.class);
    Optional<Instant> first = Optional.empty();
    try (LogReader reader = new LogReader(new ByteArrayInputStream(head), file.toString())) {
      boolean more = true;
      for (int i = 0; i < MAX_LINES && more && !holdsConnections(kinds); i++) {
        more = reader.step();
        LogFields entry = more ? reader.current() : reader.last();
        if (reader.kind() != LogKind.OTHER) {
          kinds.add(reader.kind());
        }
        if (entry != null && reader.kind() != LogKind.OTHER) {
          first = first.or(() -> Optional.of(reader.place().time()));
        }
      }
      LogKind headed = report.kind() == LogKind.OTHER ? reader.headed() : report.kind();
      LogKind kind = kinds.isEmpty() ? headed : kind(kinds);
      return kind == LogKind.OTHER
          ? Optional.empty()
          : Optional.of(new Log(file.get(), kind, first, Files.size(file.get())));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static boolean holdsConnections(Set<LogKind> kinds) {
    return kinds.stream().anyMatch(LogKind::holdsConnections);
  }

  /**
   * A stream of several logs, as sensors send them, may hold connections further on, where others
   * are more frequent.
   */
  private static LogKind kind(Set<LogKind> kinds) {
    return kinds.stream()
        .filter(LogKind::holdsConnections)
        .findFirst()
        .orElse(kinds.size() > 1 ? LogKind.SSL : kinds.iterator().next());
  }
}
